/// A stretch of time, seconds.
package struct TimeSpan: Sendable, Equatable, Codable {
    package var start: Double
    package var end: Double

    package init(start: Double, end: Double) {
        self.start = start
        self.end = end
    }

    package func contains(_ time: Double) -> Bool { start <= time && time < end }
}

extension TimeSpan {
    package var duration: Double { end - start }

    /// The parts of the span outside `others`. A piece cut off by one of them counts only if it lasts at
    /// least `shortest` seconds.
    package func removing(_ others: [TimeSpan], keeping shortest: Double) -> [TimeSpan] {
        var pieces = [self]
        for other in others where other.start < end && start < other.end {
            pieces = pieces.flatMap { piece -> [TimeSpan] in
                guard other.start < piece.end, piece.start < other.end else { return [piece] }
                return [
                    TimeSpan(start: piece.start, end: other.start),
                    TimeSpan(start: other.end, end: piece.end),
                ].filter { $0.duration > 0 && $0.duration >= shortest }
            }
        }
        return pieces
    }

    /// The time in any of them, in order and without overlaps.
    package static func union(_ spans: [TimeSpan]) -> [TimeSpan] {
        var result: [TimeSpan] = []
        for span in spans.sorted(by: { $0.start < $1.start }) {
            if let last = result.last, span.start <= last.end {
                result[result.count - 1].end = max(last.end, span.end)
            } else {
                result.append(span)
            }
        }
        return result
    }

    /// The time in both; neither list may have overlaps.
    package static func intersection(_ one: [TimeSpan], _ other: [TimeSpan]) -> [TimeSpan] {
        one.flatMap { span in
            other.compactMap { second -> TimeSpan? in
                let common = TimeSpan(
                    start: max(span.start, second.start), end: min(span.end, second.end))
                return common.duration > 0 ? common : nil
            }
        }.sorted { $0.start < $1.start }
    }
}

/// Bounds of a recording.
package enum Recording {
    /// The longest session, seconds; times beyond it cannot be those of a session.
    package static let longest = 48.0 * 3600
}
