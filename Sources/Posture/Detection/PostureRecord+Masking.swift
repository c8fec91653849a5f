package import Base

extension PostureRecord {
    /// What is left of the record when nothing is known of some stretches of time: holds end and begin
    /// at their edges, and in them every posture is unknown.
    ///
    /// - Parameters:
    ///   - spans: seconds, merged and in order.
    ///   - names: the postures that were looked for.
    package func masking(_ spans: [TimeSpan], names: [String]) -> PostureRecord {
        guard !spans.isEmpty else { return self }
        var result = PostureRecord(seat: seat)
        let pieces = held.flatMap { interval -> [PostureInterval] in
            let whole = TimeSpan(start: interval.onset, end: interval.offset)
            return whole.removing(spans, keeping: 0).map { piece in
                var part = interval
                part.onset = piece.start
                part.offset = piece.end
                // It may have begun in the stretch that was cut off.
                if piece.start > interval.onset { part.onsetIsKnown = false }
                return part
            }
        }
        result.held = pieces.enumerated().sorted { one, other in
            (one.element.onset, one.offset) < (other.element.onset, other.offset)
        }.map(\.element)
        for name in Set(names).union(unknown.keys) {
            result.unknown[name] = TimeSpan.union((unknown[name] ?? []) + spans)
        }
        return result
    }
}

extension FeatureTrack {
    /// The same instants with nothing measured in some stretches of time; presence stays.
    ///
    /// - Parameter spans: seconds.
    package func masking(_ spans: [TimeSpan]) -> FeatureTrack {
        guard !spans.isEmpty else { return self }
        var result = self
        for index in times.indices where spans.contains(where: { $0.contains(times[index]) }) {
            for channel in values.indices { result.values[channel][index] = .nan }
        }
        return result
    }
}
