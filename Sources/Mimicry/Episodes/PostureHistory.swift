import Algorithms
import Base
import Posture

/// An uninterrupted stay of one person in a posture, on whichever side.
struct PostureStretch: Equatable {
    /// Seconds.
    var onset: Double
    var offset: Double
    /// The side at the onset.
    var side: Side?
    /// `false` when the person may have been in the posture already, unseen.
    var onsetIsKnown: Bool
}

/// What is known of one person and one posture over the recording, irrespective of side.
///
/// Intervals of either side that touch or overlap are one stretch, so that changing hands is not an
/// entry. A person who is known to hold the posture on one side is in it, even while the other side
/// is hidden.
struct PostureHistory {
    /// In order of onset, disjoint.
    let stretches: [PostureStretch]
    /// In order of start.
    let unknown: [TimeSpan]
    private let margin: Double

    /// - Parameters:
    ///   - start: where the recording starts, seconds. Nothing is known before it, so a posture held
    ///     from there on has no known onset. `nil` when the record itself says what is unknown.
    ///   - margin: `EpisodeSettings.unknownMargin`, seconds.
    init(of posture: String, in record: PostureRecord, start: Double?, margin: Double) {
        self.margin = margin
        var unknown = record.unknown[posture] ?? []
        if let start { unknown.append(TimeSpan(start: -.infinity, end: start)) }
        unknown.sort { $0.start < $1.start }
        self.unknown = unknown

        let held = record.held
            .filter { $0.posture == posture && $0.offset > $0.onset }
            .sorted(by: Self.precedes)
        var stretches: [PostureStretch] = []
        for interval in held {
            if let last = stretches.last, interval.onset <= last.offset {
                stretches[stretches.count - 1].offset = max(last.offset, interval.offset)
                continue
            }
            let followsUnknown = unknown.contains {
                $0.start < interval.onset && $0.end >= interval.onset - margin
            }
            stretches.append(
                PostureStretch(
                    onset: interval.onset, offset: interval.offset, side: interval.side,
                    onsetIsKnown: interval.onsetIsKnown && !followsUnknown))
        }
        self.stretches = stretches
    }

    /// Whether the person was seen not to be in the posture at this time.
    func isKnownNotHeld(at time: Double) -> Bool {
        if let index = lastStretch(startingBy: time), time < stretches[index].offset {
            return false
        }
        return !unknown.contains { $0.contains(time) }
    }

    /// Whether it was seen when the person left a stretch.
    ///
    /// - Parameter end: of the recording, seconds.
    func offsetIsKnown(_ stretch: PostureStretch, end: Double) -> Bool {
        guard stretch.offset < end - margin else { return false }
        return !unknown.contains {
            $0.start <= stretch.offset + margin
                && $0.end >= stretch.offset - EpisodeDetector.tolerance
        }
    }

    /// Index of the last stretch whose onset is at or before `time`.
    func lastStretch(startingBy time: Double) -> Int? {
        let next = stretches.partitioningIndex { $0.onset > time }
        return next > 0 ? next - 1 : nil
    }

    /// Earlier onset first; of two sides entered at once, the one held longer, then the left.
    private static func precedes(_ one: PostureInterval, _ other: PostureInterval) -> Bool {
        if one.onset != other.onset { return one.onset < other.onset }
        if one.offset != other.offset { return one.offset > other.offset }
        return one.side == .left && other.side != .left
    }
}
