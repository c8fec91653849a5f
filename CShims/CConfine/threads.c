#include "threads.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// As the C library changes the user of all threads (nptl(7)): each gets a signal, whose handler
// takes the step and notes that it has. Threads are listed again until there is none that has not:
// one that is started by a thread that has taken the step begins with it.

enum {
    MOST_THREADS = 4096,
    // Of 10 ms.
    ROUNDS = 200,
};

static struct {
    thread_step step;
    int argument;
    atomic_int failed, count;
    atomic_int taken[MOST_THREADS];
} work;

void be_reachable(void) {
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, THREADS_SIGNAL);
    pthread_sigmask(SIG_UNBLOCK, &mask, NULL);
}

static int self(void) { return (int)syscall(SYS_gettid); }

static int has_taken(int thread) {
    int count = atomic_load(&work.count);
    if (count > MOST_THREADS) count = MOST_THREADS;
    for (int i = 0; i < count; ++i)
        if (atomic_load(&work.taken[i]) == thread) return 1;
    return 0;
}

static void take(void) {
    if (has_taken(self())) return;
    if (work.step(work.argument) != 0) atomic_store(&work.failed, 1);
    const int place = atomic_fetch_add(&work.count, 1);
    if (place < MOST_THREADS) atomic_store(&work.taken[place], self());
}

static void on_signal(int number) {
    (void)number;
    const int error = errno;
    take();
    errno = error;
}

// Signals those who have not taken the step; how many there were, -1 when they cannot be listed.
static int signal_the_rest(int number) {
    DIR* tasks = opendir("/proc/self/task");
    if (!tasks) return -1;
    int rest = 0;
    for (struct dirent* entry; (entry = readdir(tasks));) {
        const int thread = atoi(entry->d_name);
        if (thread <= 0 || has_taken(thread)) continue;
        // Gone meanwhile, or there and to be waited for.
        if (syscall(SYS_tgkill, getpid(), thread, number) == 0) ++rest;
    }
    closedir(tasks);
    return rest;
}

static int wait_for_all(int number) {
    const struct timespec moment = {0, 10 * 1000 * 1000};
    for (int round = 0; round < ROUNDS; ++round) {
        const int rest = signal_the_rest(number);
        if (rest <= 0) return rest;
        nanosleep(&moment, NULL);
    }
    return -1;
}

int in_all_threads(thread_step step, int argument) {
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&one_at_a_time);
    work.step = step;
    work.argument = argument;
    atomic_store(&work.failed, 0);
    atomic_store(&work.count, 0);
    // A place is counted before it is filled: nobody may find himself there from the step before.
    for (int i = 0; i < MOST_THREADS; ++i) atomic_store(&work.taken[i], 0);
    const int number = THREADS_SIGNAL;
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    sigaction(number, &action, NULL);
    take();
    const int missing = wait_for_all(number);
    // One that is still on its way must not end the process.
    action.sa_handler = SIG_IGN;
    sigaction(number, &action, NULL);
    const int failed = missing != 0 || atomic_load(&work.failed);
    pthread_mutex_unlock(&one_at_a_time);
    return failed;
}
