import Base
import CPeer
import Foundation
import NIOCore

/// Whose process holds the far end of a connection on this computer.
///
/// The loopback address is open to every user of a computer, and a token can be read over somebody's
/// shoulder; the kernel knows whose process has connected. It is asked about this one connection
/// (`sock_diag(7)`), and where it has no such interface, its table of connections is read.
enum PeerUser {
    /// Whether the peer is a process of the user that this one runs as. `false` also for a peer that is
    /// gone, and where it cannot be told.
    static func isOwn(_ channel: any Channel) -> Bool {
        guard case .v4(let near)? = channel.localAddress, case .v4(let far)? = channel.remoteAddress
        else { return false }
        return user(near: End(near.address), far: End(far.address)) == geteuid()
    }

    /// One end of a connection, in the order of the network.
    struct End {
        let address: UInt32
        let port: UInt16

        init(_ place: sockaddr_in) {
            address = place.sin_addr.s_addr
            port = place.sin_port
        }

        init(address: UInt32, port: UInt16) {
            self.address = address
            self.port = port
        }

        /// As in `/proc/net/tcp`: the address as one number of this machine, the port as everybody's.
        func text(port: UInt16) -> String {
            String(format: "%08X:%04X", address, UInt16(bigEndian: port))
        }
    }

    /// `nil` when nobody holds the far end any more, or it cannot be told.
    static func user(near: End, far: End) -> uid_t? {
        var user = uid_t()
        switch peer_user(near.address, near.port, far.address, far.port, &user) {
        case peer_known: return user
        case peer_gone: return nil
        default: return userInTable(near: near, far: far)
        }
    }

    /// The same by `/proc/net/tcp` (`proc_pid_net(5)`), and by the one of IPv6, where an end of that
    /// family stands by its mapped address.
    ///
    /// The kernel gives the table in pieces, and leaves lines out between two of them while other connections come and
    /// go: what is not found is looked for again.
    static func userInTable(near: End, far: End) -> uid_t? {
        for _ in 0..<10 {
            if let user = userInTableAsRead(near: near, far: far) { return user }
        }
        return nil
    }

    private static func userInTableAsRead(near: End, far: End) -> uid_t? {
        let (own, other) = (far.text(port: far.port), near.text(port: near.port))
        for table in ["tcp", "tcp6"] {
            for line in lines("/proc/self/net/\(table)") {
                let columns = line.split(separator: " ")
                if columns.count > 9, columns[1].hasSuffix(own), columns[2].hasSuffix(other),
                    isMapped(columns[1]), columns[9] != "0"
                {
                    return uid_t(columns[7])
                }
            }
        }
        return nil
    }

    /// The lines of a file whose size nobody knows, to its end: the kernel gives a piece at a time, however much is
    /// asked for.
    private static func lines(_ path: String) -> [Substring] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    /// Whether an end of that table is one of IPv4.
    private static func isMapped(_ end: Substring) -> Bool {
        end.count == 13 || end.hasPrefix("0000000000000000FFFF0000")
    }
}
