import Base
import Mimicry

/// Matched events of chance: the second coder's onsets shifted in a circle within the compared part, so that
/// each keeps their own rhythm.
///
/// F1 within a tolerance rises with the number of events, whatever they are: two coders who mark an event
/// every five seconds match most of them within two. Shifts are those of the tests of episodes
/// (`CircularShifts`), at least twice the tolerance.
package struct EventChance: Sendable, Equatable {
    /// Events of each, and matched in each shift; of both people, the sums.
    private var events = 0
    private var matched = 0
    private var chance: [Int] = []
    private var near = 0

    static let shifts = 499

    init() {}

    init(attune: [Double], coder: [Double], tolerance: Double, over span: TimeSpan) {
        let one = attune.filter(span.contains).sorted()
        let other = coder.filter(span.contains).sorted()
        events = one.count + other.count
        matched = OnsetMatching.pairs(one, other, tolerance: tolerance).count
        // Shifts are whole milliseconds.
        let shifts = CircularShifts(
            length: Int(bounded: span.duration * 1000),
            maxLag: Int(bounded: (tolerance * 1000).rounded(.up)), seed: 1)
        guard let shifts else { return }
        near = shifts.realAlignments(among: Self.shifts)
        chance = (0..<max(0, Self.shifts - near)).map { index in
            let shift = Double(shifts.shift(index)) / 1000
            let moved = other.map { onset in
                onset + shift < span.end ? onset + shift : onset + shift - span.duration
            }.sorted()
            return OnsetMatching.pairs(one, moved, tolerance: tolerance).count
        }
    }

    private var significance: Significance? {
        guard events > 0 else { return nil }
        let f1 = { (matched: Int) in 2 * Double(matched) / Double(events) }
        return Significance(of: f1(matched), against: chance.map(f1), atReal: near)
    }

    /// Mean F1 of the shifted codings; `nil` without an event or without room for shifts.
    package var f1: Double? { significance?.surrogateMean }

    /// One-sided, (b + 1)/(n + 1).
    package var pValue: Double? { significance?.pValue }

    /// As kappa does it: (F1 − F1 by chance)/(1 − F1 by chance).
    package var corrected: Double? {
        guard let chance = significance, chance.surrogateMean < 1 else { return nil }
        return chance.excess / (1 - chance.surrogateMean)
    }

    static func + (one: Self, other: Self) -> Self {
        var sum = one
        sum.events += other.events
        sum.matched += other.matched
        sum.chance = zip(one.chance, other.chance).map(+)
        return sum
    }
}
