#ifndef CCONFINE_THREADS_H
#define CCONFINE_THREADS_H

#include <signal.h>

// A step that a thread can only take for itself; 0 when it was taken. It runs in a signal handler,
// so that it makes system calls and nothing else.
typedef int (*thread_step)(int argument);

// The signal that the threads get. Programs that start others often have the rest blocked, and so
// do the threads of libdispatch, which leaves this one to profilers.
#define THREADS_SIGNAL SIGPROF

// Lets the calling thread, and those that it starts, be reached: a blocked signal is inherited.
void be_reachable(void);

// Lets every thread of the process take the step, those included that are started meanwhile; 0 when
// all have. A thread that blocks the signal, or does not come back from the kernel for two seconds,
// is missing.
int in_all_threads(thread_step step, int argument);

#endif
