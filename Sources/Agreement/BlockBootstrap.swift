import Base

/// What happens in one second: who has the posture, whether that is known, and the events that begin.
struct SecondCounts: Sendable, Equatable {
    var all = SecondsAgreement()
    var known = SecondsAgreement()
    var attune = 0
    var coder = 0
    var matched = 0

    static func + (one: Self, other: Self) -> Self {
        Self(
            all: one.all + other.all, known: one.known + other.known,
            attune: one.attune + other.attune, coder: one.coder + other.coder,
            matched: one.matched + other.matched)
    }

    static func - (one: Self, other: Self) -> Self {
        Self(
            all: one.all - other.all, known: one.known - other.known,
            attune: one.attune - other.attune, coder: one.coder - other.coder,
            matched: one.matched - other.matched)
    }

    var f1: Double? {
        attune + coder > 0 ? 2 * Double(matched) / Double(attune + coder) : nil
    }
}

/// 95 % intervals of figures of agreement, of which consecutive seconds are not independent.
///
/// A session is put together anew, a thousand times, from blocks of consecutive seconds drawn at random from a
/// circle (Künsch 1989, *Ann. Stat.* 17, 1217–1241; Politis & Romano 1992, *A circular block-resampling
/// procedure for stationary data*), both codings and both people together; the interval is between the 2.5
/// and the 97.5 percentile. A block is twice as long as a mean hold, at least 10 s and at most a tenth of
/// what was coded (a convention: it must be longer than what one second says of the next). The interval is
/// about the same people and coders in another stretch of time, not about other people.
package struct BlockBootstrap: Sendable, Equatable {
    package private(set) var kappa: ClosedRange<Double>?
    package private(set) var knownKappa: ClosedRange<Double>?
    package private(set) var f1: ClosedRange<Double>?

    static let replicates = 1000
    /// Share of the replicates in which a figure must be defined.
    private static let leastDefined = 0.95
    /// Fewest blocks from which an interval is made.
    private static let fewestBlocks = 10

    init() {}

    /// - Parameter block: seconds, see ``block(of:within:)``.
    init(_ course: [SecondCounts], block: Int) {
        guard block > 0, course.count >= block * Self.fewestBlocks else { return }
        var sums = [SecondCounts()]
        for second in course + course.prefix(block) { sums.append(sums[sums.count - 1] + second) }
        var random = SplitMix64(seed: 1)
        let whole = course.count / block
        let rest = course.count % block
        let replicates = (0..<Self.replicates).map { _ in
            var total = SecondCounts()
            for index in 0...whole {
                let length = index < whole ? block : rest
                let start = Int.random(in: 0..<course.count, using: &random)
                total = total + (sums[start + length] - sums[start])
            }
            return total
        }
        kappa = Self.interval(replicates.map(\.all.kappa))
        knownKappa = Self.interval(replicates.map(\.known.kappa))
        f1 = Self.interval(replicates.map(\.f1))
    }

    /// The length of a block for holds as long as these, seconds.
    static func block(of holds: [TimeSpan], within seconds: Int) -> Int {
        let mean = holds.reduce(0) { $0 + $1.duration } / Double(max(1, holds.count))
        return min(max(10, Int(bounded: (2 * mean).rounded(.up))), seconds / fewestBlocks)
    }

    private static func interval(_ values: [Double?]) -> ClosedRange<Double>? {
        let defined = values.compactMap { $0 }
        guard Double(defined.count) >= leastDefined * Double(values.count),
            let low = defined.quantile(0.025), let high = defined.quantile(0.975)
        else { return nil }
        return low...high
    }
}
