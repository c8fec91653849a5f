import Base

/// Moments of the values that are there; `NaN` ones are left out, as by `na.rm = TRUE` in R.
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

    /// Seconds as a whole number of samples, the nearest.
    static func count(_ seconds: Double, rate: Double) -> Int {
        Int(bounded: (seconds * rate).rounded())
    }
}
