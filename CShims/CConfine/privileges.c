#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "internal.h"
#include "threads.h"

#define BIT(capability) (1u << (capability))

// Only these rights of root's, in the first word of 32; none of the second. 0 when it is so.
static int keep_only(int rights) {
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    const struct __user_cap_data_struct sets[2] = {
        {.effective = (unsigned)rights, .permitted = (unsigned)rights}};
    struct __user_cap_data_struct held[2] = {{0}};
    if (syscall(SYS_capget, &head, held) != 0) return 1;
    // Nothing may be added to what is there.
    struct __user_cap_data_struct kept[2] = {{0}};
    for (int i = 0; i < 2; ++i)
        kept[i].effective = kept[i].permitted = held[i].permitted & sets[i].permitted;
    return (int)syscall(SYS_capset, &head, kept);
}

void privileges_for_loading(void) {
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    // A program that is run has none, root's or not; fails without the right, and then it has none.
    for (int capability = 0; capability < 64; ++capability) prctl(PR_CAPBSET_DROP, capability);
    prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP |
                                 SECBIT_NO_SETUID_FIXUP_LOCKED | SECBIT_KEEP_CAPS_LOCKED);
    // Models, cache and fonts may be another user's, as where a container mounts them.
    keep_only((int)(BIT(CAP_DAC_OVERRIDE) | BIT(CAP_DAC_READ_SEARCH)));
}

int privileges_drop(void) { return in_all_threads(keep_only, 0); }
