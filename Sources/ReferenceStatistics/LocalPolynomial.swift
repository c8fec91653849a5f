/// Weighted least-squares fit of a parabola around a point, as weights on the values: value and slope
/// at the point are sums of the values times these.
struct LocalPolynomial {
    /// Weights that give the fitted value at offset 0.
    let value: [Double]
    /// Weights that give the fitted slope there, per unit of offset.
    let slope: [Double]

    /// - Parameters:
    ///   - offsets: places of the values relative to the point; three or more with a kernel above 0.
    ///   - kernel: weight of each value, 0 or more.
    init(offsets: [Double], kernel: [Double]) {
        // Orthonormal polynomials over the weighted places, by modified Gram–Schmidt.
        let scale = offsets.map(abs).max() ?? 1
        let places = offsets.map { $0 / scale }
        let powers = [places.map { _ in 1.0 }, places, places.map { $0 * $0 }]
        var basis: [[Double]] = []
        // Value and slope at 0 of each basis polynomial, carried through the same steps.
        var atZero: [(value: Double, slope: Double)] = []
        for (power, column) in powers.enumerated() {
            var column = column
            var origin = (value: power == 0 ? 1.0 : 0, slope: power == 1 ? 1.0 : 0)
            for (earlier, zero) in zip(basis, atZero) {
                let share = Self.product(column, earlier, kernel)
                for index in column.indices { column[index] -= share * earlier[index] }
                origin.value -= share * zero.value
                origin.slope -= share * zero.slope
            }
            let norm = Self.product(column, column, kernel).squareRoot()
            basis.append(column.map { $0 / norm })
            atZero.append((origin.value / norm, origin.slope / norm))
        }
        value = places.indices.map { index in
            kernel[index] * zip(basis, atZero).reduce(0) { $0 + $1.0[index] * $1.1.value }
        }
        slope = places.indices.map { index in
            kernel[index] * zip(basis, atZero).reduce(0) { $0 + $1.0[index] * $1.1.slope } / scale
        }
    }

    private static func product(_ a: [Double], _ b: [Double], _ kernel: [Double]) -> Double {
        kernel.indices.reduce(0) { $0 + a[$1] * b[$1] * kernel[$1] }
    }
}
