package import Posture

/// Windowed lagged cross-correlation of one channel and mapping in one window: a row of
/// `synchrony.csv`. Positive lags mean that the first seat leads.
package struct SynchronyWindow: Sendable, Equatable {
    package var channel: Channel
    package var mapping: Congruence
    /// Seconds.
    package var start: Double
    package var end: Double
    /// Lag of the correlation peak nearest zero (Boker et al. 2002), seconds; `nil` without a peak.
    package var peakLag: Double?
    /// Fisher z at that peak.
    package var peakZ: Double?
    /// Mean of |z| over the lags.
    package var meanAbsZ: Double?
    package var zeroLagZ: Double?
    /// Share of sample pairs at lag 0 in the window that were measured in both, 0…1.
    package var validFraction: Double

    package init(
        channel: Channel, mapping: Congruence, start: Double, end: Double, peakLag: Double? = nil,
        peakZ: Double? = nil, meanAbsZ: Double? = nil, zeroLagZ: Double? = nil,
        validFraction: Double
    ) {
        self.channel = channel
        self.mapping = mapping
        self.start = start
        self.end = end
        self.peakLag = peakLag
        self.peakZ = peakZ
        self.meanAbsZ = meanAbsZ
        self.zeroLagZ = zeroLagZ
        self.validFraction = validFraction
    }
}

/// Turns rows of correlations into rows of results.
struct SynchronyRows: Sendable {
    let grid: UniformGrid
    let shape: WindowShape
    let picker: PeakPicker

    /// A row without results: nothing could be compared.
    func empty(_ index: Int, _ channel: Channel, _ mapping: Congruence) -> SynchronyWindow {
        let start = shape.start(index)
        return SynchronyWindow(
            channel: channel, mapping: mapping, start: grid.time(start),
            end: grid.time(start + shape.length), validFraction: 0)
    }

    /// - Parameters:
    ///   - row: correlations at ascending lags, `NaN` where missing.
    ///   - pairs: number of pairs at lag 0.
    func result(
        _ index: Int, _ channel: Channel, _ reading: ChannelPair.Reading,
        _ row: UnsafeBufferPointer<Double>, pairs: Double
    ) -> SynchronyWindow {
        var result = empty(index, channel, reading.mapping)
        result.validFraction = pairs / Double(shape.length)
        if let peak = picker.peak(in: row, sign: reading.sign) {
            result.peakLag = Double(peak - shape.maxLag) * grid.step
            result.peakZ = FisherZ.of(row[peak] * reading.sign)
        }
        result.meanAbsZ = FisherZ.meanMagnitude(row)
        let zero = row[shape.maxLag]
        if !zero.isNaN { result.zeroLagZ = FisherZ.of(zero * reading.sign) }
        return result
    }
}
