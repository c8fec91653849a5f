import Posture

/// Movement synchrony: windowed lagged cross-correlation of every channel under every mapping.
///
/// Both people are brought to one grid (`UniformGrid`), correlated window by window and lag by lag
/// (`LaggedCorrelation`, which states what a cell is), transformed with Fisher's z (`FisherZ`), and the
/// peak nearest zero is picked (`PeakPicker`). Positive lags mean that the first seat leads.
///
/// ```swift
/// let windows = WindowedCrossCorrelation().synchrony(first: therapist, second: client)
/// ```
public struct WindowedCrossCorrelation: Sendable {
    /// Distance of grid points and lags, seconds; `nil` takes the sample interval.
    public let gridStep: Double?

    public init(gridStep: Double? = nil) {
        self.gridStep = gridStep
    }

    /// Synchrony per channel (in the order of `Channel.allCases`), mapping and window.
    ///
    /// A channel that was never measured in one of the two has no rows; a window in which nothing can
    /// be compared has a row without results. A recording shorter than a window has no rows at all.
    public func synchrony(
        first: FeatureTrack, second: FeatureTrack, settings: SynchronySettings = .init()
    ) -> [SynchronyWindow] {
        guard let grid = UniformGrid(covering: first.times, second.times, step: gridStep) else {
            return []
        }
        let layout = WindowLayout(grid: grid, settings: settings)
        guard !layout.starts.isEmpty else { return [] }
        let one = GriddedTrack(first, on: grid)
        let other = GriddedTrack(second, on: grid)
        return ChannelPair.measured(first, second).flatMap { pair in
            let matrix = LaggedCorrelation(one[pair.first], other[pair.second], layout: layout)
            let valid = layout.validFractions(one[pair.first], other[pair.second])
            let picker = PeakPicker(settings: settings, gridStep: grid.step)
            let rows = SynchronyRows(matrix: matrix, layout: layout, grid: grid, picker: picker)
            return pair.readings.flatMap { rows.windows(pair.first, $0, valid: valid) }
        }
    }
}

/// The channels of one person on a grid, made once each.
struct GriddedTrack: Sendable {
    private let series: [MaskedSeries]

    init(_ track: FeatureTrack, on grid: UniformGrid) {
        series = track.values.map { MaskedSeries(grid.resample($0, at: track.times)) }
    }

    subscript(_ channel: Channel) -> MaskedSeries { series[channel.index] }
}

/// Turns a matrix of correlations into rows of results.
struct SynchronyRows {
    let matrix: LaggedCorrelation
    let layout: WindowLayout
    let grid: UniformGrid
    let picker: PeakPicker

    func windows(
        _ channel: Channel, _ reading: ChannelPair.Reading, valid: [Double]
    ) -> [SynchronyWindow] {
        matrix.cells.withUnsafeBufferPointer { cells in
            layout.starts.indices.map { window in
                let start = window * layout.lagCount
                let row = UnsafeBufferPointer(rebasing: cells[start..<start + layout.lagCount])
                return self.window(window, row, channel, reading, valid[window])
            }
        }
    }

    private func window(
        _ index: Int, _ row: UnsafeBufferPointer<Double>, _ channel: Channel,
        _ reading: ChannelPair.Reading, _ valid: Double
    ) -> SynchronyWindow {
        let start = layout.starts[index]
        var result = SynchronyWindow(
            channel: channel, mapping: reading.mapping, start: grid.time(start),
            end: grid.time(start + layout.length), validFraction: valid)
        if let peak = picker.peak(in: row, sign: reading.sign) {
            result.peakLag = Double(peak - layout.maxLag) * grid.step
            result.peakZ = FisherZ.of(row[peak] * reading.sign)
        }
        result.meanAbsZ = FisherZ.meanMagnitude(row)
        let zero = row[layout.maxLag]
        if !zero.isNaN { result.zeroLagZ = FisherZ.of(zero * reading.sign) }
        return result
    }
}

extension WindowLayout {
    /// Per window the share of points at which both series were measured, 0…1.
    func validFractions(_ one: MaskedSeries, _ other: MaskedSeries) -> [Double] {
        var running = [0.0]
        running.reserveCapacity(one.count + 1)
        for index in 0..<one.count {
            running.append(running[index] + one.mask[index] * other.mask[index])
        }
        return starts.map { (running[$0 + length] - running[$0]) / Double(length) }
    }
}
