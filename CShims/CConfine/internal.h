#ifndef CCONFINE_INTERNAL_H
#define CCONFINE_INTERNAL_H

#include "cconfine.h"

// Holds all threads to `paths`; NULL leaves nothing. The version of Landlock that does it, 0 when
// none does, or not for all of them.
int landlock_enter(const confine_paths* paths);

// Of root's rights, leaves those to open other users' files, which privileges_drop takes from all
// threads; non-zero when it could not.
void privileges_for_loading(void);
int privileges_drop(void);

// Filters the system calls of all threads; non-zero when it is in force.
int seccomp_enter(confine_work work);

#endif
