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

    init(_ request: TrackingRequest) throws {
        orders = request.live.map { _ in Pipe() }
        process.executableURL = try Installation.visionProgram()
        process.arguments = [String(decoding: try JSONEncoder().encode(request), as: UTF8.self)]
        process.standardInput = orders ?? FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
    }

    /// How the stream ended.
    enum Ending {
        case complete(TrackingEnd)
        case failed(TrackingFailure)
        /// The user asked to stop.
        case interrupted
        /// The process died on its own; how, in words.
        case died(String)
        /// The process ended before it said anything: it cannot run here.
        case neverStarted(String)
    }

    /// Gives an order to a live measurement; nothing happens when it has ended already.
    func give(_ order: LiveOrder) {
        guard let orders, process.isRunning else { return }
        try? orders.fileHandleForWriting.write(contentsOf: Data([order.rawValue]))
    }

    /// Hands every event to `handle` until the stream ends or `isOver`; `handle` may throw to stop it,
    /// and so may `idle`, which is called after all that has come, and at least once in `patience`
    /// milliseconds.
    func run(
        patience: Int32 = 200, isOver: () -> Bool = { Interruption.isRequested },
        _ handle: (TrackingEvent) throws -> Void, idle: () throws -> Void
    ) throws -> Ending {
        defer { stop() }
        var reader = EventReader()
        var hasSpoken = false
        while !isOver() {
            try idle()
            guard isReadable(within: patience) else { continue }
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

    /// True when there is something to read, or the other end is closed.
    private func isReadable(within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(
            fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }

    private func death(_ hasSpoken: Bool) -> Ending {
        process.waitUntilExit()
        let kind = process.terminationReason == .uncaughtSignal ? "signal" : "status"
        let words = "\(kind) \(process.terminationStatus)"
        return hasSpoken ? .died(words) : .neverStarted(words)
    }

    private func stop() {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }
}
