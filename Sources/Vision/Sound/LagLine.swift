import Base
import Foundation
import VisionProtocol

/// A place where a stretch of sound may lie: levels of the second recording, levels that the first is ahead
/// there, and how well it fits.
struct Candidate: Equatable {
    var at: Double
    var lag: Double
    var correlation: Double
}

/// Lag as a function of the second recording's time, both in levels.
struct Line: Equatable {
    var lag0: Double
    var drift: Double

    func lag(at place: Double) -> Double { lag0 + drift * place }

    /// The line on which most candidates agree, at most one of each stretch, and how many do.
    static func agreeing(_ stretches: [[Candidate]]) -> (line: Line, supporters: Int)? {
        var best: (line: Line, supporters: Int, weight: Double)?
        for (index, candidates) in stretches.enumerated() {
            for one in candidates {
                let others = stretches[(index + 1)...].flatMap(\.self)
                for other in [one] + others {
                    let apart = other.at - one.at
                    let drift = apart == 0 ? 0 : (other.lag - one.lag) / apart
                    guard abs(drift) <= OffsetBasis.largestDrift else { continue }
                    let line = Line(lag0: one.lag - drift * one.at, drift: drift)
                    let support = line.support(stretches)
                    if support.weight > best?.weight ?? 0 {
                        best = (line, support.count, support.weight)
                    }
                }
            }
        }
        return best.map { ($0.line, $0.supporters) }
    }

    private func support(_ stretches: [[Candidate]]) -> (count: Int, weight: Double) {
        var result = (count: 0, weight: 0.0)
        for candidates in stretches {
            let near = candidates.filter { abs($0.lag - lag(at: $0.at)) <= Self.tolerance }
            guard let best = near.map(\.correlation).max() else { continue }
            result.count += 1
            result.weight += best
        }
        return result
    }

    /// 60 ms, in levels.
    private static let tolerance = 0.06 * SoundLevels.rate
}

/// The straight line through lags, by least squares without what lies far off.
struct LineFit {
    private let middle: Double
    private let lag: Double
    private let slope: Double
    /// Standard deviation of a lag about the line.
    private let spread: Double
    private let reach: Double
    /// How many lags lie by the line.
    let used: Int

    /// `nil` when there are fewer than three, or they do not lie along a line.
    init?(_ candidates: [Candidate]) {
        // Half of the strongest: a stretch in which one of the rooms was silent says nothing.
        let strongest = candidates.map(\.correlation).max() ?? 0
        var kept = candidates.filter { $0.correlation >= strongest / 2 }
        var fit = Self.leastSquares(kept)
        for _ in 0..<8 {
            guard let current = fit else { return nil }
            let sizes = kept.map { abs(current.residual($0)) }.sorted()
            // Three robust standard deviations, and not less than 10 ms.
            let limit = max(0.01 * SoundLevels.rate, 3 * 1.4826 * sizes[sizes.count / 2])
            let near = candidates.filter {
                $0.correlation >= strongest / 2 && abs(current.residual($0)) <= limit
            }
            if near == kept { break }
            kept = near
            fit = Self.leastSquares(kept)
        }
        guard let fit, kept.count >= 3 else { return nil }
        middle = fit.middle
        lag = fit.lag
        slope = fit.slope
        used = kept.count
        let squares = kept.reduce(0.0) { $0 + fit.residual($1) * fit.residual($1) }
        // A lag is not known better than to a fifth of a level.
        spread = max(0.2, (squares / Double(kept.count - 2)).squareRoot())
        reach = kept.reduce(0.0) { $0 + ($1.at - fit.middle) * ($1.at - fit.middle) }.squareRoot()
    }

    private struct Straight {
        var middle: Double
        var lag: Double
        var slope: Double

        func residual(_ candidate: Candidate) -> Double {
            candidate.lag - lag - slope * (candidate.at - middle)
        }
    }

    private static func leastSquares(_ candidates: [Candidate]) -> Straight? {
        guard candidates.count >= 3 else { return nil }
        let count = Double(candidates.count)
        let middle = candidates.reduce(0.0) { $0 + $1.at } / count
        let lag = candidates.reduce(0.0) { $0 + $1.lag } / count
        let width = candidates.reduce(0.0) { $0 + ($1.at - middle) * ($1.at - middle) }
        guard width > 0 else { return nil }
        let common = candidates.reduce(0.0) { $0 + ($1.at - middle) * ($1.lag - lag) }
        return Straight(middle: middle, lag: lag, slope: common / width)
    }

    /// In seconds. Stretches overlap by half, so that they count as half as many.
    var alignment: ClockAlignment {
        let slopeError = 2 * spread * 2.0.squareRoot() / reach
        let lagError = 2 * spread * 2.0.squareRoot() / Double(used).squareRoot()
        let drifts = abs(slope) > slopeError
        let lag0 = drifts ? lag - slope * middle : lag
        let error =
            drifts
            ? (lagError * lagError + slopeError * slopeError * middle * middle).squareRoot()
            : lagError
        return ClockAlignment(
            offset: lag0 / SoundLevels.rate, drift: drifts ? slope : 0,
            offsetError: error / SoundLevels.rate, driftError: slopeError)
    }
}
