/// Pearson's r between stretches of two short series that are shifted against each other.
///
/// The series are a window and its lags. They are centred first, and sums come from running sums; where
/// a stretch varies so little compared with its slice that differences of running sums lose digits, the
/// sums are recomputed. Agrees with the two-pass definition to about 1e-12.
struct SlicePearson {
    private let first: [Double]
    private let second: [Double]
    private let firstSums: Sums
    private let secondSums: Sums

    /// Whether a value is missing (`NaN`) in either.
    let hasMissing: Bool

    /// - Parameters: two slices of the same length; `NaN` where missing.
    init(_ first: ArraySlice<Double>, _ second: ArraySlice<Double>) {
        self.first = Self.centred(first)
        self.second = Self.centred(second)
        firstSums = Sums(self.first)
        secondSums = Sums(self.second)
        hasMissing = firstSums.missing.last != 0 || secondSums.missing.last != 0
    }

    /// Correlation of `length` values from `start` of the first and from `other` of the second.
    ///
    /// `NaN` when either does not vary, or when a value of either is missing.
    func correlation(_ start: Int, _ other: Int, length: Int) -> Double {
        guard firstSums.measured(start, length), secondSums.measured(other, length),
            firstSums.varies(start, length), secondSums.varies(other, length)
        else { return .nan }
        let count = Double(length)
        let x = firstSums.sum(start, length)
        let y = secondSums.sum(other, length)
        let xx = firstSums.square(start, length) - x * x / count
        let yy = secondSums.square(other, length) - y * y / count
        guard xx > Self.quiet * firstSums.total, yy > Self.quiet * secondSums.total else {
            return pairwise(start, other, length: length)
        }
        let xy = product(start, other, length) - x * y / count
        return min(1, max(-1, xy / (xx * yy).squareRoot()))
    }

    /// As `correlation`, over the pairs without a missing value; `NaN` when either does not vary.
    func pairwise(_ start: Int, _ other: Int, length: Int) -> Double {
        var (count, x, y) = (0.0, 0.0, 0.0)
        for index in 0..<length {
            let pair = (first[start + index], second[other + index])
            guard !pair.0.isNaN, !pair.1.isNaN else { continue }
            count += 1
            x += pair.0
            y += pair.1
        }
        x /= count
        y /= count
        var (xx, yy, xy) = (0.0, 0.0, 0.0)
        for index in 0..<length {
            let pair = (first[start + index] - x, second[other + index] - y)
            guard !pair.0.isNaN, !pair.1.isNaN else { continue }
            xx += pair.0 * pair.0
            yy += pair.1 * pair.1
            xy += pair.0 * pair.1
        }
        // A centred constant leaves only rounding errors.
        guard xx > 1e-24 * firstSums.total, yy > 1e-24 * secondSums.total else { return .nan }
        return max(-1, min(1, xy / (xx.squareRoot() * yy.squareRoot())))
    }

    /// Sum of squares, as a share of the slice's, below which running sums are not used.
    private static let quiet = 1e-4

    private static func centred(_ values: ArraySlice<Double>) -> [Double] {
        let mean = Sample.mean(values)
        return values.map { $0 - mean }
    }

    private func product(_ start: Int, _ other: Int, _ length: Int) -> Double {
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                DotProduct.of(
                    UnsafeBufferPointer(rebasing: first[start..<start + length]),
                    UnsafeBufferPointer(rebasing: second[other..<other + length]))
            }
        }
    }
}

/// Running sums of one slice; missing values count as 0.
private struct Sums {
    private var sums: [Double] = [0]
    private var squares: [Double] = [0]
    /// For each value, how many in a row have been the same up to it.
    private var same: [Int] = []
    /// How many values before each were missing.
    private(set) var missing: [Int] = [0]

    /// Sum of all squares.
    var total: Double { squares[squares.count - 1] }

    init(_ values: [Double]) {
        sums.reserveCapacity(values.count + 1)
        squares.reserveCapacity(values.count + 1)
        missing.reserveCapacity(values.count + 1)
        same.reserveCapacity(values.count)
        var (sum, square, gaps, run) = (0.0, 0.0, 0, 0)
        var last = Double.nan
        for value in values {
            if value.isNaN {
                gaps += 1
            } else {
                sum += value
                square += value * value
            }
            run = value == last ? run + 1 : 1
            last = value
            sums.append(sum)
            squares.append(square)
            missing.append(gaps)
            same.append(run)
        }
    }

    func sum(_ start: Int, _ length: Int) -> Double { sums[start + length] - sums[start] }
    func square(_ start: Int, _ length: Int) -> Double { squares[start + length] - squares[start] }
    func measured(_ start: Int, _ length: Int) -> Bool {
        missing[start + length] == missing[start]
    }
    func varies(_ start: Int, _ length: Int) -> Bool { same[start + length - 1] < length }
}
