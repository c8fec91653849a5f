#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "internal.h"
#include "threads.h"

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

enum {
    // Descriptors at once. Loading opens a handful, a pair of videos two.
    OPEN_FILES = 128,
    // Bytes of address space: of all libraries, and of a thread's memory.
    RESERVED = 1 << 30,
    ARENA = 72 << 20,
};

static void limit(int resource, rlim_t value) {
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) return;
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < value) value = now.rlim_max;
    const struct rlimit wanted = {.rlim_cur = value, .rlim_max = value};
    setrlimit(resource, &wanted);
}

// The kernel's choice when memory runs out; a process may raise its own score.
static void go_first(void) {
    const int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    if (write(file, "1000", 4) < 0) { /* Then it is as likely as the others. */
    }
    close(file);
}

void confine_hide_memory(void) {
    limit(RLIMIT_CORE, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void confine_begin(void) {
    if (syscall(SYS_close_range, 3U, ~0U, 0) != 0)
        for (int descriptor = 3; descriptor < 4096; ++descriptor) close(descriptor);
    be_reachable();
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    privileges_for_loading();
    go_first();  // Before the next line, after which /proc/self belongs to root.
    confine_hide_memory();
}

void confine_limit(uint64_t bytes, uint64_t largest_file) {
    limit(RLIMIT_NOFILE, OPEN_FILES);
    limit(RLIMIT_FSIZE, (rlim_t)largest_file);
#ifndef SANITIZED
    if (!bytes) return;
    limit(RLIMIT_DATA, (rlim_t)bytes);
    // What RLIMIT_DATA does not count: shared memory, stacks that grow, page tables of what is only
    // read. Libraries reserve more than they use; the C library 64 MiB for the memory of a thread,
    // of which it has up to eight per processor.
    const long processors = sysconf(_SC_NPROCESSORS_CONF);
    limit(RLIMIT_AS,
          (rlim_t)bytes + RESERVED + (rlim_t)(processors > 0 ? processors : 1) * 8 * ARENA);
#else
    (void)bytes;
#endif
}

void confine_loading(const confine_paths* paths, confine_state* state) {
    state->landlock_abi = landlock_enter(paths);
}

// Nothing is left to write but pipes, unless the output was sent to a file.
static void write_no_file(void) {
    struct stat output;
    if (fstat(STDOUT_FILENO, &output) == 0 && !S_ISREG(output.st_mode)) limit(RLIMIT_FSIZE, 0);
}

void confine_decoding(confine_work work, confine_state* state) {
    // First: the threads are listed in a file.
    const int is_privileged = privileges_drop();
    if (work != CONFINE_DRAWING) {
        write_no_file();
        const confine_paths cameras = {.work = CONFINE_CAMERA};
        const int abi = landlock_enter(work == CONFINE_CAMERA ? &cameras : NULL);
        // With files alone nothing is left that opens one.
        if (work == CONFINE_CAMERA) state->landlock_abi = abi;
    }
    state->seccomp = seccomp_enter(work) && !is_privileged;
}

static void* wait_for_the_end(void* argument) {
    struct pollfd pipe = {.fd = (int)(intptr_t)argument};
    // Only what cannot be asked for is reported: the reader has gone.
    while (poll(&pipe, 1, -1) <= 0) continue;
    _exit(70);
}

void confine_end_without_reader(int descriptor) {
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !S_ISFIFO(status.st_mode)) return;
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    pthread_create(&thread, &small, wait_for_the_end, (void*)(intptr_t)descriptor);
    pthread_attr_destroy(&small);
}
