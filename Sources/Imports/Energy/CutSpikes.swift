import Base

/// Finds the samples at which a cut of the video, and nobody's movement, changed the picture: both people's
/// motion energy jumps in the same sample, far above everything else.
///
/// A spike is one to three samples in which *both* series are
/// - above the median by five robust standard deviations (1.4826 MAD; Leys et al. 2013, *J. Exp. Soc.
///   Psychol.* 49, 764, use 2.5 to 3 for an outlier),
/// - twice the highest of the three samples on either side: movement takes longer to begin and to end, and
///   hardly ever does so in two people at once;
/// - twice everything else in the whole series that is no spike: between the highest movements of a session
///   there is no such gap.
///
/// More than two samples in a hundred are no cuts, and none of them is taken for one. The three rules let
/// noise pass untouched, whatever its tails, also where both series are the same.
struct CutSpikes {
    private static let deviations = 5.0
    private static let gap = 2.0
    private static let longest = 3
    private static let mostShare = 0.02

    /// Indices of the samples, ascending.
    let samples: [Int]

    /// - Parameters:
    ///   - first, second: motion energy of both people, of the same length; `NaN` where not measured.
    init(_ first: [Double], _ second: [Double]) {
        let series = [first, second]
        let runs = Self.candidates(series)
        let count = runs.reduce(0) { $0 + $1.count }
        guard Double(count) <= Self.mostShare * Double(first.count) else {
            samples = []
            return
        }
        samples = Self.standingOut(runs, series).flatMap { $0 }
    }

    /// The stretches that stand out from the samples around them.
    private static func candidates(_ series: [[Double]]) -> [Range<Int>] {
        let floors = series.map(floor)
        let count = series.map(\.count).min() ?? 0
        var runs: [Range<Int>] = []
        var index = 0
        while index < count {
            let run = (1...longest).lazy.map { index..<index + $0 }.first { run in
                run.upperBound <= count
                    && zip(series, floors).allSatisfy { stands(run, in: $0, above: $1) }
            }
            if let run { runs.append(run) }
            index = run?.upperBound ?? index + 1
        }
        return runs
    }

    /// What a spike is above at least.
    private static func floor(_ values: [Double]) -> Double {
        let known = values.filter(\.isFinite)
        guard let median = known.median,
            let deviation = known.map({ abs($0 - median) }).median
        else { return .infinity }
        return median + deviations * 1.4826 * deviation
    }

    private static func stands(
        _ run: Range<Int>, in values: [Double], above floor: Double
    ) -> Bool {
        var lowest = Double.infinity
        for index in run {
            guard values[index] > floor else { return false }
            lowest = min(lowest, values[index])
        }
        let low = max(run.lowerBound - longest, values.startIndex)
        let high = min(run.upperBound + longest, values.endIndex)
        return (low..<high).allSatisfy { index in
            run.contains(index) || !(lowest < gap * values[index])
        }
    }

    /// The runs that stand out from everything that is in none of them.
    private static func standingOut(_ runs: [Range<Int>], _ series: [[Double]]) -> [Range<Int>] {
        var rest = series
        for index in series.indices { for sample in runs.joined() { rest[index][sample] = .nan } }
        var bars = rest.map { $0.reduce(0) { $1.isNaN ? $0 : max($0, $1) } }
        var kept = runs
        while true {
            var low: [Range<Int>] = []
            kept.removeAll { run in
                let isLow = zip(series, bars).contains { values, bar in
                    run.contains { values[$0] < gap * bar }
                }
                if isLow { low.append(run) }
                return isLow
            }
            if low.isEmpty { return kept }
            // What does not stand out is movement, and the others must stand out from it too.
            for (index, values) in series.enumerated() {
                for sample in low.joined() { bars[index] = max(bars[index], values[sample]) }
            }
        }
    }
}
