package import Base

/// What has become certain of one seat's postures since the last time.
package struct PostureChanges: Sendable, Equatable {
    package var seat: Seat
    /// Holds that have ended.
    package var held: [PostureInterval] = []
    /// Holds that go on, as far as that is certain: `offset` is the posture's `settled`.
    package var open: [PostureInterval] = []
    /// Unknown stretches per posture; no piece is reported twice.
    package var unknown: [String: [TimeSpan]] = [:]
    /// Per posture, the time up to which everything has been reported and will not change, seconds.
    package var settled: [String: Double] = [:]

    package init(seat: Seat) { self.seat = seat }

    /// Adds a stretch in which nothing is known of some postures, after those that are there.
    package mutating func markUnknown(_ span: TimeSpan, of postures: [String]) {
        guard span.duration > 0 else { return }
        for name in postures { unknown[name] = TimeSpan.union((unknown[name] ?? []) + [span]) }
    }
}

extension PostureRecord {
    /// Adds what has become certain, except `open`.
    package mutating func append(_ changes: PostureChanges) {
        held += changes.held
        for (posture, spans) in changes.unknown {
            for span in spans { append(span, unknown: posture) }
        }
    }

    private mutating func append(_ span: TimeSpan, unknown posture: String) {
        let count = unknown[posture]?.count ?? 0
        if count > 0, let last = unknown[posture]?[count - 1], span.start <= last.end {
            unknown[posture]?[count - 1].end = max(last.end, span.end)
        } else {
            unknown[posture, default: []].append(span)
        }
    }

    /// The whole record as one change, the last one.
    package var allChanges: PostureChanges {
        var changes = PostureChanges(seat: seat)
        changes.held = held
        changes.unknown = unknown
        for name in held.map(\.posture) + unknown.keys { changes.settled[name] = .infinity }
        return changes
    }
}
