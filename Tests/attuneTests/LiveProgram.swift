import Base
import Foundation
import Synchronization
import TestSupport
import Testing

/// A built `attune live` that runs, and a watcher of its events.
final class LiveProgram: @unchecked Sendable {
    /// One event, and when it came.
    struct Event: Sendable {
        var name: String
        var data: JSONValue
        var arrived: Double
    }

    /// Used by the test's own thread alone.
    private let process = Process()
    private let errors: URL
    let port: Int
    let token: String
    private let told = Mutex<[Event]>([])

    /// Starts the program and waits until its page is there.
    init(_ arguments: [String]) throws {
        errors = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-live-\(UUID().uuidString)")
        try Data().write(to: errors)
        let output = Pipe()
        process.executableURL = Program.products.appendingPathComponent("attune")
        process.arguments = Kernel.arguments(["live"] + arguments)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8)
        {
            guard !byte.isEmpty else { break }
            line += byte
        }
        let text = String(decoding: line, as: UTF8.self)
        let prefix = "listening on http://127.0.0.1:"
        let parts = text.dropFirst(prefix.count).components(separatedBy: "/?token=")
        guard text.hasPrefix(prefix), parts.count == 2, let port = Int(parts[0]) else {
            process.waitUntilExit()
            let said = try String(contentsOf: errors, encoding: .utf8)
            throw Failure.software(
                "status \(process.terminationStatus): " + text + said, remedy: "look")
        }
        self.port = port
        token = parts[1]
        // Whatever it says later must not fill the pipe.
        Thread { while output.fileHandleForReading.availableData.isEmpty == false {} }.start()
    }

    /// A test that fails leaves nothing running.
    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var pid: Int32 { process.processIdentifier }

    func signal(_ number: Int32) { kill(pid, number) }

    /// Waits for its end; its status and what it wrote to standard error.
    func finish() throws -> (status: Int32, errors: String) {
        process.waitUntilExit()
        defer { try? FileManager.default.removeItem(at: errors) }
        return (process.terminationStatus, try String(contentsOf: errors, encoding: .utf8))
    }

    // MARK: The page

    /// A request on a connection of its own; the status of the answer.
    @discardableResult
    func post(_ path: String, _ body: String = "") throws -> Int {
        let socket = try connect()
        defer { close(socket) }
        send(
            socket,
            "POST \(path)?token=\(token) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Connection: close\r\n\r\n\(body)")
        var answer = ""
        while let piece = read(socket) { answer += piece }
        return answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    /// The beginning of an answer that has no end: until it contains something.
    func beginning(of path: String, until part: String, within seconds: Double = 20) throws
        -> String
    {
        let socket = try connect()
        defer { close(socket) }
        send(
            socket, "GET \(path)?token=\(token) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
        let deadline = Self.now + seconds
        var answer = ""
        while !answer.contains(part), Self.now < deadline, let piece = read(socket) {
            answer += piece
        }
        return answer
    }

    /// Begins to take down what is told.
    func watch() throws {
        let socket = try connect()
        send(
            socket,
            "GET /events?token=\(token) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
        Thread { [self] in
            // Bytes: to Swift a carriage return and a line feed are one character.
            var rest: [UInt8] = []
            var name = ""
            while let piece = read(socket) {
                rest += piece.utf8
                while let end = rest.firstIndex(of: 10) {
                    let line = String(decoding: rest[..<end], as: UTF8.self)
                        .trimmingCharacters(in: .whitespacesAndNewlines)
                    rest.removeSubrange(...end)
                    if line.hasPrefix("event:") {
                        name = line.dropFirst(6).trimmingCharacters(in: .whitespaces)
                    } else if line.hasPrefix("data:"),
                        let data = JSONValue(parsing: Array(line.dropFirst(5).utf8))
                    {
                        let event = Event(name: name, data: data, arrived: Self.now)
                        told.withLock { $0.append(event) }
                    }
                }
            }
            close(socket)
        }.start()
    }

    var events: [Event] { told.withLock { $0 } }

    func events(_ name: String) -> [Event] { events.filter { $0.name == name } }

    /// Waits until something has been told; fails after a while.
    func wait(
        for what: String, within seconds: Double = 60, until done: ([Event]) -> Bool
    ) throws {
        let deadline = Self.now + seconds
        while !done(events) {
            try #require(Self.now < deadline, "waited for \(what); told: \(events.suffix(3))")
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    static var now: Double { ProcessInfo.processInfo.systemUptime }

    // MARK: Sockets

    private func connect() throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(port).bigEndian
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let done = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, size)
            }
        }
        try #require(done == 0)
        return descriptor
    }

    private func send(_ socket: Int32, _ text: String) {
        _ = text.withCString { Glibc.send(socket, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
    }

    private func read(_ socket: Int32) -> String? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(socket, &buffer, buffer.count, 0)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}

extension JSONValue {
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    var text: String? { if case .string(let value) = self { value } else { nil } }
}
