/// R's `fitted(loess(y ~ 1:n, degree = 2, span))` with its other settings at their defaults
/// [Cleveland & Grosse 1991, *Statistics and Computing* 1, 47–62].
///
/// The default is not a fit at every point: the line is cut in halves until a cell holds at most
/// `n · span · 0.2` points, a parabola is fitted (tricube weights, the nearest `n · span` points) at
/// every cut, and a cubic with their values and slopes connects two cuts.
struct LoessSmoother {
    let count: Int
    /// Cuts and both ends (half a per cent of the range outside the points), ascending; points are at
    /// 0, 1 … n − 1.
    private let vertices: [Double]
    private let fits: [LocalPolynomial]
    /// Where the values of each fit begin.
    private let starts: [Int]

    /// Fewest points for which a parabola can be fitted everywhere with a span of 0.25.
    static let fewest = 21

    /// - Parameters:
    ///   - count: n.
    ///   - span: share of the points that a fit uses, 0…1; four points or more.
    init(count: Int, span: Double) {
        self.count = count
        let margin = 0.005 * Double(count - 1)
        let cuts = Self.cuts(
            0, count - 1, largest: max(1, Int(Double(count) * span * Self.cell)))
        vertices = [-margin] + cuts.map(Double.init) + [Double(count - 1) + margin]
        let near = min(count, Int(Double(count) * span + 1e-5))
        starts = vertices.map { Self.nearest(near, to: $0, of: count) }
        fits = zip(vertices, starts).map { vertex, start in
            let offsets = (start..<start + near).map { Double($0) - vertex }
            let reach = offsets.map(abs).max() ?? 1
            return LocalPolynomial(
                offsets: offsets,
                kernel: offsets.map { offset in
                    let share = abs(offset) / reach
                    let cube = 1 - share * share * share
                    return cube * cube * cube
                })
        }
    }

    /// R's default for `cell` in `loess.control`.
    private static let cell = 0.2

    /// Points at which the stretch is cut, ascending: each stretch at the middle one of its points.
    private static func cuts(_ first: Int, _ last: Int, largest: Int) -> [Int] {
        guard last - first + 1 > largest else { return [] }
        // R counts from 1 and rounds the middle down there.
        let middle = (first + last + 2) / 2 - 1
        return cuts(first, middle, largest: largest) + [middle]
            + cuts(middle + 1, last, largest: largest)
    }

    /// First of the `near` points that are nearest to a place.
    private static func nearest(_ near: Int, to place: Double, of count: Int) -> Int {
        var start = 0
        while start + near < count,
            Double(start + near) - place < place - Double(start)
        {
            start += 1
        }
        return start
    }

    /// The smoothed values at the points.
    func smoothed(_ values: [Double]) -> [Double] {
        let fitted = zip(fits, starts).map { fit, start in
            (Self.sum(fit.value, values, start), Self.sum(fit.slope, values, start))
        }
        var cell = 0
        return (0..<count).map { point in
            while vertices[cell + 1] < Double(point) { cell += 1 }
            let width = vertices[cell + 1] - vertices[cell]
            return Self.hermite(
                (Double(point) - vertices[cell]) / width, width, fitted[cell], fitted[cell + 1])
        }
    }

    private static func sum(_ weights: [Double], _ values: [Double], _ start: Int) -> Double {
        weights.indices.reduce(0) { $0 + weights[$1] * values[start + $1] }
    }

    /// The cubic with given values and slopes at both ends, at a share of the way.
    private static func hermite(
        _ share: Double, _ width: Double, _ left: (value: Double, slope: Double),
        _ right: (value: Double, slope: Double)
    ) -> Double {
        let rest = 1 - share
        return left.value * rest * rest * (1 + 2 * share)
            + right.value * share * share * (1 + 2 * rest)
            + width * (left.slope * share * rest * rest - right.slope * share * share * rest)
    }
}

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
