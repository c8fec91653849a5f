import Base

/// Whether people share more with the partner they met than with partners of others: one figure of every pairing of
/// the first person of one session with the second of another, roles kept.
///
/// Pairs who never met share no session, and move as people do in such sessions. The test exchanges partners: under
/// the null hypothesis it does not matter who sat with whom, so the mean over the sessions is as likely as that over
/// any other pairing of the same people (F. Ramseyer & W. Tschacher 2010, *Nonverbal synchrony or random
/// coincidence?*; M. Moulder et al. 2018, *Determining synchrony between behavioral time series*).
package struct RecombinedTest: Sendable, Equatable {
    /// Sessions with a figure.
    package let sessions: Int
    /// Pairs of people who never met, with a figure.
    package let pairs: Int
    /// Mean over the sessions, and over the pairs.
    package let realMean: Double
    package let pseudoMean: Double
    package let realSD: Double
    package let pseudoSD: Double
    /// Share of pairings of the same people whose mean is at least that of the sessions; never 0.
    package let pValue: Double
    /// Pairings that were tried, with the real one.
    package let pairings: Int

    /// Cohen's d of two groups: the difference of the means over the pooled standard deviation
    /// `√(((n₁ − 1)s₁² + (n₂ − 1)s₂²) / (n₁ + n₂ − 2))`, as rMEA gives it; `nil` where nothing varies.
    package var cohensD: Double? {
        let (own, apart) = (Double(sessions - 1), Double(pairs - 1))
        let pooled = (own * realSD * realSD + apart * pseudoSD * pseudoSD) / (own + apart)
        return pooled > 0 ? (realMean - pseudoMean) / pooled.squareRoot() : nil
    }

    /// Fewer sessions cannot reach p ≤ 0.05: four have 24 pairings.
    package static let leastSessions = 4

    /// - Parameters:
    ///   - values: sessions × sessions: of the first person of the row's session with the second of the column's; not
    ///     finite where there is none, or where the two have met.
    ///   - seed: of the pairings that are drawn.
    /// - Returns: `nil` with fewer than ``leastSessions`` sessions with a figure, or without pairs.
    package init?(_ values: [[Double]], seed: UInt64 = 1) {
        self.init(groups: [values], seed: seed)
    }

    /// The same where partners are exchanged within groups of sessions alone, which is as valid: any set of pairings that
    /// does not depend on who met whom is.
    ///
    /// - Parameter groups: of each the values, sessions × sessions.
    package init?(groups: [[[Double]]], seed: UInt64 = 1) {
        let kept = groups.map { values in
            values.indices.filter { values[$0][$0].isFinite }
        }
        let real = zip(groups, kept).flatMap { values, kept in kept.map { values[$0][$0] } }
        let apart = zip(groups, kept).flatMap { values, kept in
            kept.flatMap { row in
                kept.filter { $0 != row }.map { values[row][$0] }.filter(\.isFinite)
            }
        }
        guard real.count >= Self.leastSessions, !apart.isEmpty else { return nil }
        sessions = real.count
        pairs = apart.count
        (realMean, realSD) = Self.moments(real)
        (pseudoMean, pseudoSD) = Self.moments(apart)
        let least = realMean - 1e-12 * abs(realMean)
        var count = 1
        var tried = 1
        RecombinedPairings(kept).each(seed: seed) { partners in
            var (sum, known) = (0.0, 0)
            for (group, values) in groups.enumerated() {
                for (row, column) in zip(kept[group], partners[group])
                where values[row][column].isFinite {
                    sum += values[row][column]
                    known += 1
                }
            }
            tried += 1
            if known > 0, sum / Double(known) >= least { count += 1 }
        }
        pairings = tried
        pValue = Double(count) / Double(tried)
    }

    /// Mean and standard deviation (n − 1).
    private static func moments(_ values: [Double]) -> (mean: Double, sd: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0)
    }
}

/// Ways to seat people together anew: partners are exchanged within groups.
struct RecombinedPairings {
    /// Pairings that are drawn where there are more; a convention, for p-values to four decimals.
    static let draws = 9999
    /// Up to so many sessions every pairing is tried (5040 of seven).
    private static let exactUpTo = 7

    private let groups: [[Int]]

    /// - Parameter groups: of each the numbers of the sessions that take part.
    init(_ groups: [[Int]]) { self.groups = groups }

    /// Every pairing but the real one, or random ones: per group the sessions of the second people, in the order of
    /// those of the first.
    func each(seed: UInt64, _ body: ([[Int]]) -> Void) {
        if groups.count == 1, groups[0].count <= Self.exactUpTo {
            var partners = groups[0]
            return Self.permute(&partners, from: 0) { if $0 != groups[0] { body([$0]) } }
        }
        var generator = SplitMix64(seed: seed)
        for _ in 0..<Self.draws { body(groups.map { $0.shuffled(using: &generator) }) }
    }

    private static func permute(_ items: inout [Int], from start: Int, _ body: ([Int]) -> Void) {
        guard start < items.count - 1 else { return body(items) }
        for index in start..<items.count {
            items.swapAt(start, index)
            permute(&items, from: start + 1, body)
            items.swapAt(start, index)
        }
    }
}
