import Foundation

/// Whether two people were lively at the same times, or at opposite times, beyond chance.
///
/// Common liveliness (a joke, a draught, a question to both) makes motion energy, and any channel without
/// a side, follow each other although neither takes up anything of the other; taking turns hides what
/// they do take up. Nothing within a session tells either from coupling (Moulder, Boker, Ramseyer &
/// Tschacher 2018, *Psychol. Methods* 23, 757–773, on what each surrogate can rule out). So it is looked
/// for in every session, and where it is found, only what mirrored movement has and common liveliness
/// has not is called mimicry: the contrast of mirror and identical.
package struct SharedActivity: Sendable, Codable, Equatable {
    /// Correlation of how lively the two were in 10 s, −1…1.
    package var correlation: Double
    /// Two-sided, against the shifts of synchrony.
    package var pValue: Double
    /// The smallest p-value that the session could have had; `nil` in records of earlier versions.
    package var leastPValue: Double?

    package init(correlation: Double, pValue: Double, leastPValue: Double? = nil) {
        self.correlation = correlation
        self.pValue = pValue
        self.leastPValue = leastPValue
    }

    /// At or below this p-value the two are taken to have been lively together, or in turn.
    package static let level = 0.05

    /// Whether movement tells no coupling from common liveliness here.
    package var isFound: Bool { pValue <= Self.level }
    /// Whether the session was long enough to find it.
    package var canTell: Bool { (leastPValue ?? 0) <= Self.level }
    /// Lively at opposite times.
    package var isOpposite: Bool { correlation < 0 }
}

/// How lively a person was over the session.
struct ActivityCourse: Sendable {
    /// Liveliness is taken over this time, seconds.
    static let span = 10.0

    /// Logarithm of the mean activity around each grid point, `NaN` where unknown.
    let values: [Double]

    /// - Parameters:
    ///   - channels: of one person on a grid, motion energy apart.
    ///   - energy: motion energy on the same grid, if it was measured.
    ///   - step: of the grid, seconds.
    ///   - turns: who speaks, which is taken out.
    init(channels: [[Double]], energy: [Double]?, step: Double, turns: TurnRegression? = nil) {
        let count = channels.first?.count ?? energy?.count ?? 0
        var totals = Array(repeating: 0.0, count: count)
        var counts = totals
        func add(_ activity: [Double]) {
            let mean = activity.meanOfPresent()
            guard mean > 0 else { return }
            for (index, value) in activity.enumerated() where value.isFinite {
                totals[index] += value / mean
                counts[index] += 1
            }
        }
        for channel in channels {
            // How far it moved from one grid point to the next.
            add([.nan] + zip(channel, channel.dropFirst()).map { abs($1 - $0) })
        }
        if let energy { add(energy.map { $0.isFinite ? max(0, $0) : .nan }) }
        let moved = zip(totals, counts).map { $1 > 0 ? $0 / $1 : .nan }
        let activity = turns?.evened(moved) ?? moved
        let points = 2 * Int((Self.span / step / 2).rounded()) + 1
        self.init(
            values: zip(LocalAmplitude.runningMean(activity, points: points), activity).map {
                $1.isFinite && $0 > 0 ? log($0) : .nan
            })
    }

    private init(values: [Double]) { self.values = values }

    /// Its known time.
    func closed(_ known: KnownPoints) -> ActivityCourse {
        ActivityCourse(values: known.indices.map { values[$0] })
    }

    /// Pearson's r with another person's course, later by `shift` points in a circle; `nil` without
    /// variation.
    func correlation(_ other: ActivityCourse, shift: Int, stride step: Int) -> Double? {
        let count = values.count
        var (n, x, y, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for index in stride(from: 0, to: count, by: step) {
            let (a, b) = (values[index], other.values[(index + shift) % count])
            guard a.isFinite, b.isFinite else { continue }
            n += 1
            x += a
            y += b
            xx += a * a
            yy += b * b
            xy += a * b
        }
        let (varX, varY) = (xx - x * x / n, yy - y * y / n)
        guard n >= 3, varX > 0, varY > 0 else { return nil }
        return (xy - x * y / n) / (varX * varY).squareRoot()
    }
}

extension SharedActivity {
    /// `nil` when nothing varies, or with fewer than 19 shifts.
    ///
    /// - Parameters:
    ///   - step: of the grid, seconds.
    ///   - near: further shifts that are the real alignment itself, see `CircularShifts`.
    init?(
        _ first: ActivityCourse, _ second: ActivityCourse, shifts: [Int], near: Int = 0,
        step: Double
    ) {
        let stride = max(1, Int((1 / step).rounded()))
        guard let real = first.correlation(second, shift: 0, stride: stride) else { return nil }
        let chance = shifts.compactMap { first.correlation(second, shift: $0, stride: stride) }
        guard chance.count >= Significance.fewest else { return nil }
        let above = chance.count { $0 >= real }
        let below = chance.count { $0 <= real }
        func pValue(_ reached: Int) -> Double {
            min(1, 2 * Double(reached + near + 1) / Double(chance.count + near + 1))
        }
        self.init(
            correlation: real, pValue: pValue(min(above, below)), leastPValue: pValue(0))
    }
}
