import Base
import Foundation
import VisionProtocol

/// The vision process while it draws a clip: it takes messages on its standard input, says every second that
/// it works, and reports once, at the end. It is stopped when this is released.
final class ClipProcess {
    private let child: VisionChild
    /// Where it draws.
    private let path: String
    private var reader = EventReader()
    /// What it has reported.
    private var report: TrackingEvent?
    /// True when there will be no more.
    private var isOver = false
    private var silence = Timeout(VisionProcess.timeout())

    /// - Parameter path: of the clip.
    init(_ path: String) throws(Failure) {
        Interruption.listen()
        self.path = path
        do {
            child = try VisionChild(ClipMessage.argument)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Self.failure("attune-vision does not run here (\(error))")
        }
    }

    deinit { child.stop() }

    /// - Throws: what the process reports when it has stopped taking messages, or that it hangs;
    ///   ``Failure/Kind/interrupted`` when the user asked to stop.
    func send(_ message: ClipMessage) throws(Failure) {
        guard let bytes = try? message.encoded() else {
            throw Self.failure("it cannot be described")
        }
        var rest = bytes[...]
        silence.restart()
        while !rest.isEmpty {
            try listen(within: 0)
            guard !isOver, let count = child.offer(rest, within: 200) else {
                try finish()
                throw Self.failure("attune-vision stopped early")
            }
            rest = rest.dropFirst(count)
            if count > 0 { silence.restart() }
        }
    }

    /// Waits for the clip to be complete.
    func finish() throws(Failure) {
        try? child.input.close()
        // At its end the whole clip is moved once: at a megabyte a second on the slowest disk.
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        if let size { silence = Timeout(VisionProcess.timeout() + Double(size) / 1e6) }
        while !isOver { try listen(within: 200) }
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

    /// Takes what it says.
    ///
    /// - Throws: that it says nothing and takes nothing any more; ``Failure/Kind/interrupted``.
    private func listen(within milliseconds: Int32) throws(Failure) {
        guard !Interruption.isRequested else { throw Self.interrupted }
        guard let data = child.read(within: milliseconds) else {
            guard !silence.isOver() else {
                child.stop()
                throw Self.failure(
                    "attune-vision hung (nothing came for \(Int(silence.limit)) s)")
            }
            return
        }
        silence.restart()
        guard !data.isEmpty, let events = try? reader.append(data) else {
            isOver = true
            return
        }
        report = events.first { $0 != .alive }
        isOver = report != nil
    }

    private static var interrupted: Failure {
        Failure.interrupted(
            "interrupted while the review clip was made",
            remedy: "make it with \(.export(format: "review", folder: nil))")
    }

    private static func failure(_ what: String) -> Failure {
        Failure.software(
            "the review clip cannot be made: \(what)", remedy: Installation.current.repair)
    }
}
