import Base
import Foundation
import Vision
import VisionProtocol

/// What the process is started for.
enum VisionJob {
    /// Measures a recording: TrackingEvents on standard output.
    case measure(TrackingRequest)
    /// Measures while it happens: the same, with orders on standard input.
    case measureLive(TrackingRequest, LiveRequest)
    /// Answers how the sounds of two recordings lie to each other: lines of JSON on standard output.
    case sound(SoundRequest)
    /// Answers about cameras: lines of JSON on standard output.
    case cameras(CameraRequest)
    /// Draws the clip that `ClipMessage`s on standard input describe; one `TrackingEvent` at the end.
    case clip
    /// Reports as JSON what works here.
    case check

    /// Reads the argument, and the request on standard input if it announces one, with the files that it names;
    /// `nil` when it is none.
    static func read(_ argument: String) -> (job: VisionJob, files: RequestedFiles)? {
        switch argument {
        case ClipMessage.argument: return (.clip, RequestedFiles())
        case VisionCheck.argument: return (.check, RequestedFiles())
        case RequestLine.argument:
            guard let (line, files) = RequestLine.read(from: STDIN_FILENO),
                let job = VisionJob(request: line)
            else { return nil }
            return (job, RequestedFiles(files))
        default: return nil
        }
    }

    private init?(request data: Data) {
        let decoder = JSONDecoder()
        if let request = try? decoder.decode(CameraRequest.self, from: data) {
            self = .cameras(request)
        } else if let request = try? decoder.decode(SoundRequest.self, from: data) {
            self = .sound(request)
        } else if let request = try? decoder.decode(TrackingRequest.self, from: data) {
            self = request.live.map { .measureLive(request, $0) } ?? .measure(request)
        } else {
            return nil
        }
    }

    /// What was said beside the task.
    struct Conditions {
        /// Nothing is looked at where the kernel lacks a means of confinement.
        var isConfinementRequired: Bool

        func confinement(for input: Confinement.Input = .files) -> Confinement {
            Confinement(for: input, isRequired: isConfinementRequired)
        }

        func confine(_ input: Confinement.Input) throws {
            var confinement = confinement(for: input)
            try confinement.withNothingToLoad()
        }
    }

    /// Does it; the exit status of the process.
    ///
    /// - Throws: when nobody reads standard output any more.
    func run(_ files: RequestedFiles, _ conditions: Conditions) throws -> Int32 {
        switch self {
        case .measure(let request):
            try Tracking.run(
                request, files: files, confinement: conditions.confinement(), emit: emit)
        case .measureLive(let request, let live):
            // Ctrl-C reaches this process too, but its parent decides when to end.
            signal(SIGINT, SIG_IGN)
            try LiveTracking.run(
                request, files: files,
                confinement: conditions.confinement(for: live.isCamera ? .camera : .files),
                orders: order, emit: emit)
        case .cameras(let request):
            try Cameras.answer(request, files: files, confine: conditions.confine, emit: say)
        case .sound(let request):
            try Sounds.answer(
                request, files: files, confine: { try conditions.confine(.files) }, emit: say)
        case .clip:
            return try drawClip(confine: conditions.confine)
        case .check:
            let check = SelfTest.run(confinement: Confinement())
            try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(check))
        }
        return 0
    }
}

@Sendable private func emit(_ event: TrackingEvent) throws {
    try FileHandle.standardOutput.write(contentsOf: Data(WireFormat.encode(event)))
}

/// Writes an answer as a line.
@Sendable private func say(_ answer: some Encodable) throws {
    try FileHandle.standardOutput.write(
        contentsOf: JSONEncoder().encode(answer) + Data("\n".utf8))
}

/// The next order on standard input; other bytes are skipped.
@Sendable private func order() -> TrackingControl? {
    var byte: UInt8 = 0
    while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 1, let order = TrackingControl(rawValue: byte) { return order }
        if count == 0 || count < 0 && errno != EINTR { return nil }
    }
}

/// Draws a clip; 0 when it is complete.
private func drawClip(
    confine: @escaping (Confinement.Input) throws -> Void
) throws -> Int32 {
    var reader = ClipReader()
    var rendering = ClipRendering(confine: confine, alive: { try emit(.alive) })
    do {
        while case let data = FileHandle.standardInput.availableData, !data.isEmpty {
            for message in try reader.append(data) where try rendering.take(message) {
                let end = TrackingEnd(
                    videos: [], measured: rendering.frames, damaged: 0, people: 0)
                try emit(.end(end))
                return 0
            }
        }
    } catch let failure as Failure {
        try emit(.failure(failure))
    }
    // The sender is gone.
    return 70
}
