extension RMEA {
    /// `MEAsmooth`: a moving sum over the window, divided by the window's width in samples.
    ///
    /// As in rMEA, with its peculiarities: the width may be fractional while the sum is over whole
    /// samples, so that half a second at 25 Hz sums 12 values, centred half a sample early, and divides
    /// by 12.5 (a gain of 0.96); the start is a sum over the part of the window that is there, divided
    /// by the whole width; where the window reaches beyond the end or over a missing value the result
    /// is 0.
    ///
    /// - Parameters:
    ///   - window: seconds, at least one sample (`moving.average.win`).
    ///   - rate: samples per second.
    package static func smoothed(
        _ series: [Double], window: Double = 0.5, rate: Double
    ) throws(ReferenceError) -> [Double] {
        let width = window * rate
        guard width >= 1, width.isFinite else {
            throw .setting("smoothing must be over one sample or more")
        }
        let reach = (width - 1) / 2
        return series.indices.map { index in
            let place = Double(index + 1)
            let from = max(1, place - reach)
            // R's `from:to` has floor(to − from + 1e-10) + 1 elements; an index is cut to an integer.
            let first = Int(from)
            let last = Int(from + (place + reach - from + 1e-10).rounded(.down))
            guard last <= series.count else { return 0 }
            let sum = series[first - 1..<last].reduce(0, +)
            return sum.isNaN ? 0 : sum / width
        }
    }

    /// `MEAscale(scale = "sd", center = FALSE)`: divided by the standard deviation, not centred.
    ///
    /// All `NaN` when the series does not vary.
    package static func scaled(_ series: [Double]) -> [Double] {
        let deviation = Sample.standardDeviation(series)
        return series.map { deviation > 0 ? $0 / deviation : .nan }
    }
}
