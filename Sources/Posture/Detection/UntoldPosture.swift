package import Base

/// Why it could not be told for a while whether somebody held a posture.
package enum UntoldCause: Sendable, Hashable {
    /// What the definition requires was not the case: the camera does not see enough of it.
    case requirement(PostureRequirement)
    /// Signals that its conditions test were not measured, in the order of the conditions.
    case unmeasured([PostureSignal])
    /// Too little has been seen for the person's own rest to be known.
    case rest
    /// Two levels compete for the person's own rest.
    case rivalRest
    /// Nobody looked: another posture was held to which it gives way.
    case givesWay(String)
    /// It may have been the other person.
    case identity
    /// The stretch was left out of scoring on request.
    case excluded
    /// Nobody was seen in the seat.
    case away
    /// Nothing was recorded of the seat: a camera that is off.
    case unfilmed
    /// Seen again for less than it takes to tell.
    case brief
}

extension UntoldCause {
    /// For an order that does not change from run to run.
    fileprivate var rank: String {
        switch self {
        case .requirement(let requirement): "a\(requirement.signal)\(requirement.value)"
        case .unmeasured(let signals): "b" + signals.map(\.name).joined()
        case .rest: "c"
        case .rivalRest: "ca"
        case .givesWay(let posture): "d" + posture
        case .identity: "e"
        case .excluded: "ea"
        case .away: "f"
        case .unfilmed: "g"
        case .brief: "h"
        }
    }
}

/// A stretch in which it is unknown whether a posture was held, and why.
package struct UntoldPosture: Sendable, Equatable {
    package var posture: String
    package var span: TimeSpan
    /// How long each cause was in force, seconds; the longest first.
    package var causes: [(cause: UntoldCause, seconds: Double)]

    /// The one that was in force for longest.
    package var cause: UntoldCause { causes.first?.cause ?? .brief }

    package static func == (one: Self, other: Self) -> Bool {
        one.posture == other.posture && one.span == other.span
            && one.causes.elementsEqual(other.causes, by: ==)
    }
}

extension UntoldPosture {
    /// The unknown stretches of a record with their causes, by name of the posture, then in order of time.
    ///
    /// The causes are found again in what was measured, by the definitions alone.
    ///
    /// - Parameters:
    ///   - track: what the record was made from.
    ///   - rest: the rest that the record was made with.
    ///   - masked: stretches that were left out since the two may have been mistaken for each other.
    ///   - excluded: stretches that were left out on request.
    package static func all(
        in record: PostureRecord, of track: FeatureTrack, definitions: [PostureDefinition],
        rest: RestLevels, masked: [TimeSpan] = [], excluded: [TimeSpan] = []
    ) -> [UntoldPosture] {
        let unknown = record.unknown.filter { !$0.value.isEmpty }
        guard !unknown.isEmpty else { return [] }
        var search = UntoldSearch(record, unknown, definitions, masked, excluded)
        var window = SignalWindow(
            signals: search.signals, minimumPresence: PostureDetector.minimumPresence)
        let levels = search.signals.map { rest.levels[$0] ?? .unknown }
        func take(_ instant: SignalWindow.Instant) {
            var instant = instant
            instant.rest = levels
            search.take(instant)
        }
        for index in 0..<track.count { window.append(track[sample: index]).forEach(take) }
        window.finish().forEach(take)
        return search.finish()
    }
}

/// Goes once through a track and asks at each instant why a posture is unknown.
private struct UntoldSearch {
    private struct Posture {
        var name: String
        var spans: [TimeSpan]
        /// The first span that is not over.
        var next = 0
        var definition: PostureDefinition?
        /// One per side.
        var matchers: [PostureMatcher]
        /// Holds of the postures that it gives way to.
        var blocked: [PostureInterval]
        /// Per span, seconds by cause.
        var found: [[UntoldCause: Double]]
    }

    private(set) var signals: [PostureSignal] = []
    private let masked: [TimeSpan]
    private let excluded: [TimeSpan]
    private var postures: [Posture] = []
    private var waiting: SignalWindow.Instant?
    private var clock = SampleTiming()

    init(
        _ record: PostureRecord, _ unknown: [String: [TimeSpan]],
        _ definitions: [PostureDefinition], _ masked: [TimeSpan], _ excluded: [TimeSpan]
    ) {
        self.masked = masked
        self.excluded = excluded
        for (name, spans) in unknown.sorted(by: { $0.key < $1.key }) {
            let definition = definitions.first { $0.name == name }
            let others = definition.map { $0.unless + $0.unlessOnSameSide } ?? []
            postures.append(
                Posture(
                    name: name, spans: spans, definition: definition,
                    matchers: definition.map { definition in
                        definition.sides.map {
                            PostureMatcher(definition, side: $0, signals: &signals)
                        }
                    } ?? [],
                    blocked: record.held.filter { others.contains($0.posture) },
                    found: spans.map { _ in [:] }))
        }
    }

    /// An instant stands for the time until the next one, or for three typical intervals at most.
    mutating func take(_ instant: SignalWindow.Instant) {
        if let last = waiting { count(last, until: instant.time) }
        clock.append(instant.time)
        waiting = instant
    }

    private mutating func count(_ instant: SignalWindow.Instant, until end: Double) {
        let interval = clock.typicalInterval
        let last = interval > 0 ? min(end, instant.time + 3 * interval) : end
        for index in postures.indices {
            while postures[index].next < postures[index].spans.count,
                postures[index].spans[postures[index].next].end <= instant.time
            {
                postures[index].next += 1
            }
            guard postures[index].next < postures[index].spans.count else { continue }
            let place = postures[index].next
            let span = postures[index].spans[place]
            let seconds = min(last, span.end) - max(instant.time, span.start)
            guard seconds > 0 else { continue }
            let cause = cause(postures[index], instant)
            postures[index].found[place][cause, default: 0] += seconds
        }
    }

    private func cause(_ posture: Posture, _ instant: SignalWindow.Instant) -> UntoldCause {
        if masked.contains(where: { $0.contains(instant.time) }) { return .identity }
        if excluded.contains(where: { $0.contains(instant.time) }) { return .excluded }
        if instant.isUnfilmed { return .unfilmed }
        if instant.isVacant { return .away }
        for matcher in posture.matchers {
            if let cause = matcher.doubt(instant) { return cause }
        }
        let other = posture.blocked.first {
            $0.onset <= instant.time && instant.time < $0.offset
        }
        return other.map { .givesWay($0.posture) } ?? .brief
    }

    mutating func finish() -> [UntoldPosture] {
        if let last = waiting { count(last, until: .infinity) }
        return postures.flatMap { posture in
            zip(posture.spans, posture.found).map { span, found in
                let rest = span.duration - found.values.reduce(0, +)
                var causes = found
                if rest > 1e-6 { causes[.unfilmed, default: 0] += rest }
                return UntoldPosture(
                    posture: posture.name, span: span,
                    causes: causes.map { (cause: $0.key, seconds: $0.value) }
                        .sorted { ($1.seconds, $0.cause.rank) < ($0.seconds, $1.cause.rank) })
            }
        }
    }
}
