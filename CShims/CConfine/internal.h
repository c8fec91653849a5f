#ifndef CCONFINE_INTERNAL_H
#define CCONFINE_INTERNAL_H

#include "cconfine.h"

// Holds this thread and those it starts to `paths`; NULL leaves nothing. The version of Landlock
// that does it, 0 when none does.
int landlock_enter(const confine_paths* paths);

// Filters the system calls of all threads; non-zero when it is in force.
int seccomp_enter(int devices);

#endif
