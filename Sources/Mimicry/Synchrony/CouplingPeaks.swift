import Base
import Posture

/// Peaks of the windowed cross-correlation of all channels and mappings, at any circular shift of the
/// second person: the computation that the real session and its surrogates share.
///
/// A *measure* is a channel under a mapping. Values are z of the picked peak, 0 where a window has no
/// peak, `NaN` where it could not be compared.
struct CouplingPeaks: Sendable {
    /// A channel of the first seat under a mapping.
    struct Measure: Sendable, Equatable {
        var channel: Channel
        var mapping: Congruence
    }

    let measures: [Measure]
    let grid: UniformGrid
    let layout: WindowLayout
    /// From the first sample of a block to its centre, seconds.
    private let lead: Double
    private let pairs: [ChannelPair]
    private let correlations: [ShiftedCorrelation]
    private let picker: PeakPicker

    /// `nil` when no window has all its lags in the recording, or nothing can be compared.
    init?(first: FeatureTrack, second: FeatureTrack, settings: SynchronySettings, rate: Double) {
        guard let fine = UniformGrid(covering: first.times, second.times) else { return nil }
        let (grid, block) = fine.coarsened(toRate: rate)
        let layout = WindowLayout(grid: grid, settings: settings).withAllLags
        let pairs = ChannelPair.measured(first, second)
        guard !layout.starts.isEmpty, !pairs.isEmpty else { return nil }
        func series(_ track: FeatureTrack, _ channel: Channel) -> MaskedSeries {
            MaskedSeries(
                UniformGrid.blockMeans(
                    fine.resample(track[channel], at: track.times), block: block))
        }
        self.grid = grid
        lead = grid.start - fine.start
        self.layout = layout
        self.pairs = pairs
        picker = PeakPicker(settings: settings, gridStep: grid.step)
        correlations = pairs.map {
            ShiftedCorrelation(
                series(first, $0.first), series(second, $0.second), layout: layout)
        }
        measures = pairs.flatMap { pair in
            pair.readings.map { Measure(channel: pair.first, mapping: $0.mapping) }
        }
    }

    var windowCount: Int { layout.starts.count }

    /// Where a window lies, from its first sample on, as in `SynchronyWindow`.
    func span(_ window: Int) -> TimeSpan {
        let start = grid.time(layout.starts[window]) - lead
        return TimeSpan(start: start, end: start + Double(layout.length) * grid.step)
    }

    /// Values at a shift, measure by measure, window by window.
    ///
    /// Windows that touch the seam, where the end of the second person's recording meets its start, are
    /// left out, because no real window spans a cut.
    func values(shift: Int) -> [Double] {
        var result = [Double](repeating: .nan, count: measures.count * windowCount)
        let seam = shift > 0 ? grid.count - shift : 0
        var measure = 0
        for (pair, correlation) in zip(pairs, correlations) {
            correlation.rows(shift: shift) { window, row in
                let start = layout.starts[window]
                if start - layout.maxLag < seam, seam < start + layout.length { return }
                guard Self.isComparable(row) else { return }
                for (offset, reading) in pair.readings.enumerated() {
                    let peak = picker.peak(in: row, sign: reading.sign)
                    result[(measure + offset) * windowCount + window] =
                        peak.map { FisherZ.of(row[$0] * reading.sign) } ?? 0
                }
            }
            measure += pair.readings.count
        }
        return result
    }

    /// Whether more than half of the cells of a row are present.
    @inline(__always)
    private static func isComparable(_ row: UnsafeBufferPointer<Double>) -> Bool {
        var present = 0.0
        for cell in row { present += cell == cell ? 1 : 0 }
        return present * 2 > Double(row.count)
    }
}

extension Sequence where Element == Double {
    /// Mean of the values that are not `NaN`; `NaN` when there are none.
    func meanOfPresent() -> Double {
        var total = 0.0
        var count = 0.0
        for value in self where !value.isNaN {
            total += value
            count += 1
        }
        return total / count
    }
}
