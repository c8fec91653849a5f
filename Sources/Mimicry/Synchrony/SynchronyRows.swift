import Posture

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
