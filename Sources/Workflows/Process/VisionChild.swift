import Base
import Foundation
import Synchronization
import VisionProtocol

/// The program attune-vision, as every command starts it.
///
/// It reads files of unknown origin, so it gets little and is trusted little: four environment variables,
/// no terminal, and a standard error of which only the first line is shown, and only when the program
/// does not start at all.
struct VisionChild {
    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()
    /// What is written here it reads on its standard input: a socket, through which open files can pass.
    let input: FileHandle

    init(_ argument: String) throws {
        let (near, far) = try Self.sockets()
        input = near
        process.executableURL = try Self.program()
        process.arguments =
            [argument] + (Self.isUnconfinedAllowed ? [ConfinementReport.waiver] : [])
        process.environment = Self.environment
        process.standardInput = far
        process.standardOutput = output
        process.standardError = errors
        // What does not fit into the pipe is lost, rather than waiting for a reader or filling memory.
        for end in [errors.fileHandleForReading, errors.fileHandleForWriting] {
            let descriptor = end.fileDescriptor
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
        try process.run()
        // Only the process has it: its end is the end of what is written.
        try far.close()
    }

    /// - Parameters:
    ///   - request: handed over as a `RequestLine`.
    ///   - files: those that it names, in its order, open.
    ///   - isLast: nothing comes after it.
    init(_ request: some Encodable, files: [OpenRecording], isLast: Bool = true) throws {
        let line = try RequestLine.encode(request)
        try self.init(RequestLine.argument)
        withExtendedLifetime(files) {
            RequestLine.send(
                line, files: files.map(\.descriptor), over: input.fileDescriptor)
        }
        if isLast { try? input.close() }
    }

    private static func program() throws(Failure) -> URL {
        guard let path = Installation.current.visionProgram else {
            throw Failure.software(
                "attune-vision is not beside attune", remedy: Installation.current.repair)
        }
        return URL(fileURLWithPath: path)
    }

    /// Two ends of a stream; no other program that is started meanwhile gets them.
    private static func sockets() throws -> (FileHandle, FileHandle) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw Failure.software(
                "no socket can be made (\(SystemError().text))",
                remedy: "close other programs and try again")
        }
        // So that a request fits as a whole: a checkpoint takes 100 KiB, and the kernel counts its own besides.
        var size: Int32 = 1 << 19
        setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        return (
            FileHandle(fileDescriptor: ends[0], closeOnDealloc: true),
            FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        )
    }

    /// The environment of the process: where models and cache are. Nothing else, neither secrets nor what
    /// would load a library into it.
    private static var environment: [String: String] {
        ProcessInfo.processInfo.environment.filter { passedOn.contains($0.key) }
    }

    private static let passedOn: Set<String> = {
        var names: Set<String> = ["HOME", "XDG_CACHE_HOME", "ATTUNE_CACHE", "ATTUNE_MODELS"]
        #if DEBUG
            names.formUnion([
                "ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS",
                "TBB_ENABLE_SANITIZERS",
            ])
        #endif
        return names
    }()

    /// Whether it may look at videos where the kernel lacks a means of confinement.
    private static let waived = Atomic<Bool>(false)

    private static var isUnconfinedAllowed: Bool { waived.load(ordering: .relaxed) }

    /// From here on this program lets it, as its user has said.
    static func allowUnconfined() { waived.store(true, ordering: .relaxed) }

    /// Hands over as many bytes as fit now, waiting for room for so long; `nil` when it takes no more.
    func offer(_ bytes: ArraySlice<UInt8>, within milliseconds: Int32) -> Int? {
        var state = pollfd(fd: input.fileDescriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&state, 1, milliseconds) > 0 else { return 0 }
        let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
        let count = bytes.withUnsafeBytes {
            Foundation.send(input.fileDescriptor, $0.baseAddress, $0.count, flags)
        }
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    var isRunning: Bool { process.isRunning }

    /// What it has written to standard output; empty when that is closed, `nil` when nothing came in that
    /// time.
    func read(within milliseconds: Int32) -> Data? {
        var descriptor = pollfd(
            fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, milliseconds) > 0 else { return nil }
        return output.fileHandleForReading.availableData
    }

    /// How it ended by itself, in words; `nil` when it ended properly. A process that closed its output and
    /// lives on is not waited for.
    func ending() -> String? {
        for _ in 0..<200 where process.isRunning { usleep(10_000) }
        stop()
        guard !process.isRunning else { return unseenEnding() }
        let status = process.terminationStatus
        guard process.terminationReason == .uncaughtSignal else {
            return status == 0 ? nil : "status \(status)"
        }
        return "signal \(status)" + (status == SIGSYS ? ", stopped by its confinement" : "")
    }

    /// The same where Foundation lost sight of the process: now and then it cannot open what tells it of the end
    /// ("Could not create wakeup socket pair for CFSocket").
    private func unseenEnding() -> String? {
        var status: Int32 = 0
        guard waitpid(process.processIdentifier, &status, WNOHANG) == process.processIdentifier
        else { return "its end was not seen" }
        // WTERMSIG and WEXITSTATUS, wait(2).
        let (signal, code) = (status & 0x7F, (status >> 8) & 0xFF)
        return signal != 0 ? "signal \(signal)" : code == 0 ? nil : "status \(code)"
    }

    /// The first line of standard error of a process that has ended without output: it had not read a video
    /// yet.
    var complaint: String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(errors.fileHandleForReading.fileDescriptor, &bytes, bytes.count)
        return SafeText.firstLine(of: bytes.prefix(max(0, count)))
    }

    /// Kills it: it has nothing to clean up, and may be stuck.
    func stop() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        // Foundation waits while anybody still holds the pipe: a process that writes to it would keep us for
        // ever.
        try? output.fileHandleForReading.close()
        // Not `waitUntilExit`, which never returns where Foundation could not open what tells it of the end.
        for _ in 0..<200 where process.isRunning { usleep(10_000) }
    }
}
