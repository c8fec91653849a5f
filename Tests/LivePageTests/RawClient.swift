import Foundation
import Testing

/// A connection on which a test writes what it likes, byte by byte, and reads what comes.
///
/// Sockets block; `Socket.away` keeps that off the threads that the server runs on.
final class RawClient: @unchecked Sendable {
    // Used by one task at a time: each test awaits every call before the next.
    private var descriptor: Int32
    private(set) var received: [UInt8] = []
    private(set) var isAtEnd = false

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { disconnect() }

    func disconnect() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// - Parameter receiveBuffer: bytes that the system may hold for a reader that does not read.
    static func connect(_ port: Int, address: String = "127.0.0.1", receiveBuffer: Int32? = nil)
        async throws -> RawClient
    {
        try await Blocking.run {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            if var receiveBuffer {
                setsockopt(
                    descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer,
                    socklen_t(MemoryLayout<Int32>.size))
            }
            var place = sockaddr_in()
            place.sin_family = sa_family_t(AF_INET)
            place.sin_port = in_port_t(port).bigEndian
            place.sin_addr.s_addr = inet_addr(address)
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let done = withUnsafePointer(to: &place) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.connect(descriptor, $0, size)
                }
            }
            guard done == 0 else {
                close(descriptor)
                throw SocketError(errno)
            }
            return RawClient(descriptor)
        }
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await Blocking.run { [descriptor] in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw SocketError(errno) }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Reads until the text so far fulfils a condition, the other side closes, or time is up.
    @discardableResult
    func read(
        within seconds: Double = 10,
        until done: @escaping @Sendable (String) -> Bool = { _ in false }
    )
        async throws -> String
    {
        try await Blocking.run { [self] in
            let deadline = Date().addingTimeInterval(seconds)
            while !isAtEnd, !done(text), deadline.timeIntervalSinceNow > 0 {
                var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard Glibc.poll(&poll, 1, Int32(deadline.timeIntervalSinceNow * 1000) + 1) > 0
                else {
                    break
                }
                var buffer = [UInt8](repeating: 0, count: 65536)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                if count <= 0 { isAtEnd = true } else { received += buffer[..<count] }
            }
            return text
        }
    }

    var text: String { String(decoding: received, as: UTF8.self) }

    /// Forgets what has been read.
    func forget() { received = [] }
}

struct SocketError: Error {
    var number: Int32
    init(_ number: Int32) { self.number = number }
}

/// Work that blocks, on a thread of its own.
enum Blocking {
    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws
        -> Result
    {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Swift.Result(catching: body)) }.start()
        }
    }
}
