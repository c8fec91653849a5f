import CVision
import Foundation

/// When a file was recorded, as far as it says.
struct ChapterStamps: Equatable {
    /// Seconds of the container's own clock at its beginning.
    var start = 0.0
    /// Seconds since 1970, mostly whole ones.
    var created: Double?
    /// Of the first frame, seconds since midnight, and how many of them a day has.
    var timecode: Double?
    var day = 86_400.0
}

extension ChapterStamps {
    init(_ stamps: cv_stamps) {
        func known(_ value: Double) -> Double? { value.isFinite ? value : nil }
        self.init(
            start: known(stamps.start) ?? 0, created: known(stamps.created),
            timecode: known(stamps.timecode), day: max(1, stamps.timecode_day))
    }
}

/// Where a chapter stands on the time axis of its recording.
///
/// What a file says is believed if it puts the chapter after the end of the one before. A timecode comes
/// first, as it counts frames; then the container's clock, which goes on in some formats; then the
/// creation time, which counts seconds. Where nothing is said the chapters follow each other without a
/// gap, as cameras write them.
struct ChapterPlacement: Equatable {
    enum Evidence: Equatable {
        case timecode, clock, creation
        /// Nothing contradicts that they follow each other, and no file says so to a frame.
        case nothing
    }

    var evidence: Evidence
    /// Seconds in which nothing was recorded; 0 when the chapters follow each other.
    var gap: Double
    /// The creation times have the chapters in another order.
    var isOutOfOrder = false

    /// Creation times are whole seconds, written a moment after the beginning.
    fileprivate static let coarse = 2.0
    /// A gap this long is not one within a session; a clock was set anew.
    fileprivate static let longest = 12.0 * 3600
    /// Transport streams count 33 bits of 90 kHz.
    fileprivate static let wrap = 8_589_934_592.0 / 90_000
}

extension ChapterPlacement {
    /// - Parameters:
    ///   - previous: of the chapter before, and ``length``, its seconds from its own time 0 to the end of
    ///     its last frame.
    ///   - step: seconds from one frame to the next.
    init(
        _ next: ChapterStamps, after previous: ChapterStamps, length: Double, step: Double
    ) {
        func gap(_ way: Double) -> Double? {
            let gap = way - length
            return gap >= -2 * step && gap <= Self.longest ? gap : nil
        }
        // Within two frames, they touch.
        func settled(_ gap: Double) -> Double { gap <= 2 * step ? 0 : gap }
        var isOutOfOrder = false
        var created: Double?
        if let from = previous.created, let to = next.created {
            isOutOfOrder = to < from - Self.coarse
            created = to - from - length
        }
        let later = created.flatMap { $0 > Self.coarse && $0 <= Self.longest ? $0 : nil }
        var timecode: Double?
        if let from = previous.timecode, let to = next.timecode {
            timecode = gap((to - from) + (to < from ? next.day : 0))
        }
        let way = next.start - previous.start
        let clock = gap(way) ?? (way < 0 ? gap(way + Self.wrap) : nil)
        if let timecode, (later ?? 0) - timecode <= Self.coarse {
            // One that stands still between recordings would hide a gap.
            self.init(evidence: .timecode, gap: settled(timecode))
        } else if let clock {
            self.init(evidence: .clock, gap: settled(clock))
        } else if let later {
            self.init(evidence: .creation, gap: later)
        } else {
            self.init(evidence: .nothing, gap: 0)
        }
        self.isOutOfOrder = isOutOfOrder
    }

    /// What a reader must know of two neighbours.
    func sentences(between one: String, and other: String) -> [String] {
        var sentences: [String] = []
        if isOutOfOrder {
            sentences.append(
                "\(other) was created before \(one) and stands after it: is the order right?")
        }
        let source: String? =
            switch evidence {
            case .timecode: "by their timecodes"
            case .clock: "by the clock in the files"
            case .creation: "by their creation times, to a second or two"
            case .nothing: nil
            }
        if gap > 0, let source {
            sentences.append(
                "nothing was recorded for \(String(format: "%.1f", gap)) s between \(one) and "
                    + "\(other), \(source)")
        }
        return sentences
    }
}
