package import Base

/// What has become certain of one seat's postures since the last time.
package struct PostureChanges: Sendable, Equatable {
    package var seat: Seat
    /// Holds that have ended.
    package var held: [PostureInterval] = []
    /// Holds that go on, as far as that is certain: `offset` is the posture's `settled`.
    package var open: [PostureInterval] = []
    /// Stretches of unknown per posture, each piece told once.
    package var unknown: [String: [TimeSpan]] = [:]
    /// Per posture, up to when all is told and will not change, seconds.
    package var settled: [String: Double] = [:]

    package init(seat: Seat) { self.seat = seat }
}

extension PostureDetector {
    /// What has become certain since the last call; after `finish()`, all the rest.
    ///
    /// All changes together are the `record` of the whole. What has been told is forgotten, so that a
    /// call costs no more late in a recording than early.
    package mutating func changes() -> PostureChanges {
        let telling = PendingPostures(
            watches: watches.indices.map { index in
                PendingPostures.Watch(
                    holds: watches[index].holds, unknown: Array(watches[index].unknown),
                    certain: watches[index].machine.certain, blockers: blockers[index])
            })
        var result = PostureChanges(seat: seat)
        var undone = Double.infinity
        for (name, same) in groups {
            let start = told[name] ?? -.infinity
            let end = max(start, isFinished ? .infinity : telling.horizon(of: same))
            tell(same, start, end, telling, &result)
            let unknown = telling.unknown(of: same, start, end)
            if !unknown.isEmpty { result.unknown[name] = unknown }
            result.settled[name] = end
            told[name] = end
            undone = min(undone, telling.oldest(of: same, toldUntil: end))
        }
        for index in watches.indices { watches[index].forget(before: undone) }
        return result
    }

    /// Tells the holds of one posture that end or go on between two times.
    private func tell(
        _ same: [Int], _ start: Double, _ end: Double, _ telling: PendingPostures,
        _ result: inout PostureChanges
    ) {
        for index in same {
            for span in telling.pieces(of: index, keeping: Self.shortestRemainder) {
                let unknown = telling.watches[index].unknown[...]
                if start <= span.end, span.end < end {
                    result.held.append(interval(span, of: watches[index], unknown: unknown))
                } else if span.start < end, end <= span.end {
                    let part = TimeSpan(start: span.start, end: end)
                    result.open.append(interval(part, of: watches[index], unknown: unknown))
                }
            }
        }
    }

    /// Per watch, the watches that it gives way to.
    static func blockers(_ watches: [PostureMatcher]) -> [[Int]] {
        watches.map { watch in
            watches.indices.filter { watch.givesWay(to: watches[$0]) }
        }
    }

    /// Postures and their watches, in the order of the definitions.
    static func groups(_ watches: [PostureMatcher]) -> [(name: String, watches: [Int])] {
        var groups: [(name: String, watches: [Int])] = []
        for (index, watch) in watches.enumerated() {
            if groups.last?.name == watch.definition.name {
                groups[groups.count - 1].watches.append(index)
            } else {
                groups.append((watch.definition.name, [index]))
            }
        }
        return groups
    }
}

/// What the watches of one seat have found and not yet told.
struct PendingPostures {
    struct Watch {
        /// Holds, the one that goes on last.
        var holds: [TimeSpan]
        var unknown: [TimeSpan]
        /// What is told of the time before this does not change any more, seconds.
        var certain: Double
        /// The watches that it gives way to.
        var blockers: [Int]
    }

    let watches: [Watch]

    /// Up to when all is certain of a posture.
    ///
    /// A hold may still be cut by a posture that it gives way to. The piece before the cut then counts
    /// if it is long enough, so a hold is certain once it is.
    func horizon(of same: [Int]) -> Double {
        var end = Double.infinity
        for index in same {
            end = min(end, watches[index].certain)
            for other in watches[index].blockers { end = min(end, watches[other].certain) }
        }
        let pieces = same.filter { !watches[$0].blockers.isEmpty }
            .flatMap { self.pieces(of: $0, keeping: 0) }
        while let short = pieces.first(where: {
            $0.start < end && end <= $0.end
                && end - $0.start < PostureDetector.shortestRemainder
        }) {
            end = short.start
        }
        return end
    }

    /// The holds, less those of the postures it gives way to.
    func pieces(of index: Int, keeping shortest: Double) -> [TimeSpan] {
        let watch = watches[index]
        if watch.holds.isEmpty { return [] }
        let others = watch.blockers.flatMap { watches[$0].holds }
        return watch.holds.flatMap { $0.removing(others, keeping: shortest) }
    }

    /// When nothing is known of a posture, between two times; see `PostureDetector.record`.
    func unknown(of same: [Int], _ start: Double, _ end: Double) -> [TimeSpan] {
        guard let first = same.first else { return [] }
        var unknown = watches[first].unknown
        for index in same.dropFirst() where !unknown.isEmpty {
            unknown = TimeSpan.intersection(unknown, watches[index].unknown)
        }
        let pieces = same.map { self.pieces(of: $0, keeping: PostureDetector.shortestRemainder) }
        for (index, pieces) in zip(same, pieces) {
            unknown += watches[index].holds.flatMap { $0.removing(pieces, keeping: 0) }
        }
        if unknown.isEmpty { return [] }
        let held = pieces.flatMap { $0 }
        return TimeSpan.union(unknown).flatMap { $0.removing(held, keeping: 0) }.compactMap {
            let piece = TimeSpan(start: max($0.start, start), end: min($0.end, end))
            return piece.duration > 0 ? piece : nil
        }
    }

    /// Start of the earliest of what is still to be told of a posture.
    func oldest(of same: [Int], toldUntil told: Double) -> Double {
        same.flatMap { watches[$0].holds }.filter { $0.end >= told }.map(\.start).min()
            .map { min($0, told) } ?? told
    }
}

extension PostureRecord {
    /// Adds what has become certain, `open` apart.
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
}

extension PostureRecord {
    /// The whole record as one piece of news, after which nothing comes.
    package var allChanges: PostureChanges {
        var changes = PostureChanges(seat: seat)
        changes.held = held
        changes.unknown = unknown
        for name in held.map(\.posture) + unknown.keys { changes.settled[name] = .infinity }
        return changes
    }
}
