import Base
import VisionProtocol

/// Finds when the second of two recordings started, and how its clock runs, by the sound of both.
struct SoundOffset {
    let first: OpenRecording
    let second: OpenRecording
    let reporter: any Reporter

    /// - Throws: ``Failure/Kind/badInput`` when the sound does not tell; ``Failure/Kind/interrupted``.
    func measure() throws -> ClockAlignment {
        var process = try AnswerProcess<SoundAnswer>(
            SoundRequest(first: first.path, second: second.path), files: [first, second],
            reading: "sound",
            seconds: Self.shortest + VisionProcess.decodingTimeout([first, second]))
        var progress = reporter.progress(of: "listening", duration: 0, from: 0)
        var heard = 0.0
        var found: ClockAlignment?
        try process.run { answer in
            switch answer {
            case .heard(let seconds):
                heard = seconds
                progress.step(to: seconds)
            case .aligned(let alignment): found = alignment
            case .failure: break
            }
        }
        progress.finish(at: heard)
        if let found { return found }
        if Interruption.isRequested {
            throw Failure.interrupted("interrupted", remedy: "run the command again")
        }
        throw Failure.software(
            "attune-vision said nothing", remedy: Installation.current.repair)
    }

    /// Comparing the sound of two whole days takes minutes, seconds.
    private static let shortest = 600.0

    /// A sentence on what was found.
    static func words(_ found: ClockAlignment) -> String {
        let size = DecimalText.text(abs(found.offset), decimals: 3)
        let error = DecimalText.text(found.offsetError, decimals: 3)
        let order = found.offset < 0 ? "before" : "after"
        let start =
            "the second recording started \(size) s (± \(error)) \(order) the first, by the sound of both"
        guard found.drift != 0 else { return start }
        let drift = DecimalText.text(abs(found.drift) * 3600, decimals: 3)
        let driftError = DecimalText.text(found.driftError * 3600, decimals: 3)
        let slow = found.drift > 0 ? "slow" : "fast"
        return start
            + "; its clock runs \(drift) s an hour (± \(driftError)) \(slow), which is corrected"
    }
}
