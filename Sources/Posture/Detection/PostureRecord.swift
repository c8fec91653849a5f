package import Base

/// A posture that one seat held from `onset` to `offset` (seconds).
package struct PostureInterval: Sendable, Equatable, Codable {
    package var seat: Seat
    /// Name of the definition, such as `head_on_hand`.
    package var posture: String
    /// The person's own side, `nil` for a posture without one.
    package var side: Side?
    package var onset: Double
    package var offset: Double
    /// False when it was already held after an unseen time: it may have begun earlier.
    package var onsetIsKnown: Bool

    package init(
        seat: Seat, posture: String, side: Side? = nil, onset: Double, offset: Double,
        onsetIsKnown: Bool = true
    ) {
        self.seat = seat
        self.posture = posture
        self.side = side
        self.onset = onset
        self.offset = offset
        self.onsetIsKnown = onsetIsKnown
    }

    package var duration: Double { offset - onset }

    /// The order of records: onset, then the posture's place among the definitions, then side.
    package func precedes(_ other: PostureInterval, in definitions: [PostureDefinition]) -> Bool {
        if onset != other.onset { return onset < other.onset }
        func place(_ posture: String) -> Int {
            definitions.firstIndex { $0.name == posture } ?? 0
        }
        return (place(posture), side?.rawValue ?? "")
            < (place(other.posture), other.side?.rawValue ?? "")
    }
}

/// What is known of one seat's postures: what was held, and when nothing could be said.
package struct PostureRecord: Sendable, Equatable {
    package var seat: Seat
    /// Held intervals in order of onset.
    package var held: [PostureInterval]
    /// Per posture name, the stretches in which it is unknown whether it was held (the seat empty, a
    /// landmark hidden). Outside `held` and `unknown` the posture was *not held*.
    package var unknown: [String: [TimeSpan]]

    package init(seat: Seat, held: [PostureInterval] = [], unknown: [String: [TimeSpan]] = [:]) {
        self.seat = seat
        self.held = held
        self.unknown = unknown
    }
}

extension PostureRecord {
    /// The record without some postures.
    package func without(_ names: Set<String>) -> PostureRecord {
        PostureRecord(
            seat: seat, held: held.filter { !names.contains($0.posture) },
            unknown: unknown.filter { !names.contains($0.key) })
    }

    /// The record with some stretches of time masked: every posture is unknown in them, and holds end
    /// and begin at their edges.
    ///
    /// - Parameters:
    ///   - spans: seconds, merged and in order.
    ///   - names: the postures that the detector knew.
    package func masking(_ spans: [TimeSpan], names: [String]) -> PostureRecord {
        guard !spans.isEmpty else { return self }
        var result = PostureRecord(seat: seat)
        let pieces = held.flatMap { interval -> [PostureInterval] in
            let whole = TimeSpan(start: interval.onset, end: interval.offset)
            return whole.removing(spans, keeping: 0).map { piece in
                var part = interval
                part.onset = piece.start
                part.offset = piece.end
                // It may have begun in the masked stretch.
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
