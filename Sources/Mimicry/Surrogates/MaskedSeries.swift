/// A series on a grid, centred, with what was not measured set to zero and marked.
///
/// Centring keeps the rounding error of running sums near that of the values themselves.
struct MaskedSeries: Sendable {
    /// Centred values, 0 where missing.
    let values: [Double]
    /// 1 where measured, 0 where missing.
    let mask: [Double]
    /// Variance over all measured points.
    let variance: Double

    var count: Int { values.count }

    /// - Parameter raw: one value per grid point; anything that is not finite is missing.
    init(_ raw: [Double]) {
        let measured = raw.lazy.filter(\.isFinite)
        let count = Double(max(1, measured.count))
        let mean = measured.reduce(0, +) / count
        values = raw.map { $0.isFinite ? $0 - mean : 0 }
        mask = raw.map { $0.isFinite ? 1 : 0 }
        variance = values.reduce(0) { $0 + $1 * $1 } / count
    }
}
