import Base
import Posture

/// How lively somebody is by who speaks, taken out of how lively they are.
///
/// Who speaks gestures, who listens sits: the two are lively in turn, whatever they take up of each other.
/// Activity is regressed on both people's speaking around each moment, and divided by what that
/// predicts, so that what is left compares speakers with speakers and listeners with listeners.
/// Speaking enters at several distances in time, since gestures begin before a turn and end after it (a
/// distributed lag model; Almon 1965, *Econometrica* 33, 178–196).
struct TurnRegression: Sendable {
    /// How much earlier and later than a moment speaking is looked at, seconds. Liveliness follows a turn
    /// within a second or two; no source fixes this.
    private static let lags = [-2.0, -1, 0, 1, 2]
    /// Speaking is the share of this time around each of them, seconds.
    private static let span = 1.0
    /// A prediction counts as no less than this share of the mean, so that a division never makes
    /// much of little.
    private static let least = 0.1
    /// Added to the diagonal, as a share of the number of points: where one person speaks exactly when the
    /// other does not, the two say the same.
    private static let ridge = 1e-6

    /// Per point, speaking at each lag: of the first person, then of the second, and 1.
    private let rows: [[Double]]

    init(_ turns: SpeakingTurns, grid: UniformGrid) {
        let step = grid.step
        // Points beyond both ends, for lags and spans.
        let margin = Int(((Self.lags[Self.lags.count - 1] + Self.span) / step).rounded(.up))
        let half = Int((Self.span / 2 / step).rounded())
        let shifts = Self.lags.map { Int(($0 / step).rounded()) + margin }
        let speaking = Seat.allCases.map { seat in
            LocalAmplitude.runningMean(
                (-margin..<grid.count + margin).map {
                    turns.speaks(seat, at: grid.start + Double($0) * step) ? 1 : 0
                }, points: 2 * half + 1)
        }
        rows = (0..<grid.count).map { point in
            speaking.flatMap { own in shifts.map { own[point + $0] } } + [1]
        }
    }

    /// Activity without what speaking makes of it: 1 on average, without a unit.
    ///
    /// - Parameter values: not negative, on the grid; what is not finite stays so.
    func evened(_ values: [Double]) -> [Double] {
        let mean = values.lazy.filter(\.isFinite).meanOfPresent()
        guard mean > 0, let weights = weights(values) else { return values }
        return zip(values, rows).map { value, row in
            let expected = zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 }
            return value / max(expected, Self.least * mean)
        }
    }

    /// Least squares by the normal equations; `nil` when they have no solution.
    private func weights(_ values: [Double]) -> [Double]? {
        let size = 2 * Self.lags.count + 1
        var matrix = Array(repeating: Array(repeating: 0.0, count: size), count: size)
        var sums = Array(repeating: 0.0, count: size)
        var count = 0.0
        for (value, row) in zip(values, rows) where value.isFinite {
            count += 1
            for i in 0..<size where row[i] != 0 {
                sums[i] += row[i] * value
                for j in 0...i { matrix[i][j] += row[i] * row[j] }
            }
        }
        for i in 0..<size { matrix[i][i] += Self.ridge * count }
        return Self.solution(matrix, sums)
    }

    /// Of a symmetric positive definite matrix, given by its lower half (Cholesky).
    private static func solution(_ matrix: [[Double]], _ sums: [Double]) -> [Double]? {
        var root = matrix
        let size = sums.count
        for i in 0..<size {
            for j in 0...i {
                let rest = matrix[i][j] - (0..<j).reduce(0) { $0 + root[i][$1] * root[j][$1] }
                if i == j {
                    guard rest > 0 else { return nil }
                    root[i][i] = rest.squareRoot()
                } else {
                    root[i][j] = rest / root[j][j]
                }
            }
        }
        var result = sums
        for i in 0..<size {
            result[i] =
                (result[i] - (0..<i).reduce(0) { $0 + root[i][$1] * result[$1] }) / root[i][i]
        }
        for i in (0..<size).reversed() {
            result[i] =
                (result[i] - (i + 1..<size).reduce(0) { $0 + root[$1][i] * result[$1] })
                / root[i][i]
        }
        return result
    }
}
