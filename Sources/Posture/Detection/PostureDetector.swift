import Base

/// Finds the postures that one seat holds, from its channels, as they come in.
///
/// ```swift
/// var detector = PostureDetector(seat: .first)
/// for sample in samples {
///     detector.append(sample)
///     show(detector.changes())
/// }
/// show(detector.finish())
/// ```
/// All changes together are the whole record; nothing is derived twice. Time must increase.
///
/// Thresholds against the person's own rest need to know it. Of a recording it is found in a first pass
/// or declared (`RestLevels`). A live session learns it, but never while such a posture is held
/// (`RestKeeper`), and such a posture is unknown until `restDuration` of the signal has been seen.
package struct PostureDetector: Sendable {
    /// Presence below which nothing but `absent` is known, 0…1: the default of
    /// `FeatureSettings.minimumScore`.
    package static let minimumPresence = 0.5
    /// How much of a signal must have been seen before its median counts as the person's rest, seconds.
    package static let restDuration = 5.0
    /// A posture gives way to some others. What is left of a hold before or after one of those must
    /// last this long to count, seconds; anything shorter belongs to the movement between the two.
    package static let shortestRemainder = 2.0
    /// A posture that is first seen this soon after an unknown stretch may have begun in it, seconds: a
    /// little more than one sample interval at the slowest supported rate (5 Hz).
    static let unknownMargin = 0.25

    package let seat: Seat
    package let definitions: [PostureDefinition]

    private var window: SignalWindow
    private var matchers: [PostureMatcher]
    /// Per matcher, the matchers that it gives way to.
    private let blockers: [[Int]]
    /// Postures and their matchers, in the order of the definitions.
    private let groups: [(name: String, matchers: [Int])]
    /// Per posture, up to when everything has been reported, seconds.
    private var reported: [String: Double] = [:]
    private var clock = SampleTiming()
    private var rest: RestKeeper
    /// Per signal, the matchers that hold it against the person's rest.
    private let relative: [[Int]]

    /// - Parameter rest: the person's rest where it is known; `nil` learns it.
    package init(
        seat: Seat, definitions: [PostureDefinition] = PostureDefinition.standard,
        rest: RestLevels? = nil
    ) {
        self.seat = seat
        self.definitions = definitions
        var signals: [PostureSignal] = []
        let matchers = definitions.flatMap { definition in
            definition.sides.map { PostureMatcher(definition, side: $0, signals: &signals) }
        }
        blockers = matchers.map { matcher in
            matchers.indices.filter { matcher.givesWay(to: matchers[$0]) }
        }
        groups = Self.groups(matchers)
        window = SignalWindow(signals: signals, minimumPresence: Self.minimumPresence)
        self.rest = RestKeeper(rest)
        relative = signals.indices.map { place in
            matchers.indices.filter { matchers[$0].restPlaces.contains(place) }
        }
        self.matchers = matchers
    }

    private static func groups(
        _ matchers: [PostureMatcher]
    ) -> [(name: String, matchers: [Int])] {
        var groups: [(name: String, matchers: [Int])] = []
        for (index, matcher) in matchers.enumerated() {
            if groups.last?.name == matcher.definition.name {
                groups[groups.count - 1].matchers.append(index)
            } else {
                groups.append((matcher.definition.name, [index]))
            }
        }
        return groups
    }

    /// The postures of a whole track.
    ///
    /// - Parameter rest: as for a detector.
    package static func record(
        of track: FeatureTrack, seat: Seat,
        definitions: [PostureDefinition] = PostureDefinition.standard, rest: RestLevels? = nil
    ) -> PostureRecord {
        var detector = PostureDetector(seat: seat, definitions: definitions, rest: rest)
        for index in 0..<track.count { detector.append(track[sample: index]) }
        var record = PostureRecord(seat: seat)
        record.append(detector.finish())
        record.held.sort { $0.precedes($1, in: definitions) }
        return record
    }

    /// How far what is known lags behind the samples, seconds, a minimum hold not counted.
    package var delay: Double { SignalWindow.halfWidth }

    /// The postures that are held at this moment, with their onsets; the offset is the last instant
    /// that is known.
    package var present: [PostureInterval] {
        matchers.compactMap { matcher in
            guard let onset = matcher.machine.present else { return nil }
            let isBlocked = matchers.contains {
                $0.machine.present != nil && matcher.givesWay(to: $0)
            }
            guard !isBlocked else { return nil }
            return PostureInterval(
                seat: seat, posture: matcher.definition.name, side: matcher.side, onset: onset,
                offset: clock.latest)
        }
    }

    /// Takes the channels of the next instant.
    package mutating func append(_ sample: FeatureSample) {
        for instant in window.append(sample) { step(instant) }
    }

    /// What has become certain since the last call.
    ///
    /// What has been reported is dropped, so that a call costs no more late in a recording than early.
    package mutating func changes() -> PostureChanges { report(isFinal: false) }

    /// Ends what is still held and gives all that has not been reported; nothing comes after it.
    package mutating func finish() -> PostureChanges {
        for instant in window.finish() { step(instant) }
        for index in matchers.indices { matchers[index].machine.finish() }
        return report(isFinal: true)
    }

    private mutating func step(_ instant: SignalWindow.Instant) {
        var instant = instant
        learn(instant)
        instant.rest = rest.levels(window.signals)
        for index in matchers.indices {
            let bridge = matchers[index].machine.bridge
            if let silence = clock.silence(before: instant.time, longerThan: bridge) {
                matchers[index].machine.append(time: silence, .vacant, confirmation: .vacant)
            }
            matchers[index].append(instant)
        }
        clock.append(instant.time)
    }

    /// Takes in what an instant says about the person's rest: nothing while all postures of a signal give
    /// way to another one, to which what the body does belongs.
    private mutating func learn(_ instant: SignalWindow.Instant) {
        let isRunning = matchers.map(\.machine.isRunning)
        rest.learn(
            instant.values, for: clock.typicalInterval,
            isHeld: relative.map { $0.contains { isRunning[$0] } },
            isLearned: relative.map {
                $0.contains { !blockers[$0].contains { isRunning[$0] } }
            }, signals: window.signals)
    }

    private mutating func report(isFinal: Bool) -> PostureChanges {
        let pending = PendingPostures(matchers, blockers)
        var result = PostureChanges(seat: seat)
        var unfinished = Double.infinity
        for (name, same) in groups {
            let start = reported[name] ?? -.infinity
            let end = max(start, isFinal ? .infinity : pending.horizon(of: same))
            for index in same { report(index, start, end, pending, &result) }
            let unknown = pending.unknown(of: same, start, end)
            if !unknown.isEmpty { result.unknown[name] = unknown }
            result.settled[name] = end
            reported[name] = end
            unfinished = min(unfinished, pending.oldest(of: same, reportedUntil: end))
        }
        for index in matchers.indices { matchers[index].forget(before: unfinished) }
        return result
    }

    /// Adds the holds of one matcher that end between two times or go on at the second.
    private func report(
        _ index: Int, _ start: Double, _ end: Double, _ pending: PendingPostures,
        _ result: inout PostureChanges
    ) {
        for span in pending.pieces(of: index, keeping: Self.shortestRemainder) {
            if start <= span.end, span.end < end {
                result.held.append(interval(span, index, pending))
            } else if span.start < end, end <= span.end {
                let part = TimeSpan(start: span.start, end: end)
                result.open.append(interval(part, index, pending))
            }
        }
    }

    private func interval(
        _ span: TimeSpan, _ index: Int, _ pending: PendingPostures
    ) -> PostureInterval {
        PostureInterval(
            seat: seat, posture: matchers[index].definition.name, side: matchers[index].side,
            onset: span.start, offset: span.end,
            onsetIsKnown: !pending.matchers[index].unknown.contains {
                $0.start < span.start && $0.end >= span.start - Self.unknownMargin
            })
    }
}

/// What the matchers of one seat have found and not yet reported.
private struct PendingPostures {
    struct Matcher {
        /// Holds; the one that goes on comes last.
        var holds: [TimeSpan]
        var unknown: [TimeSpan]
        /// What is known of the time before this will not change, seconds.
        var certain: Double
        /// The matchers that it gives way to.
        var blockers: [Int]
    }

    let matchers: [Matcher]

    init(_ matchers: [PostureMatcher], _ blockers: [[Int]]) {
        self.matchers = zip(matchers, blockers).map { matcher, blockers in
            Matcher(
                holds: matcher.holds, unknown: Array(matcher.unknown),
                certain: matcher.machine.certain, blockers: blockers)
        }
    }

    /// Up to when everything about a posture is certain, seconds.
    ///
    /// A posture that a hold gives way to may still cut it. The piece before the cut then counts if it
    /// is long enough, so a hold is certain once it is that long.
    func horizon(of same: [Int]) -> Double {
        var end = Double.infinity
        for index in same {
            end = min(end, matchers[index].certain)
            for other in matchers[index].blockers { end = min(end, matchers[other].certain) }
        }
        let pieces = same.filter { !matchers[$0].blockers.isEmpty }
            .flatMap { self.pieces(of: $0, keeping: 0) }
        while let short = pieces.first(where: {
            $0.start < end && end <= $0.end
                && end - $0.start < PostureDetector.shortestRemainder
        }) {
            end = short.start
        }
        return end
    }

    /// The holds of one matcher, less those of the postures that it gives way to.
    func pieces(of index: Int, keeping shortest: Double) -> [TimeSpan] {
        let matcher = matchers[index]
        if matcher.holds.isEmpty { return [] }
        let others = matcher.blockers.flatMap { matchers[$0].holds }
        return matcher.holds.flatMap { $0.removing(others, keeping: shortest) }
    }

    /// When nothing is known of a posture, between two times.
    ///
    /// A sided posture is unknown when neither side is known: one hidden hand leaves open what the
    /// other does. While a posture gives way to another one, nobody looked at it.
    func unknown(of same: [Int], _ start: Double, _ end: Double) -> [TimeSpan] {
        guard let first = same.first else { return [] }
        var unknown = matchers[first].unknown
        for index in same.dropFirst() where !unknown.isEmpty {
            unknown = TimeSpan.intersection(unknown, matchers[index].unknown)
        }
        let pieces = same.map { self.pieces(of: $0, keeping: PostureDetector.shortestRemainder) }
        for (index, pieces) in zip(same, pieces) {
            unknown += matchers[index].holds.flatMap { $0.removing(pieces, keeping: 0) }
        }
        if unknown.isEmpty { return [] }
        let held = pieces.flatMap { $0 }
        return TimeSpan.union(unknown).flatMap { $0.removing(held, keeping: 0) }.compactMap {
            let piece = TimeSpan(start: max($0.start, start), end: min($0.end, end))
            return piece.duration > 0 ? piece : nil
        }
    }

    /// Start of the earliest stretch of a posture that is still to be reported, seconds.
    func oldest(of same: [Int], reportedUntil end: Double) -> Double {
        same.flatMap { matchers[$0].holds }.filter { $0.end >= end }.map(\.start).min()
            .map { min($0, end) } ?? end
    }
}
