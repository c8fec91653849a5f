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

    init(_ request: TrackingRequest) throws {
        process.executableURL = try Installation.visionProgram()
        process.arguments = [String(decoding: try JSONEncoder().encode(request), as: UTF8.self)]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
    }

    /// How the stream ended.
    enum Ending {
        case complete(TrackingEnd)
        case failed(TrackingFailure)
        /// The user asked to stop.
        case interrupted
        /// The process died on its own.
        case died(status: Int32)
    }

    /// Hands every event to `handle` until the stream ends; `handle` may throw to stop it.
    func run(_ handle: (TrackingEvent) throws -> Void) throws -> Ending {
        defer { stop() }
        var reader = EventReader()
        var ending: Ending?
        while ending == nil, !Interruption.isRequested {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            for event in try reader.append(data) {
                switch event {
                case .end(let end): ending = .complete(end)
                case .failure(let failure): ending = .failed(failure)
                default: try handle(event)
                }
            }
        }
        if let ending { return ending }
        if Interruption.isRequested { return .interrupted }
        process.waitUntilExit()
        return .died(status: process.terminationStatus)
    }

    private func stop() {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }
}
