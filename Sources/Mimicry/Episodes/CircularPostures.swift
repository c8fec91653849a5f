import Base
import Posture

/// A person's postures, to be shifted in a circle against those of another within the time in which both
/// are known (`KnownTime`), posture by posture.
struct CircularPostures {
    /// One posture.
    private struct Circle {
        let time: KnownTime
        /// In known time.
        let held: [(interval: PostureInterval, spans: [TimeSpan])]
        /// Of either person, in the recording.
        let unknown: [TimeSpan]
    }

    private let seat: Seat
    private let circles: [String: Circle]
    /// The longest known time of a posture, seconds: the circle on which shifts are drawn.
    let length: Double

    /// Anything outside the recording is cut off.
    ///
    /// - Parameters:
    ///   - other: the person against whom it is shifted.
    ///   - notAdopted: postures that are shifted along, in their own known time, and do not say how long that is.
    init(
        _ record: PostureRecord, against other: PostureRecord, recording: TimeSpan,
        notAdopted: Set<String> = []
    ) {
        seat = record.seat
        let names = Set(record.held.map(\.posture)).union(record.unknown.keys)
        let circles = Dictionary(
            uniqueKeysWithValues: names.map { name in
                let unknown = (record.unknown[name] ?? []) + (other.unknown[name] ?? [])
                let time = KnownTime(recording, without: unknown)
                let held = record.held.filter { $0.posture == name }.map { interval in
                    (
                        interval,
                        time.closed(TimeSpan(start: interval.onset, end: interval.offset))
                    )
                }
                return (name, Circle(time: time, held: held, unknown: TimeSpan.union(unknown)))
            })
        self.circles = circles
        let shared = Set(record.held.map(\.posture)).intersection(other.held.map(\.posture))
            .subtracting(notAdopted)
        let lengths = shared.compactMap { circles[$0]?.time.length }
        length = lengths.max() ?? recording.duration
    }

    /// How much of a posture is known of both, seconds.
    func known(of posture: String) -> Double { circles[posture]?.time.length ?? length }

    /// The record moved later by `shift` seconds of known time, 0 < shift < `length`; in a posture of
    /// which less is known, by as large a share of it.
    ///
    /// Whatever crosses the end continues at the start. What was unknown of either stays so. At a seam,
    /// where the old end meets the old start or known time goes on after unknown, a posture may seem to
    /// begin but did not, so the seam is marked unknown, like the start of a recording
    /// (`EpisodeDetector.episodes(_:_:recording:)`).
    func record(shiftedBy shift: Double) -> PostureRecord {
        var result = PostureRecord(seat: seat)
        for (name, circle) in circles {
            let whole = circle.time.length
            guard whole > 0 else {
                result.unknown[name] = circle.unknown
                continue
            }
            let own = whole == length ? shift : shift / length * whole
            for (interval, spans) in circle.held {
                for span in spans.flatMap({ Self.turned($0, by: own, whole) }) {
                    for span in circle.time.opened(span) {
                        var moved = interval
                        moved.onset = span.start
                        moved.offset = span.end
                        result.held.append(moved)
                    }
                }
            }
            let seams = ([0] + circle.time.seams).map { seam in
                let place = (seam + own).truncatingRemainder(dividingBy: whole)
                return TimeSpan(start: place - EpisodeDetector.tolerance, end: place)
            }
            result.unknown[name] = circle.unknown + seams.flatMap(circle.time.marks)
        }
        result.held.sort { ($0.onset, $0.posture) < ($1.onset, $1.posture) }
        return result
    }

    /// A stretch moved later on a circle of this length, in one or two pieces.
    private static func turned(_ span: TimeSpan, by shift: Double, _ length: Double) -> [TimeSpan] {
        let (start, end) = (span.start + shift, span.end + shift)
        if end <= length { return [TimeSpan(start: start, end: end)] }
        if start >= length { return [TimeSpan(start: start - length, end: end - length)] }
        return [TimeSpan(start: start, end: length), TimeSpan(start: 0, end: end - length)]
    }
}

extension KnownTime {
    /// A mark in known time, in the recording: where that is the beginning of a known stretch, right before
    /// it.
    fileprivate func marks(_ mark: TimeSpan) -> [TimeSpan] {
        let opened = opened(mark)
        guard opened.isEmpty, let first = spans.first else { return opened }
        return [TimeSpan(start: first.start - mark.duration, end: first.start)]
    }
}
