import Base
import Posture

/// A posture record that can be shifted in a circle within its recording.
struct CircularPostures {
    private let record: PostureRecord
    private let recording: TimeSpan
    private var length: Double { recording.end - recording.start }

    /// Anything outside the recording is cut off.
    init(_ record: PostureRecord, recording: TimeSpan) {
        self.record = record
        self.recording = recording
    }

    /// The record moved later by `shift` seconds, 0 < shift < length.
    ///
    /// Whatever crosses the end continues at the start. At the seam, where the old end meets the old
    /// start, a posture seems to begin but did not, so the seam is marked unknown, like the start of a
    /// recording (`EpisodeDetector.episodes(_:_:recording:)`).
    func record(shiftedBy shift: Double) -> PostureRecord {
        var result = PostureRecord(seat: record.seat)
        for interval in record.held {
            for span in spans(interval.onset, interval.offset, shift) {
                var moved = interval
                moved.onset = span.start
                moved.offset = span.end
                result.held.append(moved)
            }
        }
        result.held.sort { $0.onset < $1.onset }
        for (posture, spans) in record.unknown {
            result.unknown[posture] = spans.flatMap { self.spans($0.start, $0.end, shift) }
        }
        let seam = recording.start + shift
        let mark = TimeSpan(start: seam - EpisodeDetector.tolerance, end: seam)
        for posture in Set(result.held.map(\.posture)) {
            result.unknown[posture, default: []].append(mark)
        }
        return result
    }

    /// A stretch of the recording moved later, in one or two pieces.
    private func spans(_ start: Double, _ end: Double, _ shift: Double) -> [TimeSpan] {
        let start = max(start, recording.start) + shift
        let end = min(end, recording.end) + shift
        guard start < end else { return [] }
        if end <= recording.end { return [TimeSpan(start: start, end: end)] }
        if start >= recording.end {
            return [TimeSpan(start: start - length, end: end - length)]
        }
        return [
            TimeSpan(start: start, end: recording.end),
            TimeSpan(start: recording.start, end: end - length),
        ]
    }
}
