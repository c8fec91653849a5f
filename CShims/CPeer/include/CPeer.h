// Asks the kernel who holds the other end of a connection on this computer.
#ifndef CPEER_H
#define CPEER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum peer_answer {
    // A process holds it, and `uid` says whose.
    peer_known = 0,
    // Nobody holds it any more.
    peer_gone = 1,
    // The kernel does not tell; errno says why.
    peer_untold = 2,
};

// The user of the process that holds a TCP connection's far end (sock_diag(7)).
//
// - near, far: this end's and the far end's IPv4 address and port, in the order of the network.
// - uid: as this process sees it; set only when it is known.
enum peer_answer peer_user(uint32_t near_address, uint16_t near_port, uint32_t far_address,
                           uint16_t far_port, uint32_t* uid);

#ifdef __cplusplus
}
#endif

#endif
