import Base

/// Moments of the values, leaving out `NaN`, as `na.rm = TRUE` does in R.
enum Sample {
    /// `NaN` without a value.
    static func mean(_ values: some Sequence<Double>) -> Double {
        var sum = 0.0
        var count = 0.0
        for value in values where !value.isNaN {
            sum += value
            count += 1
        }
        return count > 0 ? sum / count : .nan
    }

    /// With n − 1 in the denominator; `NaN` with fewer than two values.
    static func variance(_ values: some Sequence<Double>) -> Double {
        let center = mean(values)
        var sum = 0.0
        var count = 0.0
        for value in values where !value.isNaN {
            sum += (value - center) * (value - center)
            count += 1
        }
        return count > 1 ? sum / (count - 1) : .nan
    }

    static func standardDeviation(_ values: some Sequence<Double>) -> Double {
        variance(values).squareRoot()
    }

    /// Seconds as the nearest whole number of samples.
    static func count(_ seconds: Double, rate: Double) -> Int {
        Int(bounded: (seconds * rate).rounded())
    }
}

/// Sum of products of two series of the same length.
enum DotProduct {
    /// Four sums at a time, so that one addition need not wait for the last.
    @inline(__always)
    static func of(
        _ left: UnsafeBufferPointer<Double>, _ right: UnsafeBufferPointer<Double>
    ) -> Double {
        guard let x = left.baseAddress, let y = right.baseAddress else { return 0 }
        let count = min(left.count, right.count)
        var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
        var index = 0
        while index + 4 <= count {
            a += x[index] * y[index]
            b += x[index + 1] * y[index + 1]
            c += x[index + 2] * y[index + 2]
            d += x[index + 3] * y[index + 3]
            index += 4
        }
        while index < count {
            a += x[index] * y[index]
            index += 1
        }
        return (a + b) + (c + d)
    }
}
