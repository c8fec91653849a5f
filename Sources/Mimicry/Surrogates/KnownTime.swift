package import Base

/// The time in which both people could be seen, closed up.
///
/// Two chairs are empty at the same time, a light fails for both, a cut hides both. A shift of the whole
/// recording takes such stretches apart: the real session has the share 1 − u of its time for responses,
/// a surrogate only (1 − u)². So that surrogates can hold as much as the session, people are shifted
/// within the known time alone, and what was unknown stays where it was.
package struct KnownTime: Sendable, Equatable {
    /// In order, disjoint; seconds.
    package let spans: [TimeSpan]
    /// How much known time lies before each of them, seconds.
    private let before: [Double]
    /// Seconds.
    package let length: Double

    /// - Parameter unknown: of either person, in any order.
    package init(_ recording: TimeSpan, without unknown: [TimeSpan]) {
        var spans: [TimeSpan] = []
        var time = recording.start
        for gap in TimeSpan.union(unknown) where gap.end > time {
            if gap.start >= recording.end { break }
            if gap.start > time { spans.append(TimeSpan(start: time, end: gap.start)) }
            time = gap.end
        }
        if time < recording.end { spans.append(TimeSpan(start: time, end: recording.end)) }
        var before: [Double] = []
        var total = 0.0
        for span in spans {
            before.append(total)
            total += span.duration
        }
        self.spans = spans
        self.before = before
        length = total
    }

    /// Where known time goes on after a stretch of unknown, seconds of known time.
    var seams: [Double] { Array(before.dropFirst()) }

    /// A stretch of the recording in known time, in as many pieces as it has known ones.
    func closed(_ span: TimeSpan) -> [TimeSpan] {
        zip(spans, before).compactMap { known, before in
            let start = max(span.start, known.start)
            let end = min(span.end, known.end)
            guard start < end else { return nil }
            return TimeSpan(
                start: start - known.start + before, end: end - known.start + before)
        }
    }

    /// A stretch of known time in the recording, in as many pieces as unknown time cuts it into.
    func opened(_ span: TimeSpan) -> [TimeSpan] {
        zip(spans, before).compactMap { known, before in
            let start = max(span.start, before)
            let end = min(span.end, before + known.duration)
            guard start < end else { return nil }
            return TimeSpan(
                start: start - before + known.start, end: end - before + known.start)
        }
    }
}

/// The points of a grid at which both people could be seen, closed up as `KnownTime` is.
struct KnownPoints: Sendable, Equatable {
    /// Ascending.
    let indices: [Int]

    /// - Parameter known: per point whether the first and the second person could be seen.
    init(_ known: [(Bool, Bool)]) {
        indices = known.indices.filter { known[$0].0 && known[$0].1 }
    }

    var count: Int { indices.count }

    /// Values at these points; at a seam, where unknown time was cut out, one is missing, so that no
    /// movement is seen from one side to the other.
    func closed(_ values: [Double]) -> [Double] {
        indices.enumerated().map { place, index in
            place > 0 && indices[place - 1] != index - 1 ? .nan : values[index]
        }
    }

    /// The same stretches in seconds.
    ///
    /// - Parameter lead: how much a point stands for before itself, seconds.
    func spans(on grid: UniformGrid, lead: Double) -> [TimeSpan] {
        var spans: [TimeSpan] = []
        for (place, index) in indices.enumerated() {
            let start = grid.time(index) - lead
            if place > 0, indices[place - 1] == index - 1 {
                spans[spans.count - 1].end = start + grid.step
            } else {
                spans.append(TimeSpan(start: start, end: start + grid.step))
            }
        }
        return spans
    }
}
