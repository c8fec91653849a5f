import Base
import Foundation
import VisionProtocol

/// The vision process while it draws a clip: it takes messages on its standard input and reports once,
/// at the end. It is stopped when this is released.
final class ClipProcess {
    private let child: VisionChild
    private let input = Pipe()

    init() throws(Failure) {
        Interruption.listen()
        do {
            child = try VisionChild(ClipMessage.argument, input: input)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Self.failure("attune-vision does not run here (\(error))")
        }
    }

    deinit { child.stop() }

    /// - Throws: what the process reports when it has stopped taking messages; ``Failure/Kind/interrupted``
    ///   when the user asked to stop.
    func send(_ message: ClipMessage) throws(Failure) {
        guard !Interruption.isRequested else { throw Self.interrupted }
        do {
            try input.fileHandleForWriting.write(contentsOf: try message.encoded())
        } catch {
            try finish()
            throw Self.failure("attune-vision stopped early")
        }
    }

    /// Waits for the clip to be complete.
    func finish() throws(Failure) {
        try? input.fileHandleForWriting.close()
        let report = try report()
        switch report {
        case .end: return
        case .failure(let reported) where reported.kind == .cannotCreate:
            throw Failure.cannotCreate(
                "cannot write \(ReviewClip.fileName) (\(reported.what))", remedy: reported.remedy)
        case .failure(let reported):
            var failure = reported.reported
            failure.what = "the review clip cannot be made: \(failure.what)"
            throw failure
        default:
            let how = [child.ending() ?? "status 0", report == nil ? child.complaint : nil]
            throw Self.failure(
                "attune-vision ended with \(how.compactMap { $0 }.joined(separator: ": "))")
        }
    }

    /// Its one report; `nil` when it ends without one.
    private func report() throws(Failure) -> TrackingEvent? {
        var reader = EventReader()
        while !Interruption.isRequested {
            guard let data = child.read(within: 200) else { continue }
            guard !data.isEmpty, let events = try? reader.append(data) else { return nil }
            if let event = events.first { return event }
        }
        throw Self.interrupted
    }

    private static var interrupted: Failure {
        Failure.interrupted(
            "interrupted while the review clip was made",
            remedy: "make it with \(.export(format: "review", folder: nil))")
    }

    private static func failure(_ what: String) -> Failure {
        Failure.software(
            "the review clip cannot be made: \(what)", remedy: "run `make setup` and build again")
    }
}
