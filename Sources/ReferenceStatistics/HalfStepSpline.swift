/// R's `spline(1:n, y, n = 2 * n - 1)$y`: the values and, between each two, the value of the cubic
/// spline of Forsythe, Malcolm & Moler (1977, *Computer Methods for Mathematical Computations*, ch. 4),
/// whose third derivative at either end is that of the cubic through the four outermost points.
enum HalfStepSpline {
    /// - Parameter values: four or more, one unit apart.
    /// - Returns: 2 n − 1 values.
    static func values(_ values: [Double]) -> [Double] {
        let bends = bends(values)
        var result: [Double] = []
        result.reserveCapacity(2 * values.count - 1)
        for index in values.indices {
            result.append(values[index])
            guard index + 1 < values.count else { break }
            // w³ − w at w = ½.
            result.append(
                (values[index] + values[index + 1]) / 2
                    - 0.375 * (bends[index] + bends[index + 1]))
        }
        return result
    }

    /// A sixth of the second derivative at each point.
    ///
    /// With unit spacing: −σ₀ + σ₁ = Δ³y₀; σᵢ₋₁ + 4σᵢ + σᵢ₊₁ = Δ²yᵢ; σₙ₋₂ − σₙ₋₁ = −Δ³yₙ₋₄. (A sixth of
    /// the third derivative is σ₁ − σ₀, and that of the cubic through four points is Δ³y ÷ 6.)
    private static func bends(_ y: [Double]) -> [Double] {
        let last = y.count - 1
        func third(_ i: Int) -> Double { (y[i + 3] - 3 * y[i + 2] + 3 * y[i + 1] - y[i]) / 6 }
        var diagonal = [Double](repeating: 4, count: y.count)
        var right = [Double](repeating: 0, count: y.count)
        diagonal[0] = -1
        diagonal[last] = -1
        right[0] = third(0)
        right[last] = -third(last - 3)
        for i in 1..<last { right[i] = y[i + 1] - 2 * y[i] + y[i - 1] }
        for i in 1...last {
            let factor = 1 / diagonal[i - 1]
            diagonal[i] -= factor
            right[i] -= factor * right[i - 1]
        }
        right[last] /= diagonal[last]
        for i in (0..<last).reversed() { right[i] = (right[i] - right[i + 1]) / diagonal[i] }
        return right
    }
}
