import Base

/// One posture on one side: its conditions, ready to evaluate, and its state machine.
struct PostureMatcher: Sendable {
    let definition: PostureDefinition
    let side: Side?
    var machine: HoldDetector
    /// The first hold and the first unknown stretch that changes not yet reported may still need
    /// (`PostureDetector.changes()`).
    var keptHolds = 0
    var keptUnknown = 0
    private let conditions: [Lookup]
    private let confirmation: [Lookup]
    private let requirements: [(lookup: Lookup, requirement: PostureRequirement)]

    /// Adds the signals that it needs to `signals`.
    init(_ definition: PostureDefinition, side: Side?, signals: inout [PostureSignal]) {
        self.definition = definition
        self.side = side
        machine = HoldDetector(definition)
        conditions = definition.conditions.map { Lookup($0, side: side, signals: &signals) }
        confirmation = definition.confirmation.map { Lookup($0, side: side, signals: &signals) }
        requirements = definition.requirements.map {
            (Lookup($0.condition, side: side, signals: &signals), $0)
        }
    }

    /// Whether it is not held while the other one is.
    func givesWay(to other: PostureMatcher) -> Bool {
        definition.unless.contains(other.definition.name)
            || other.side == side && definition.unlessOnSameSide.contains(other.definition.name)
    }

    /// The holds that still matter; the current one comes last.
    var holds: [TimeSpan] {
        machine.held[keptHolds...] + [machine.open].compactMap { $0 }
    }

    /// The unknown stretches that still matter.
    var unknown: ArraySlice<TimeSpan> { machine.unknown[keptUnknown...] }

    /// Forgets what ended before a time.
    mutating func forget(before time: Double) {
        let held = machine.held
        while keptHolds < held.count, held[keptHolds].end < time { keptHolds += 1 }
        let unknown = machine.unknown
        let margin = PostureDetector.unknownMargin
        while keptUnknown < unknown.count, unknown[keptUnknown].end < time - margin {
            keptUnknown += 1
        }
    }

    /// Places of the signals that it holds against the person's rest.
    var restPlaces: [Int] {
        (conditions + confirmation).filter(\.condition.isRelative).map(\.place)
    }

    /// Takes the next instant.
    mutating func append(_ instant: SignalWindow.Instant) {
        guard instant.isVacant || isTold(instant) else {
            machine.append(time: instant.time, .vacant, confirmation: .vacant)
            return
        }
        machine.append(
            time: instant.time, verdict(conditions, instant),
            confirmation: verdict(confirmation, instant))
    }

    /// Why nothing can be said of an instant at which somebody is there; `nil` when something can.
    func doubt(_ instant: SignalWindow.Instant) -> UntoldCause? {
        if let failing = requirements.first(where: {
            !$0.requirement.allows($0.lookup.value(instant))
        }) {
            return .requirement(failing.requirement)
        }
        var unmeasured: [PostureSignal] = []
        var knowsRest = true
        var rivals: [Double] = []
        for lookup in conditions {
            let value = lookup.value(instant)
            if value.isFinite {
                if !lookup.condition.isBeyond(lookup.condition.leave, value) { return nil }
            } else if !lookup.raw(instant).isNaN {
                knowsRest = false
                rivals = lookup.rest(instant).rivals
            } else if let signal = lookup.condition.signal(on: side), !unmeasured.contains(signal) {
                unmeasured.append(signal)
            }
        }
        if !unmeasured.isEmpty { return .unmeasured(unmeasured) }
        if knowsRest { return nil }
        return rivals.isEmpty ? .rest : .rivalRest
    }

    private func isTold(_ instant: SignalWindow.Instant) -> Bool {
        requirements.allSatisfy { $0.requirement.allows($0.lookup.value(instant)) }
    }

    private func verdict(_ lookups: [Lookup], _ instant: SignalWindow.Instant) -> ConditionState {
        var (entered, known) = (true, true)
        for lookup in lookups {
            let value = lookup.value(instant)
            if value.isNaN {
                known = false
            } else if !lookup.condition.isBeyond(lookup.condition.leave, value) {
                return .out
            } else if !lookup.condition.isBeyond(lookup.condition.enter, value) {
                entered = false
            }
        }
        guard known else { return instant.isVacant ? .vacant : .hidden }
        return entered ? .enters : .stays
    }
}

/// A condition with the place of its signal.
private struct Lookup: Sendable {
    /// Index in the list of signals; −1 for an unknown signal, which `PostureDefinition.check` refuses.
    var place: Int
    /// −1 for the right side of a signal that counts toward own left.
    var sign: Double
    var condition: PostureCondition

    /// Adds the signal to `signals` if it is not there yet.
    init(_ condition: PostureCondition, side: Side?, signals: inout [PostureSignal]) {
        self.condition = condition
        guard let signal = condition.signal(on: side) else {
            (place, sign) = (-1, 1)
            return
        }
        place = signals.firstIndex(of: signal) ?? signals.endIndex
        sign = side == .right && signal.isLateral ? -1 : 1
        if place == signals.endIndex { signals.append(signal) }
    }

    /// The signal on the scale of the thresholds; `NaN` when unknown.
    func value(_ instant: SignalWindow.Instant) -> Double {
        sign * (raw(instant) - (condition.isRelative ? rest(instant).value : 0))
    }

    /// The person's rest in this signal.
    func rest(_ instant: SignalWindow.Instant) -> RestLevel {
        instant.rest.indices.contains(place) ? instant.rest[place] : .unknown
    }

    /// The signal as it is; `NaN` when it was not measured.
    func raw(_ instant: SignalWindow.Instant) -> Double {
        instant.values.indices.contains(place) ? instant.values[place] : .nan
    }
}

extension PostureCondition {
    fileprivate func isBeyond(_ threshold: Double, _ value: Double) -> Bool {
        direction == .above ? value >= threshold : value <= threshold
    }
}
