/// A series on a grid, centred, with what was not measured set to zero and marked.
///
/// Running sums make the count, sum and sum of squares of any stretch one subtraction. Centring first
/// keeps the rounding error of those differences near that of the values themselves.
struct MaskedSeries: Sendable {
    /// Centred values, 0 where missing.
    let values: [Double]
    /// 1 where measured, 0 where missing.
    let mask: [Double]
    /// Running count, sum and sum of squares (the fourth lane is empty); entry `i` is over the points
    /// before `i`.
    let running: [SIMD4<Double>]
    /// Variance over all measured points.
    let variance: Double

    var count: Int { values.count }

    /// - Parameter raw: one value per grid point; anything that is not finite is missing.
    init(_ raw: [Double]) {
        var total = 0.0
        var measured = 0.0
        for value in raw where value.isFinite {
            total += value
            measured += 1
        }
        let mean = measured > 0 ? total / measured : 0
        var values = [Double](repeating: 0, count: raw.count)
        var mask = values
        var running = [SIMD4<Double>](repeating: .zero, count: raw.count + 1)
        for (index, value) in raw.enumerated() {
            if value.isFinite {
                values[index] = value - mean
                mask[index] = 1
            }
            let centred = values[index]
            running[index + 1] = running[index] + SIMD4(mask[index], centred, centred * centred, 0)
        }
        self.values = values
        self.mask = mask
        self.running = running
        self.variance = measured > 0 ? running[raw.count][2] / measured : 0
    }
}
