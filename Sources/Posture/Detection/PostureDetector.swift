import Base

/// Finds the postures that one seat holds, from its channels, as they come in.
///
/// ```swift
/// var detector = PostureDetector(seat: .first)
/// for index in track.times.indices {
///     let sample = track[sample: index]
///     detector.append(time: sample.time, presence: sample.presence, row: sample.row)
/// }
/// let record = detector.finish()
/// ```
/// Time must increase. Thresholds against the person's own rest use the median of what came in so
/// far, so that a live session and its recording give the same postures; until `restDuration` of it
/// has been seen such a posture is unknown.
package struct PostureDetector: Sendable {
    /// Presence below which nothing but `absent` is known, 0…1: the default of
    /// `FeatureSettings.minimumScore`.
    package static let minimumPresence = 0.5
    /// What must have been seen of a signal before its median counts as the person's rest, seconds.
    package static let restDuration = 5.0
    /// What is left of a hold before or after a posture that it gives way to must last this long to
    /// be a posture of its own, seconds; less belongs to going into the other one and out of it.
    package static let shortestRemainder = 2.0
    /// A posture that is first seen this soon after a time of which nothing is known may have begun
    /// in it, seconds: a little more than one sample interval at the slowest supported rate (5 Hz).
    static let unknownMargin = 0.25

    package let seat: Seat
    package let definitions: [PostureDefinition]

    private var window: SignalWindow
    var watches: [PostureMatcher]
    /// Up to when all has been told of each posture, seconds.
    var told: [String: Double] = [:]
    let blockers: [[Int]]
    let groups: [(name: String, watches: [Int])]
    private(set) var isFinished = false
    private var clock = SampleTiming()

    package init(seat: Seat, definitions: [PostureDefinition] = PostureDefinition.standard) {
        self.seat = seat
        self.definitions = definitions
        var signals: [PostureSignal] = []
        watches = definitions.flatMap { definition in
            definition.sides.map { PostureMatcher(definition, side: $0, signals: &signals) }
        }
        blockers = Self.blockers(watches)
        groups = Self.groups(watches)
        window = SignalWindow(signals: signals, minimumPresence: Self.minimumPresence)
    }

    /// How far what is known lags behind the samples, seconds, a minimum hold not counted.
    package var delay: Double { SignalWindow.halfWidth }

    /// Takes the channels of the next instant; `row` has one value per channel in
    /// `Channel.allCases` order, `NaN` where not measured.
    package mutating func append(time: Double, presence: Double, row: [Double]) {
        let sample = FeatureSample(time: time, presence: presence, row: row)
        for instant in window.append(sample) { step(instant) }
    }

    /// Ends what is still held and gives everything that was found.
    package mutating func finish() -> PostureRecord {
        for instant in window.finish() { step(instant) }
        for index in watches.indices { watches[index].machine.finish() }
        isFinished = true
        return record
    }

    /// The postures of a whole track.
    package static func record(
        of track: FeatureTrack, seat: Seat,
        definitions: [PostureDefinition] = PostureDefinition.standard
    ) -> PostureRecord {
        var detector = PostureDetector(seat: seat, definitions: definitions)
        for index in 0..<track.count {
            let sample = track[sample: index]
            detector.append(time: sample.time, presence: sample.presence, row: sample.row)
        }
        return detector.finish()
    }

    /// What has been found so far; nothing changes any more that ends before `settled`.
    package var record: PostureRecord {
        var record = PostureRecord(seat: seat)
        for watch in watches {
            let held = spans(of: watch)
            record.held += held.map { interval($0, of: watch, unknown: watch.machine.unknown[...]) }
        }
        record.held.sort { $0.precedes($1, in: definitions) }
        for definition in definitions {
            let unknown = unknownSpans(of: definition.name)
            if !unknown.isEmpty { record.unknown[definition.name] = unknown }
        }
        return record
    }

    /// - Parameter unknown: what is unknown of the watch around the start of the span.
    func interval(
        _ span: TimeSpan, of watch: PostureMatcher, unknown: ArraySlice<TimeSpan>
    ) -> PostureInterval {
        PostureInterval(
            seat: seat, posture: watch.definition.name, side: watch.side, onset: span.start,
            offset: span.end,
            onsetIsKnown: !unknown.contains {
                $0.start < span.start && $0.end >= span.start - Self.unknownMargin
            })
    }

    /// What `record` holds that ends before this is final, seconds.
    package var settled: Double { watches.map(\.machine.settled).min() ?? -.infinity }

    /// The postures that are held at this moment, with their onsets; the offset is the last instant
    /// that is known.
    package var present: [PostureInterval] {
        watches.compactMap { watch in
            guard let onset = watch.machine.present else { return nil }
            let isBlocked = watches.contains {
                $0.machine.present != nil && watch.givesWay(to: $0)
            }
            guard !isBlocked else { return nil }
            return PostureInterval(
                seat: seat, posture: watch.definition.name, side: watch.side, onset: onset,
                offset: clock.latest)
        }
    }

    private mutating func step(_ instant: SignalWindow.Instant) {
        let isRunning = watches.indices.map { watches[$0].machine.isRunning }
        let isBlocked = blockers.map { $0.contains { isRunning[$0] } }
        for index in watches.indices {
            let bridge = watches[index].machine.bridge
            if let silence = clock.silence(before: instant.time, longerThan: bridge) {
                watches[index].machine.append(time: silence, .vacant, confirmation: .vacant)
            }
            watches[index].append(
                instant, interval: clock.typicalInterval, isBlocked: isBlocked[index])
        }
        clock.append(instant.time)
    }

    /// The holds of one watch, less those of the postures it gives way to.
    private func spans(of watch: PostureMatcher) -> [TimeSpan] {
        let others = watches.filter(watch.givesWay(to:)).flatMap(\.machine.held)
        return watch.machine.held.flatMap { $0.removing(others, keeping: Self.shortestRemainder) }
    }

    /// When nothing is known of a posture: of a sided one, when neither side is known. That one hand
    /// is hidden does not make it unknown what the other one does. While it gives way to another
    /// posture, it was not looked at.
    private func unknownSpans(of name: String) -> [TimeSpan] {
        let same = watches.filter { $0.definition.name == name }
        guard var unknown = same.first?.machine.unknown else { return [] }
        for watch in same.dropFirst() {
            unknown = TimeSpan.intersection(unknown, watch.machine.unknown)
        }
        let held = same.flatMap { spans(of: $0) }
        unknown += same.flatMap { watch in
            watch.machine.held.flatMap { $0.removing(spans(of: watch), keeping: 0) }
        }
        unknown = TimeSpan.union(unknown)
        return unknown.flatMap { $0.removing(held, keeping: 0) }
    }
}
