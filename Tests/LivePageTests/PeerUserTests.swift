import Foundation
import TestSupport
import Testing

@testable import LivePage
@testable import Loopback

/// Whose process is at the other end of a connection.
@Suite(.tags(.sockets), .timeLimit(.minutes(5)))
struct PeerUserTests {
    /// A user of this computer who is not the one that runs the tests: `nobody`.
    static let stranger: UInt32 = 65534

    /// Becoming somebody else takes root.
    static var canBecomeAnother: Bool {
        geteuid() == 0
            && ["/usr/bin/setpriv", "/usr/bin/curl"]
                .allSatisfy(FileManager.default.isExecutableFile(atPath:))
    }

    @Test(.enabled(if: canBecomeAnother, "only root can ask as another user"))
    func anotherUserIsDisconnectedWithTheTokenAndWithout() async throws {
        try await RunningServer.with { server async throws in
            for path in ["/" + server.query, "/events" + server.query, "/healthz", "/"] {
                let own = try await Self.curl(server.port, path, as: geteuid())
                #expect(own.contains("HTTP/1.1"), "\(path)")
                let other = try await Self.curl(server.port, path, as: Self.stranger)
                #expect(other.isEmpty, "\(path): \(other)")
            }
        }
    }

    @Test(.enabled(if: canBecomeAnother, "only root can ask as another user"))
    func connectionsOfAnotherUserTakeNoPlace() async throws {
        try await RunningServer.with(LiveOptions(limits: LoopbackLimits(connections: 4))) {
            server async throws in
            let script =
                "for i in $(seq 30); do exec {fd}<>/dev/tcp/127.0.0.1/\(server.port); done; sleep 2"
            async let crowd = Self.run(
                ["/usr/bin/setpriv"] + Self.asUser(Self.stranger) + ["/bin/bash", "-c", script])
            try await Task.sleep(for: .milliseconds(700))
            #expect(try await server.get("/" + server.query).status == 200)
            _ = try await crowd
        }
    }

    @Test func theKernelAndItsTableAgree() async throws {
        let listener = try Listener()
        let client = try await RawClient.connect(Int(UInt16(bigEndian: listener.port)))
        let (accepted, far) = try listener.accept()
        let near = PeerUser.End(address: inet_addr("127.0.0.1"), port: listener.port)
        #expect(PeerUser.user(near: near, far: far) == geteuid())
        #expect(PeerUser.userInTable(near: near, far: far) == geteuid())
        // What is closed is nobody's, though the kernel still has the connection.
        withExtendedLifetime(client) {}
        client.disconnect()
        #expect(PeerUser.user(near: near, far: far) == nil)
        #expect(PeerUser.userInTable(near: near, far: far) == nil)
        let nobody = PeerUser.End(address: inet_addr("127.0.0.1"), port: UInt16(9).bigEndian)
        #expect(PeerUser.user(near: near, far: nobody) == nil)
        close(accepted)
    }

    /// A listening socket is not the far end of a connection, though the kernel offers it as one.
    @Test func oneThatListensIsNoPeer() throws {
        let (one, other) = (try Listener(), try Listener())
        let near = PeerUser.End(address: inet_addr("127.0.0.1"), port: one.port)
        let far = PeerUser.End(address: inet_addr("127.0.0.1"), port: other.port)
        #expect(PeerUser.user(near: near, far: far) == nil)
    }

    private static func asUser(_ user: UInt32) -> [String] {
        ["--reuid=\(user)", "--regid=\(user)", "--clear-groups"]
    }

    private static func curl(_ port: Int, _ path: String, as user: UInt32) async throws -> String {
        try await run(
            ["/usr/bin/setpriv"] + asUser(user)
                + ["/usr/bin/curl", "-si", "-m", "1", "http://127.0.0.1:\(port)\(path)"])
    }

    private static func run(_ command: [String]) async throws -> String {
        try await Blocking.run {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: command[0])
            process.arguments = Array(command.dropFirst())
            let output = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            let text = String(
                decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return text
        }
    }
}

/// A socket that listens on a free port of the loopback interface.
private final class Listener {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        let opened = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        descriptor = opened
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(opened, $0, size) | listen(opened, 8) | getsockname(opened, $0, &size)
            }
        }
        guard status == 0 else { throw SocketError(errno) }
        port = place.sin_port
    }

    deinit { close(descriptor) }

    func accept() throws -> (descriptor: Int32, far: PeerUser.End) {
        var place = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let accepted = withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { [descriptor] in
                Glibc.accept(descriptor, $0, &size)
            }
        }
        guard accepted >= 0 else { throw SocketError(errno) }
        return (accepted, PeerUser.End(place))
    }
}
