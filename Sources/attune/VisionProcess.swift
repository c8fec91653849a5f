import Foundation
import SessionStore
import VisionLink

/// The process that decodes and infers, and the stream of events it sends.
///
/// It is a process of its own so that commands which touch no video need not load its libraries, and
/// so that a decoder that crashes takes nothing along.
struct VisionProcess {
    private let process = Process()
    private let output = Pipe()
    /// Where orders go, live.
    private let orders: Pipe?

    /// How long nothing may come before the process is taken to hang, seconds. It says something
    /// every second while it decodes, and loads its networks in a few.
    private let patience: Double

    init(_ request: TrackingRequest) throws {
        orders = request.live.map { _ in Pipe() }
        // A camera may be away, or a pause last, for longer than any decoder should take.
        patience = request.live == nil ? Self.patience() : .infinity
        process.executableURL = try Installation.visionProgram()
        process.arguments = [String(decoding: try JSONEncoder().encode(request), as: UTF8.self)]
        process.environment = Self.environment
        process.standardInput = orders ?? FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
    }

    /// What the vision process can do here; `nil` when it does not run.
    static func check() throws -> VisionCheck? {
        let process = Process()
        let output = Pipe()
        process.executableURL = try Installation.visionProgram()
        process.arguments = [VisionCheck.argument]
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try? JSONDecoder().decode(VisionCheck.self, from: said)
    }

    /// How the stream ended.
    enum Ending {
        case complete(TrackingEnd)
        case failed(TrackingFailure)
        /// The user asked to stop.
        case interrupted
        /// The process died on its own; how, in words.
        case died(String)
        /// Nothing came for so many seconds.
        case hung(seconds: Double)
        /// The process ended before it said anything: it cannot run here.
        case neverStarted(String)
    }

    /// Gives an order to a live measurement; nothing happens when it has ended already.
    func give(_ order: LiveOrder) {
        guard let orders, process.isRunning else { return }
        try? orders.fileHandleForWriting.write(contentsOf: Data([order.rawValue]))
    }

    /// Hands every event to `handle` until the stream ends or `isOver`; `handle` may throw to stop it,
    /// and so may `idle`, which is called after all that has come, and at least once in `wait`
    /// milliseconds.
    func run(
        wait: Int32 = 200, isOver: () -> Bool = { Interruption.isRequested },
        _ handle: (TrackingEvent) throws -> Void, idle: () throws -> Void
    ) throws -> Ending {
        defer { stop() }
        var reader = EventReader()
        var hasSpoken = false
        // Counted in waits and not by a clock: a computer that was suspended, or a run that was
        // stopped and continued, has not waited.
        var silence = 0.0
        while !isOver() {
            try idle()
            guard isReadable(within: wait) else {
                silence += Double(wait) / 1000
                guard silence < patience else { return .hung(seconds: patience) }
                continue
            }
            silence = 0
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { return isOver() ? .interrupted : death(hasSpoken) }
            guard let events = try? reader.append(data) else { return .died("unreadable events") }
            for event in events {
                hasSpoken = true
                switch event {
                case .end(let end): return .complete(end)
                case .failure(let failure): return .failed(failure)
                default: try handle(event)
                }
            }
        }
        return .interrupted
    }

    private static func patience() -> Double {
        #if DEBUG
            // For the tests, which have no minute to wait.
            if let text = ProcessInfo.processInfo.environment["ATTUNE_PATIENCE"],
                let seconds = Double(text)
            {
                return seconds
            }
        #endif
        return 60
    }

    /// What the process is given of the environment: where models and cache are. Nothing else, neither
    /// secrets nor what would put a library into it.
    private static var environment: [String: String] {
        ProcessInfo.processInfo.environment.filter { handedOn.contains($0.key) }
    }

    private static let handedOn: Set<String> = {
        var names: Set<String> = ["HOME", "XDG_CACHE_HOME", "ATTUNE_CACHE", "ATTUNE_MODELS"]
        #if DEBUG
            names.formUnion(["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"])
        #endif
        return names
    }()

    /// True when there is something to read, or the other end is closed.
    private func isReadable(within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(
            fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }

    /// How the process ended, whose output has.
    private func death(_ hasSpoken: Bool) -> Ending {
        // One that closed its output and lives on is not waited for.
        for _ in 0..<200 where process.isRunning { usleep(10_000) }
        stop()
        guard process.terminationReason == .uncaughtSignal else {
            let words = "status \(process.terminationStatus)"
            return hasSpoken ? .died(words) : .neverStarted(words)
        }
        var words = "signal \(process.terminationStatus)"
        if process.terminationStatus == SIGSYS { words += ", stopped by its confinement" }
        return hasSpoken ? .died(words) : .neverStarted(words)
    }

    /// It has nothing of its own to put in order, and may be stuck.
    private func stop() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }
}
