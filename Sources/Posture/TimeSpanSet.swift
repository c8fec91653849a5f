extension TimeSpan {
    var duration: Double { end - start }

    /// What is left of the span outside `others`; a piece that one of them cut off counts only when
    /// it lasts at least `shortest` seconds.
    func removing(_ others: [TimeSpan], keeping shortest: Double) -> [TimeSpan] {
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

    /// The same stretches without overlaps; `spans` in order of their starts.
    static func union(_ spans: [TimeSpan]) -> [TimeSpan] {
        var result: [TimeSpan] = []
        for span in spans {
            if let last = result.last, span.start <= last.end {
                result[result.count - 1].end = max(last.end, span.end)
            } else {
                result.append(span)
            }
        }
        return result
    }
}
