import Base
import CVision
import Foundation
package import VisionProtocol

/// Makes a clip from the messages of a ``ClipReader``, as they come.
package struct ClipRendering {
    /// Shortest time that the last picture is shown, seconds, when it is the only one.
    private static let onlyPicture = 0.04

    private var drawing: ClipDrawing?
    private var clip: Clip?
    private var last: Double?
    private var step = Self.onlyPicture
    /// How many instants have been drawn.
    package private(set) var frames = 0

    private let confine: (Confinement.Input) throws -> Void
    private let heartbeat: Heartbeat

    /// - Parameters:
    ///   - confine: called when it is known what is to be drawn, before anything is.
    ///   - alive: says that work continues; at most once a second.
    package init(
        confine: @escaping (Confinement.Input) throws -> Void = { _ in },
        alive: @escaping () throws -> Void = {}
    ) {
        self.confine = confine
        heartbeat = Heartbeat(alive)
    }

    /// Takes one message.
    ///
    /// - Returns: true when the clip is complete.
    /// - Throws: `Failure`: 73 with the reason when the file cannot be written, 70 when nothing
    ///   can be drawn or encoded here.
    package mutating func take(_ message: ClipMessage) throws -> Bool {
        do {
            heartbeat.beat()
            return try handle(message)
        } catch let error as VisionError {
            let isDisk = error.kind == .unwritable
            throw Failure(
                kind: isDisk ? .cannotCreate : .software, what: error.description,
                remedy: isDisk
                    ? "free some space there, then try again"
                    : Installation.current.repair
                        + "; Debian's own FFmpeg encodes H.264 (libx264)")
        }
    }

    private mutating func handle(_ message: ClipMessage) throws -> Bool {
        switch message {
        case .request(let request):
            let drawing = ClipDrawing(request)
            // Once confined, it can be written and not made.
            let file = open(request.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw VisionError(CV_UNWRITABLE, SystemError().text) }
            close(file)
            try confine(.drawing(file: request.path))
            clip = try Clip(
                path: request.path, comment: request.comment, width: drawing.layout.width,
                height: drawing.layout.height)
            self.drawing = drawing
        case .frame(let frame): try add(frame)
        case .end:
            try clip?.finish(at: (last ?? 0) + step)
            clip = nil
            return true
        }
        return false
    }

    private mutating func add(_ frame: ClipFrame) throws {
        guard let clip, let drawing else { return }
        if let last {
            step = frame.time - last
        } else if frame.time > 0 {
            // Not every player waits for a first picture that is late: nobody is seen until then.
            try drawing.draw(ClipFrame(time: 0, figures: [nil, nil]), on: clip)
            try clip.write(at: 0)
        }
        try drawing.draw(frame, on: clip)
        try clip.write(at: frame.time)
        last = frame.time
        frames += 1
    }
}
