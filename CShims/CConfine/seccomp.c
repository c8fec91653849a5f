#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

#include "internal.h"

// What decoding, inference and handing over need of the kernel: memory, threads, clocks, and the
// descriptors that are open. What is in neither list fails with EPERM. Names that an architecture
// or libseccomp does not know are passed over.
static const char* const allowed[] = {
    // Open descriptors.
    "read", "readv", "pread64", "write", "writev", "lseek", "_llseek", "close",
    // Waiting.
    "poll", "ppoll", "select", "pselect6", "epoll_create1", "epoll_ctl", "epoll_wait",
    "epoll_pwait", "epoll_pwait2", "eventfd2", "timerfd_create", "timerfd_settime",
    "timerfd_gettime", "nanosleep", "clock_nanosleep", "restart_syscall",
    // Memory. oneDNN writes code for the networks while it runs, so that pages may become code.
    // mmap is below, with its flags.
    "munmap", "mremap", "mprotect", "madvise", "brk", "membarrier", "mlock", "munlock", "mbind",
    "get_mempolicy", "set_mempolicy", "mincore",
    // Threads. clone is below, with its flags.
    "futex", "futex_waitv", "set_robust_list", "get_robust_list", "rseq", "set_tid_address", "exit",
    "exit_group", "sched_yield", "sched_getaffinity", "sched_getparam", "sched_getscheduler",
    "sched_get_priority_max", "sched_get_priority_min", "getcpu", "arch_prctl",
    // Signals, as far as they concern this process alone.
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    // Clocks, and who and where one is.
    "clock_gettime", "clock_getres", "gettimeofday", "time", "times", "getrusage", "getpid",
    "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid", "uname", "sysinfo", "getrandom",
    "getrlimit"};

// What opens files besides: a camera may be unplugged and opened again, and fonts are looked for.
// Landlock says which files.
static const char* const allowed_with_files[] = {
    "open",     "openat",     "stat",   "lstat",      "fstat",  "newfstatat", "statx",
    "readlink", "readlinkat", "getcwd", "getdents64", "access", "faccessat",  "faccessat2"};

// No library tries these; something that does has been taken over.
static const char* const deadly[] = {
    // Other programs and other processes.
    "execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd",
    "process_madvise", "kcmp",
    // The system's own affairs.
    "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsconfig",
    "fsmount", "fspick", "setns", "unshare", "swapon", "swapoff", "reboot", "kexec_load",
    "kexec_file_load", "init_module", "finit_module", "delete_module", "iopl", "ioperm",
    "settimeofday", "clock_settime", "sethostname", "setdomainname", "quotactl", "acct", "syslog",
    "open_by_handle_at", "fanotify_init",
    // Parts of the kernel that exploits begin with.
    "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key", "io_uring_setup",
    "io_uring_enter", "io_uring_register", "modify_ldt", "personality", "vmsplice"};

static int add(scmp_filter_ctx filter, uint32_t action, const char* name) {
    const int number = seccomp_syscall_resolve_name(name);
    return number == __NR_SCMP_ERROR ? 0 : seccomp_rule_add(filter, action, number, 0);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static int add_all(scmp_filter_ctx filter, uint32_t action, const char* const* names,
                   size_t count) {
    int failed = 0;
    for (size_t i = 0; i < count; ++i) failed |= add(filter, action, names[i]);
    return failed;
}

// clone's flags for namespaces of a thread's own (clone(2)); CLONE_NEWTIME is clone3's alone.
#define NAMESPACES                                                                                \
    ((scmp_datum_t)(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | \
                    CLONE_NEWPID | CLONE_NEWNET))

// Memory of this process alone, which RLIMIT_DATA counts: nothing shared, no stack that grows by
// itself. With `shared_files`, files may be shared, but not memory without a file.
static int add_memory(scmp_filter_ctx filter, int shared_files) {
    enum { KIND = 0xf };  // MAP_TYPE, linux/mman.h.
    const scmp_datum_t private = KIND | MAP_GROWSDOWN, shared = private | MAP_ANONYMOUS;
    int failed = 0;
    for (const char* const* name = (const char* const[]){"mmap", "mmap2", NULL}; *name; ++name) {
        const int number = seccomp_syscall_resolve_name(*name);
        if (number < 0) continue;  // Not on this architecture.
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 1,
                                   SCMP_A3(SCMP_CMP_MASKED_EQ, private, MAP_PRIVATE));
        if (shared_files)
            failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 1,
                                       SCMP_A3(SCMP_CMP_MASKED_EQ, shared, MAP_SHARED));
    }
    return failed;
}

// Calls of which only some arguments are harmless.
static int add_with_arguments(scmp_filter_ctx filter) {
    const uint32_t allow = SCMP_ACT_ALLOW;
    const scmp_datum_t self = (scmp_datum_t)getpid();
    int failed = 0;
    // Threads, not processes. The flags of clone3 lie in memory, where a filter cannot look; the C
    // library goes back to clone when the kernel has no clone3.
    failed |=
        seccomp_rule_add(filter, allow, SCMP_SYS(clone), 1,
                         SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | NAMESPACES, CLONE_THREAD));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    // A signal to oneself, as abort sends it.
    failed |= seccomp_rule_add(filter, allow, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, self));
    // A thread's own affinity, a process's own limits to read, a thread's own name.
    failed |=
        seccomp_rule_add(filter, allow, SCMP_SYS(sched_setaffinity), 1, SCMP_A0(SCMP_CMP_EQ, 0));
    failed |= seccomp_rule_add(filter, allow, SCMP_SYS(prlimit64), 2, SCMP_A0(SCMP_CMP_EQ, 0),
                               SCMP_A2(SCMP_CMP_EQ, 0));
    failed |=
        seccomp_rule_add(filter, allow, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
    for (int command = F_DUPFD; command <= F_GETFL; ++command)
        failed |= seccomp_rule_add(filter, allow, SCMP_SYS(fcntl), 1,
                                   SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)command));
    return failed;
}

static int add_files(scmp_filter_ctx filter) {
    return add_all(filter, SCMP_ACT_ALLOW, allowed_with_files, COUNT(allowed_with_files));
}

// ioctl, but only those of Video4Linux, whose type is 'V'.
static int add_video_devices(scmp_filter_ctx filter) {
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
                            SCMP_A1(SCMP_CMP_MASKED_EQ, 0xff00, 'V' << 8));
}

int seccomp_enter(confine_work work) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter) return 0;
    // All threads at once; a call in another architecture's numbering kills (the default). Sorted
    // into a tree, so that the last rule costs no more than the first.
    int failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
    seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    failed |= add_all(filter, SCMP_ACT_ALLOW, allowed, COUNT(allowed));
    failed |= add_all(filter, SCMP_ACT_KILL_PROCESS, deadly, COUNT(deadly));
    failed |= add_with_arguments(filter);
    failed |= add_memory(filter, work != CONFINE_FILES);
    if (work != CONFINE_FILES) failed |= add_files(filter);
    if (work == CONFINE_CAMERA) failed |= add_video_devices(filter);
    failed |= seccomp_load(filter);
    seccomp_release(filter);
    return failed == 0;
}
