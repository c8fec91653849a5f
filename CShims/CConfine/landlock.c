#include "landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "internal.h"
#include "threads.h"

// The same on every architecture.
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

// What the libraries look at while they are loaded: other libraries, and what machine this is.
static const char* const system_paths[] = {
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/filesystems",
    "/proc/sys/vm",
    "/sys/devices/system",
    "/sys/kernel/mm",
    // Where OpenVINO looks for other processors to compute on.
    "/dev/null",
};

static int version(void) {
    const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);
    return abi > 0 ? (int)abi : 0;
}

static uint64_t known_rights(int abi) {
    if (abi >= 5) return FS_ALL_ABI_5;
    if (abi >= 3) return FS_ALL_ABI_3;
    return abi == 2 ? FS_ALL_ABI_2 : FS_ALL_ABI_1;
}

// Everything that the kernel can restrict is restricted.
static int create(int abi) {
    const struct ruleset_attr all = {
        .fs = known_rights(abi),
        .net = abi >= 4 ? NET_ALL_ABI_4 : 0,
        .scoped = abi >= 6 ? SCOPE_ALL_ABI_6 : 0,
    };
    const size_t known = abi >= 6   ? sizeof all
                         : abi >= 4 ? offsetof(struct ruleset_attr, scoped)
                                    : offsetof(struct ruleset_attr, net);
    return (int)syscall(SYS_landlock_create_ruleset, &all, known, 0);
}

static void allow(int ruleset, int abi, const char* path, uint64_t rights) {
    struct path_beneath_attr rule = {.allowed = rights & known_rights(abi)};
    rule.parent = open(path, O_PATH | O_CLOEXEC);
    if (rule.parent < 0) return;
    struct stat status;
    if (fstat(rule.parent, &status) == 0) {
        if (!S_ISDIR(status.st_mode)) rule.allowed &= FS_OF_FILES;
        syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0);
    }
    close(rule.parent);
}

static void allow_paths(int ruleset, int abi, const confine_paths* paths) {
    const uint64_t reading = FS_READ_FILE | FS_READ_DIR;
    const uint64_t writing = reading | FS_WRITE_FILE | FS_TRUNCATE | FS_MAKE_REG | FS_REMOVE_FILE;
    for (size_t i = 0; i < sizeof system_paths / sizeof *system_paths; ++i)
        allow(ruleset, abi, system_paths[i], reading);
    for (int i = 0; i < paths->readable_count; ++i)
        allow(ruleset, abi, paths->readable[i], reading);
    for (int i = 0; i < paths->writable_count; ++i)
        allow(ruleset, abi, paths->writable[i], writing);
    if (paths->work != CONFINE_CAMERA) return;
    allow(ruleset, abi, "/dev", reading | FS_WRITE_FILE | FS_IOCTL_DEV);
    allow(ruleset, abi, "/sys/class/video4linux", reading);
    allow(ruleset, abi, "/sys/devices", reading);
}

static int restrict_self(int ruleset) {
    return (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
}

int landlock_enter(const confine_paths* paths) {
    const int abi = version();
    if (!abi) return 0;
    const int ruleset = create(abi);
    if (ruleset < 0) return 0;
    if (paths) allow_paths(ruleset, abi, paths);
    const int failed = in_all_threads(restrict_self, ruleset);
    close(ruleset);
    return failed ? 0 : abi;
}
