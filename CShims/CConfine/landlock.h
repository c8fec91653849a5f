// The kernel's interface as of ABI 6 (linux/landlock.h of Linux 6.12); Debian 12's header ends with
// ABI 2. Structures may be longer than a kernel knows as long as the rest is zero.
#ifndef CCONFINE_LANDLOCK_H
#define CCONFINE_LANDLOCK_H

#include <stdint.h>

enum {
    FS_EXECUTE = 1 << 0,
    FS_WRITE_FILE = 1 << 1,
    FS_READ_FILE = 1 << 2,
    FS_READ_DIR = 1 << 3,
    FS_REMOVE_FILE = 1 << 5,
    FS_MAKE_REG = 1 << 8,
    FS_TRUNCATE = 1 << 14,
    FS_IOCTL_DEV = 1 << 15,
    // All rights that a kernel of that ABI knows.
    FS_ALL_ABI_1 = (1 << 13) - 1,
    FS_ALL_ABI_2 = (1 << 14) - 1,
    FS_ALL_ABI_3 = (1 << 15) - 1,
    FS_ALL_ABI_5 = (1 << 16) - 1,
    // Those that make sense for a file that is no folder.
    FS_OF_FILES = FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV,
    NET_ALL_ABI_4 = (1 << 2) - 1,
    SCOPE_ALL_ABI_6 = (1 << 2) - 1,
};

struct ruleset_attr {
    uint64_t fs, net, scoped;
};

struct path_beneath_attr {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

enum { RULE_PATH_BENEATH = 1, CREATE_RULESET_VERSION = 1 };

#endif
