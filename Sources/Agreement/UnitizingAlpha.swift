import Base

/// Krippendorff's alpha for what coders marked on a continuum: where a posture begins and ends, and not
/// only whether it is held at a second.
///
/// It is |uα of Krippendorff, Mathet, Bouvry & Widlöcher (2016, *Qual. Quant.* 50, 2347–2364): held against
/// not held. Observed disagreement is the time in which one coder has a unit and another a gap, over all
/// pairs of coders; expected is that of the same units and gaps laid upon each other at random, where a
/// unit is moved as a whole and never meets itself. 1 when all are the same, 0 as by chance.
package struct UnitizingAlpha: Sendable, Equatable {
    /// Time in all coders' records, and in their units, seconds.
    private var total = 0.0
    private var units = 0.0
    /// Sum of the squares of the units' lengths.
    private var squares = 0.0
    /// Time in which one coder has a unit and another does not, over ordered pairs, by the number of other
    /// coders.
    private var disagreement = 0.0

    init() {}

    /// - Parameters:
    ///   - coders: each coder's units; those that touch are one.
    ///   - span: what was coded; the rest is cut off.
    init(_ coders: [[TimeSpan]], over span: TimeSpan) {
        let records = coders.map { TimeSpan.intersection(TimeSpan.union($0), [span]) }
        total = span.duration * Double(records.count)
        for record in records {
            units += record.reduce(0) { $0 + $1.duration }
            squares += record.reduce(0) { $0 + $1.duration * $1.duration }
        }
        for (index, record) in records.enumerated() {
            let own = record.reduce(0) { $0 + $1.duration }
            for (place, other) in records.enumerated() where place != index {
                let common = Self.common(record, other)
                disagreement += (own - common) / Double(max(1, records.count - 1))
            }
        }
    }

    /// `nil` when nobody has a unit, or nobody a gap.
    package var value: Double? {
        let gaps = total - units
        guard units > 1e-9, gaps > 1e-9 else { return nil }
        // A gap has no unity: it corrects by its length (equation 4 of the source).
        let expected = total * units * gaps / (total * total - squares - gaps)
        guard expected > 0 else { return nil }
        return 1 - disagreement / expected
    }

    static func + (one: Self, other: Self) -> Self {
        var sum = one
        sum.total += other.total
        sum.units += other.units
        sum.squares += other.squares
        sum.disagreement += other.disagreement
        return sum
    }

    /// Seconds in both; each in order and without overlaps.
    private static func common(_ one: [TimeSpan], _ other: [TimeSpan]) -> Double {
        var (i, j, sum) = (0, 0, 0.0)
        while i < one.count, j < other.count {
            sum += max(0, min(one[i].end, other[j].end) - max(one[i].start, other[j].start))
            if one[i].end < other[j].end { i += 1 } else { j += 1 }
        }
        return sum
    }
}
