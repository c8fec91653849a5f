#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CPeer.h"

enum {
    // States of a socket in the kernel (include/net/tcp_states.h): one that listens, and one of
    // which
    // only the name is kept.
    LISTENING = 10,
    TIME_WAIT = 6,
    // The kernel answers at once; this bounds what it may cost when it does not.
    PATIENCE_MICROSECONDS = 200000,
};

struct end {
    uint32_t address;
    uint16_t port;
};

struct question {
    struct nlmsghdr header;
    struct inet_diag_req_v2 request;
};

static int ask(int netlink, struct end own, struct end other) {
    struct question question = {
        .header = {.nlmsg_len = sizeof question,
                   .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                   .nlmsg_flags = NLM_F_REQUEST},
        .request = {.sdiag_family = AF_INET,
                    .sdiag_protocol = IPPROTO_TCP,
                    .idiag_states = ~0U,
                    .id = {.idiag_sport = own.port,
                           .idiag_dport = other.port,
                           .idiag_src = {own.address},
                           .idiag_dst = {other.address},
                           .idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE}}}};
    return send(netlink, &question, sizeof question, 0) == (ssize_t)sizeof question;
}

// The kernel's answer about one socket: 1 when there is one, 0 when there is none, -1 with errno.
static int hear(int netlink, struct inet_diag_msg* found) {
    union {
        struct nlmsghdr header;
        char bytes[4096];
    } answer;
    const ssize_t length = recv(netlink, &answer, sizeof answer, 0);
    if (length < 0) return -1;
    if (!NLMSG_OK(&answer.header, (size_t)length)) return errno = EPROTO, -1;
    const size_t size = NLMSG_PAYLOAD(&answer.header, 0);
    if (answer.header.nlmsg_type == NLMSG_ERROR) {
        if (size < sizeof(int)) return errno = EPROTO, -1;
        errno = -((const struct nlmsgerr*)NLMSG_DATA(&answer.header))->error;
        return errno == ENOENT ? 0 : -1;
    }
    if (answer.header.nlmsg_type != SOCK_DIAG_BY_FAMILY || size < sizeof *found)
        return errno = EPROTO, -1;
    memcpy(found, NLMSG_DATA(&answer.header), sizeof *found);
    return 1;
}

// As `hear`, of the socket at `own` that is connected to `other` and that a process holds: the
// kernel also answers with one that listens there, and with one that its process has closed.
static int find(struct end own, struct end other, struct inet_diag_msg* found) {
    const int netlink = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (netlink < 0) return -1;
    const struct timeval patience = {.tv_usec = PATIENCE_MICROSECONDS};
    setsockopt(netlink, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    int outcome = ask(netlink, own, other) ? hear(netlink, found) : -1;
    const int error = errno;
    close(netlink);
    errno = error;
    if (outcome == 1 && (found->idiag_state == LISTENING || found->idiag_state == TIME_WAIT ||
                         found->idiag_inode == 0 || found->id.idiag_dport != other.port))
        outcome = 0;
    return outcome;
}

enum peer_answer peer_user(uint32_t near_address, uint16_t near_port, uint32_t far_address,
                           uint16_t far_port, uint32_t* uid) {
    const struct end near = {near_address, near_port}, far = {far_address, far_port};
    struct inet_diag_msg found;
    const int outcome = find(far, near, &found);
    if (outcome < 0) return peer_untold;
    if (outcome == 1) {
        *uid = found.idiag_uid;
        return peer_known;
    }
    // A kernel without this interface says the same as one that finds nothing; this end is there.
    if (find(near, far, &found) != 1) return errno = ENOSYS, peer_untold;
    return peer_gone;
}
