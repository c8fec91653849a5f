import Foundation

/// What a process that was taken over could want: files, listening sockets, another process.
final class Surroundings {
    let folder: URL
    let port: UInt16
    let process = Process()
    private var sockets: [Int32] = []

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-probe-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("cache"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("models"), withIntermediateDirectories: true)
        try Data("model".utf8).write(to: folder.appendingPathComponent("models/model"))
        (sockets, port) = try Self.listen(
            folder.appendingPathComponent("socket").path, abstract: "\(folder.lastPathComponent)")
        process.executableURL = URL(fileURLWithPath: "/bin/sleep")
        process.arguments = ["600"]
        try process.run()
    }

    /// To be called at the end: the files go, the process ends.
    func clear() {
        // Started with signals blocked, as the threads of a test have them.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        for socket in sockets { close(socket) }
        try? FileManager.default.removeItem(at: folder)
    }

    var cache: String { folder.appendingPathComponent("cache").path }
    var models: String { folder.appendingPathComponent("models").path }

    /// A file of somebody else's with something in it, made anew.
    func file() throws -> String {
        let file = folder.appendingPathComponent("session.sqlite")
        try Data("landmarks".utf8).write(to: file)
        return file.path
    }

    /// A path at which nothing is.
    func nothing(in place: String = "") -> String {
        folder.appendingPathComponent(place).appendingPathComponent(UUID().uuidString).path
    }

    private static func listen(_ path: String, abstract: String) throws -> ([Int32], UInt16) {
        let stream = Int32(SOCK_STREAM.rawValue)
        let tcp = socket(AF_INET, stream, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                try check(bind(tcp, address, size))
                try check(getsockname(tcp, address, &size))
            }
        }
        try check(Foundation.listen(tcp, 64))
        let unix = socket(AF_UNIX, stream, 0)
        try bindUnix(unix, Array(path.utf8) + [0])
        let hidden = socket(AF_UNIX, stream, 0)
        try bindUnix(hidden, [0] + Array(abstract.utf8))
        return ([tcp, unix, hidden], UInt16(bigEndian: address.sin_port))
    }

    private static func bindUnix(_ end: Int32, _ name: [UInt8]) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try check(bind(end, $0, size))
            }
        }
        try check(Foundation.listen(end, 64))
    }

    private static func check(_ result: Int32) throws {
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
}
