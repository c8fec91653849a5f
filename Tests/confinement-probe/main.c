// confinement-probe STAGE PROBE [ARGUMENT]
//
// Enters a stage of the confinement (none, loading, decoding, camera, drawing, or state: decoding,
// and say what is in force), tries one thing and says what came of it: "done", or the name of the
// error. A probe that is killed says nothing. With PROBE_ELDER in the environment it is tried by a
// thread that was started while loading. The environment also names what stays readable and
// writable while loading: PROBE_READABLE, PROBE_WRITABLE.
//
// confinement-probe without landlock|both PROGRAM [ARGUMENT ...]
//
// Becomes the program, for which the kernel has no Landlock, or neither Landlock nor seccomp.
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "cconfine.h"

// Every probe: 0 when it could do the thing, else the error's number.
typedef int (*probe)(const char* argument);

static int outcome(long result) { return result < 0 ? errno : 0; }

// ---- Reaching others ----------------------------------------------------------------------------

static struct sockaddr_in loopback(const char* port) {
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)atoi(port)),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int tcp(const char* port) {
    const struct sockaddr_in address = loopback(port);
    const int end = socket(AF_INET, SOCK_STREAM, 0);
    if (end < 0) return errno;
    return outcome(connect(end, (const struct sockaddr*)&address, sizeof address));
}

static int tcp_listen(const char* port) {
    const struct sockaddr_in address = loopback(port);
    const int end = socket(AF_INET, SOCK_STREAM, 0);
    if (end < 0 || bind(end, (const struct sockaddr*)&address, sizeof address) < 0) return errno;
    return outcome(listen(end, 1));
}

static int udp(const char* port) {
    const struct sockaddr_in address = loopback(port);
    const int end = socket(AF_INET, SOCK_DGRAM, 0);
    if (end < 0) return errno;
    return outcome(sendto(end, "x", 1, 0, (const struct sockaddr*)&address, sizeof address));
}

static int unix_connect(const char* path, int abstract) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path + abstract, path, sizeof address.sun_path - 2);
    const socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)abstract +
                                       strlen(path) + (abstract ? 0 : 1));
    const int end = socket(AF_UNIX, SOCK_STREAM, 0);
    if (end < 0) return errno;
    return outcome(connect(end, (const struct sockaddr*)&address, size));
}

static int unix_socket(const char* path) { return unix_connect(path, 0); }
static int abstract_socket(const char* name) { return unix_connect(name, 1); }

static int socket_pair(const char* unused) {
    (void)unused;
    int ends[2];
    return outcome(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

// ---- Files --------------------------------------------------------------------------------------

static int read_file(const char* path) {
    char byte;
    const int file = open(path, O_RDONLY);
    if (file < 0) return errno;
    return outcome(read(file, &byte, 1));
}

static int list_folder(const char* path) { return opendir(path) ? 0 : errno; }

static int look_up(const char* path) {
    struct stat status;
    return outcome(stat(path, &status));
}

static int write_file(const char* path) {
    const int file = open(path, O_WRONLY | O_CREAT, 0600);
    if (file < 0) return errno;
    return outcome(write(file, "x", 1));
}

static int truncate_file(const char* path) { return outcome(truncate(path, 0)); }
static int remove_file(const char* path) { return outcome(unlink(path)); }
static int change_mode(const char* path) { return outcome(chmod(path, 0777)); }

static int rename_file(const char* path) {
    char beside[4096];
    snprintf(beside, sizeof beside, "%s.renamed", path);
    return outcome(rename(path, beside));
}

static int link_file(const char* path) { return outcome(symlink("/etc/passwd", path)); }
static int make_folder(const char* path) { return outcome(mkdir(path, 0700)); }

static int memory_file(const char* unused) {
    (void)unused;
    return outcome(memfd_create("probe", 0));
}

// ---- Other processes ----------------------------------------------------------------------------

static int execute(const char* path) { return outcome(execl(path, path, (char*)NULL)); }

static int split(const char* unused) {
    (void)unused;
    const pid_t child = fork();
    if (child == 0) _exit(0);
    return outcome(child);
}

static int attach(const char* process) {
    return outcome(ptrace(PTRACE_SEIZE, atoi(process), NULL, NULL));
}

static int read_memory(const char* process) {
    char byte;
    // Any address: whether it is mapped is asked after whether this may look.
    struct iovec here = {&byte, 1}, there = {(void*)4096, 1};
    const long result = process_vm_readv(atoi(process), &here, 1, &there, 1, 0);
    return result < 0 && errno == EFAULT ? 0 : outcome(result);
}

static int send_signal(const char* process) { return outcome(kill(atoi(process), SIGCONT)); }

static int change_affinity(const char* process) {
    cpu_set_t all;
    memset(&all, 0xff, sizeof all);
    return outcome(sched_setaffinity(atoi(process), sizeof all, &all));
}

static int change_limit(const char* process) {
    struct rlimit limit;
    return outcome(prlimit(atoi(process), RLIMIT_NOFILE, NULL, &limit));
}

// ---- The kernel ---------------------------------------------------------------------------------

static int call(long number) { return outcome(syscall(number, 0, 0, 0, 0, 0, 0)); }

static int new_namespace(const char* unused) {
    (void)unused;
    return outcome(unshare(CLONE_NEWUSER));
}

static int mount_something(const char* unused) {
    (void)unused;
    return outcome(mount("none", "/nowhere", "tmpfs", 0, NULL));
}

#define SYSTEM_CALL(name)                        \
    static int call_##name(const char* unused) { \
        (void)unused;                            \
        return call(SYS_##name);                 \
    }
SYSTEM_CALL(bpf)
SYSTEM_CALL(perf_event_open)
SYSTEM_CALL(userfaultfd)
SYSTEM_CALL(keyctl)
SYSTEM_CALL(io_uring_setup)
SYSTEM_CALL(init_module)

static int type_into_terminal(const char* path) {
    const int terminal = open(path, O_RDWR | O_NOCTTY);
    if (terminal < 0) return errno;
    return outcome(ioctl(terminal, TIOCSTI, "x"));
}

// A video device's ioctl: refused by the device itself (ENOTTY) when it comes so far.
static int video_ioctl(const char* path) {
    const int device = open(path, O_RDWR);
    if (device < 0) return errno;
    struct v4l2_capability capability;
    const int error = outcome(ioctl(device, VIDIOC_QUERYCAP, &capability));
    return error == ENOTTY ? 0 : error;
}

static int other_ioctl(const char* path) {
    const int device = open(path, O_RDWR);
    if (device < 0) return errno;
    struct termios state;
    const int error = outcome(ioctl(device, TCGETS, &state));
    return error == ENOTTY ? 0 : error;
}

// ---- What was inherited, and limits -------------------------------------------------------------

static int use_descriptor(const char* number) { return outcome(fcntl(atoi(number), F_GETFD)); }

static int take_memory(const char* gibibytes) {
    const size_t size = (size_t)atoi(gibibytes) << 30;
    void* block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return block == MAP_FAILED ? errno : 0;
}

static int map(int flags, int file, const char* gibibytes) {
    const size_t size = (size_t)atoi(gibibytes) << 30;
    const int kind = flags | MAP_NORESERVE;
    return mmap(NULL, size, PROT_READ | PROT_WRITE, kind, file, 0) == MAP_FAILED ? errno : 0;
}

static int share_memory(const char* gibibytes) {
    return map(MAP_SHARED | MAP_ANONYMOUS, -1, gibibytes);
}

static int grow_stack(const char* gibibytes) {
    return map(MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, gibibytes);
}

// Shared memory by another name.
static int share_zeroes(const char* gibibytes) {
    const int zero = open("/dev/zero", O_RDWR);
    return zero < 0 ? errno : map(MAP_SHARED, zero, gibibytes);
}

static int reserve(const char* gibibytes) {
    const size_t size = (size_t)atoi(gibibytes) << 30;
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    return mmap(NULL, size, PROT_READ, flags, -1, 0) == MAP_FAILED ? errno : 0;
}

// The kernel itself refuses it to a thread (EINVAL).
static int thread_in_namespace(const char* unused) {
    (void)unused;
    return outcome(
        syscall(SYS_clone, CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_NEWUSER, 0, 0, 0, 0));
}

// Root's: what needs a right and changes nothing.
static int use_privilege(const char* unused) {
    (void)unused;
    return outcome(chroot("/"));
}

static int dump_core(const char* unused) {
    (void)unused;
    struct rlimit limit = {1, 1};
    if (setrlimit(RLIMIT_CORE, &limit) != 0) return errno;
    return prctl(PR_GET_DUMPABLE) == 0 && prctl(PR_SET_DUMPABLE, 1) != 0 ? errno : 0;
}

static int gain_privileges(const char* unused) {
    (void)unused;
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0 ? 0 : EPERM;
}

// ---- What must go on working --------------------------------------------------------------------

static void* nothing(void* argument) { return argument; }

static int start_thread(const char* unused) {
    (void)unused;
    pthread_t thread;
    const int error = pthread_create(&thread, NULL, nothing, NULL);
    return error ? error : pthread_join(thread, NULL);
}

static int make_code(const char* unused) {
    (void)unused;
    void* page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return errno;
    return outcome(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

static int spend_time(const char* unused) {
    (void)unused;
    const struct timespec moment = {0, 1000};
    return nanosleep(&moment, NULL) == 0 ? 0 : errno;
}

// -------------------------------------------------------------------------------------------------

static const struct {
    const char* name;
    probe run;
} probes[] = {
    {"tcp", tcp},
    {"tcp-listen", tcp_listen},
    {"udp", udp},
    {"unix-socket", unix_socket},
    {"abstract-socket", abstract_socket},
    {"socket-pair", socket_pair},
    {"read", read_file},
    {"list", list_folder},
    {"look-up", look_up},
    {"write", write_file},
    {"truncate", truncate_file},
    {"remove", remove_file},
    {"rename", rename_file},
    {"change-mode", change_mode},
    {"link", link_file},
    {"make-folder", make_folder},
    {"memory-file", memory_file},
    {"execute", execute},
    {"fork", split},
    {"ptrace", attach},
    {"read-memory", read_memory},
    {"signal", send_signal},
    {"affinity", change_affinity},
    {"limits", change_limit},
    {"namespace", new_namespace},
    {"mount", mount_something},
    {"bpf", call_bpf},
    {"perf", call_perf_event_open},
    {"userfaultfd", call_userfaultfd},
    {"keyctl", call_keyctl},
    {"io-uring", call_io_uring_setup},
    {"module", call_init_module},
    {"terminal", type_into_terminal},
    {"video-ioctl", video_ioctl},
    {"other-ioctl", other_ioctl},
    {"descriptor", use_descriptor},
    {"memory", take_memory},
    {"shared-memory", share_memory},
    {"growing-memory", grow_stack},
    {"zeroes", share_zeroes},
    {"reserve", reserve},
    {"thread-namespace", thread_in_namespace},
    {"privilege", use_privilege},
    {"core", dump_core},
    {"privileges", gain_privileges},
    {"thread", start_thread},
    {"code", make_code},
    {"time", spend_time},
};

// ---- A thread that is older than the last step --------------------------------------------------

static struct {
    pthread_t thread;
    pthread_barrier_t barrier;
    probe run;
    const char* argument;
    int error;
} elder;

static void* wait_and_try(void* unused) {
    pthread_barrier_wait(&elder.barrier);
    elder.error = elder.run(elder.argument);
    return unused;
}

static void start_elder(void) {
    pthread_barrier_init(&elder.barrier, NULL, 2);
    pthread_create(&elder.thread, NULL, wait_and_try, NULL);
}

static int try_by_elder(probe run, const char* argument) {
    elder.run = run;
    elder.argument = argument;
    pthread_barrier_wait(&elder.barrier);
    pthread_join(elder.thread, NULL);
    return elder.error;
}

// -------------------------------------------------------------------------------------------------

static void enter(const char* stage) {
    if (strcmp(stage, "none") == 0) return;
    const char* readable = getenv("PROBE_READABLE");
    const char* writable = getenv("PROBE_WRITABLE");
    const confine_work work = strcmp(stage, "camera") == 0    ? CONFINE_CAMERA
                              : strcmp(stage, "drawing") == 0 ? CONFINE_DRAWING
                                                              : CONFINE_FILES;
    const confine_paths paths = {&readable, readable ? 1 : 0, &writable, writable ? 1 : 0, work};
    confine_state state = {0, 0};
    confine_begin();
    confine_limit(1ULL << 30, 1ULL << 20);
    confine_loading(&paths, &state);
    if (getenv("PROBE_ELDER")) start_elder();
    if (strcmp(stage, "loading") != 0) confine_decoding(work, &state);
    if (strcmp(stage, "state") == 0) printf("%d %d ", state.landlock_abi, state.seccomp);
}

static int become_without(const char* means, char** words) {
    // Landlock's first call is the same on every architecture.
    enum { CREATE_RULESET = 444 };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), CREATE_RULESET, 0);
    if (strcmp(means, "both") == 0) {
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(seccomp), 0);
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
                         SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP));
    }
    if (seccomp_load(filter) != 0) return 70;
    execv(words[0], words);
    return 66;
}

int main(int count, char** words) {
    if (count < 3) return 64;
    if (strcmp(words[1], "without") == 0)
        return count < 4 ? 64 : become_without(words[2], words + 3);
    for (size_t i = 0; i < sizeof probes / sizeof *probes; ++i) {
        if (strcmp(words[2], probes[i].name) != 0) continue;
        enter(words[1]);
        const char* argument = count > 3 ? words[3] : "";
        const int error =
            elder.thread ? try_by_elder(probes[i].run, argument) : probes[i].run(argument);
        const char* name = error ? strerrorname_np(error) : "done";
        printf("%s\n", name ? name : "unknown error");
        fflush(stdout);
        _exit(0);
    }
    return 64;
}
