import CVision
import Foundation

/// Correlates stretches of one series with every place of another, through Fourier transforms.
///
/// Both have mean 0 over any second or more.
struct SlidingCorrelation {
    /// A stretch of the other series.
    struct Stretch {
        /// Index of its first value.
        let start: Int
        let values: [Float]
        /// Sum of squares.
        let power: Double

        var middle: Double { Double(start) + Double(values.count) / 2 }

        init(_ series: [Float], _ range: Range<Int>) {
            start = range.lowerBound
            values = Array(series[range])
            power = values.reduce(0.0) { $0 + Double($1 * $1) }
        }
    }

    private let series: [Float]
    /// Sums of squares up to each index.
    private let squares: [Double]
    /// A place at which the series varies less than this counts as if it varied so much.
    private let leastPower: Double

    init(_ series: [Float]) {
        self.series = series
        var sums = [0.0]
        sums.reserveCapacity(series.count + 1)
        for value in series { sums.append(sums[sums.count - 1] + Double(value * value)) }
        squares = sums
        leastPower = 0.1 * sums[series.count] / Double(max(1, series.count))
    }

    /// The correlation with the stretch's first value at each place of `places` that lies wholly in the
    /// series, and the first of these places; empty when there is none.
    func correlations(
        _ stretch: Stretch, at places: ClosedRange<Int>? = nil
    ) throws -> (first: Int, values: [Float]) {
        let length = stretch.values.count
        guard length > 0, length <= series.count else { return (0, []) }
        let all = 0...series.count - length
        let places = places ?? all
        guard places.overlaps(all) else { return (0, []) }
        let used = places.clamped(to: all)
        let span = used.count + length - 1
        var products = [Float](repeating: 0, count: span + length - 1)
        try series.withUnsafeBufferPointer { series in
            guard let start = series.baseAddress else { return }
            try edge {
                cv_correlate(
                    start + used.lowerBound, span, stretch.values, length, &products, $0)
            }
        }
        let values = used.map { place in
            products[place - used.lowerBound + length - 1] / norm(stretch, at: place)
        }
        return (used.lowerBound, values)
    }

    private func norm(_ stretch: Stretch, at place: Int) -> Float {
        let length = stretch.values.count
        let own = squares[place + length] - squares[place]
        let power = max(own, leastPower * Double(length))
        return Float(max((power * stretch.power).squareRoot(), 1e-12))
    }
}
