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

    /// A channel with a side and its measures under both mappings.
    struct Contrast: Sendable, Equatable {
        var channel: Channel
        var mirror: Int
        var identical: Int
    }

    let measures: [Measure]
    /// Of the whole recording.
    let grid: UniformGrid
    /// Windows of known time: the grid closed up.
    let layout: WindowLayout
    let known: KnownPoints
    /// From the first sample of a block to its centre, seconds.
    private let lead: Double
    private let pairs: [ChannelPair]
    private let correlations: [ShiftedCorrelation]
    private let picker: PeakPicker
    /// How lively each person was, in known time.
    let activity: [ActivityCourse]

    /// `nil` when no window has all its lags in the recording, or nothing can be compared.
    ///
    /// - Parameter turns: who speaks when, which is taken out of how lively they are.
    init?(
        first: FeatureTrack, second: FeatureTrack, settings: SynchronySettings, rate: Double,
        turns: SpeakingTurns? = nil
    ) {
        guard let fine = UniformGrid(covering: first.times, second.times) else { return nil }
        let (grid, block) = fine.coarsened(toRate: rate)
        let pairs = ChannelPair.measured(first, second)
        let told = turns.map { TurnRegression($0, grid: grid) }
        let series = [first, second].map { track in
            ChannelSeries(track, fine: fine, block: block, step: grid.step, turns: told)
        }
        let known = KnownPoints(
            (0..<grid.count).map { (series[0].isKnown($0), series[1].isKnown($0)) })
        let closed = UniformGrid(start: grid.start, step: grid.step, count: known.count)
        let layout = WindowLayout(grid: closed, settings: settings).withAllLags
        guard !layout.starts.isEmpty, !pairs.isEmpty else { return nil }
        self.grid = grid
        self.known = known
        lead = grid.start - fine.start
        self.layout = layout
        self.pairs = pairs
        picker = PeakPicker(settings: settings, gridStep: grid.step)
        correlations = pairs.map {
            ShiftedCorrelation(
                MaskedSeries(known.closed(series[0].evened($0.first))),
                MaskedSeries(known.closed(series[1].evened($0.second))), layout: layout)
        }
        measures = pairs.flatMap { pair in
            pair.readings.map { Measure(channel: pair.first, mapping: $0.mapping) }
        }
        activity = series.map { $0.activity(known) }
    }

    /// In the order of the channels.
    var contrasts: [Contrast] {
        measures.enumerated().compactMap { index, measure in
            guard measure.mapping == .mirror,
                let identical = measures.firstIndex(
                    of: Measure(channel: measure.channel, mapping: .identical))
            else { return nil }
            return Contrast(channel: measure.channel, mirror: index, identical: identical)
        }
    }

    var windowCount: Int { layout.starts.count }

    /// Where a window lies, from its first sample on, as in `SynchronyWindow`.
    func span(_ window: Int) -> TimeSpan {
        let start = layout.starts[window]
        // The point after the last one, which the recording need not have.
        let end = known.indices[start + layout.length - 1] + 1
        return TimeSpan(
            start: grid.time(known.indices[start]) - lead, end: grid.time(end) - lead)
    }

    /// When both could be seen.
    var knownSpans: [TimeSpan] { known.spans(on: grid, lead: lead) }

    /// Values at a shift, measure by measure and within each window by window.
    ///
    /// - Parameter shift: grid points; 0 is the real session.
    func values(shift: Int) -> [Double] {
        var result = [Double](repeating: .nan, count: measures.count * windowCount)
        forEachRow(shift: shift) { place, row, sign in
            let peak = picker.peak(in: row, sign: sign)
            result[place] = peak.map { FisherZ.of(row[$0] * sign) } ?? 0
        }
        return result
    }

    /// Lags of the real session's peaks, in the order of `values`, seconds; `NaN` without a peak.
    func lags() -> [Double] {
        var result = [Double](repeating: .nan, count: measures.count * windowCount)
        forEachRow(shift: 0) { place, row, sign in
            guard let peak = picker.peak(in: row, sign: sign) else { return }
            result[place] = Double(peak - layout.maxLag) * grid.step
        }
        return result
    }

    /// Calls `body` with the place of each value, its correlations over lags and their sign. Windows that
    /// touch the seam of the circle are left out.
    @inline(__always)
    private func forEachRow(
        shift: Int, _ body: (Int, UnsafeBufferPointer<Double>, Double) -> Void
    ) {
        let seam = shift > 0 ? known.count - shift : 0
        var measure = 0
        for (pair, correlation) in zip(pairs, correlations) {
            correlation.rows(shift: shift) { window, row in
                let start = layout.starts[window]
                if start - layout.maxLag < seam, seam < start + layout.length { return }
                guard Self.isComparable(row) else { return }
                for (offset, reading) in pair.readings.enumerated() {
                    body((measure + offset) * windowCount + window, row, reading.sign)
                }
            }
            measure += pair.readings.count
        }
    }

    @inline(__always)
    private static func isComparable(_ row: UnsafeBufferPointer<Double>) -> Bool {
        var present = 0.0
        for cell in row { present += cell == cell ? 1 : 0 }
        return present * 2 > Double(row.count)
    }
}

/// One person's compared channels as means of blocks.
private struct ChannelSeries {
    private let means: [Channel: [Double]]
    /// Those that do not change, whose rounding errors would go together with anything's.
    private let constant: Set<Channel>
    /// Those that tell which way somebody moves.
    private let body: [[Double]]
    private let told: [[Double]]
    private let step: Double
    private let turns: TurnRegression?

    /// - Parameter step: of the blocks, seconds.
    init(
        _ track: FeatureTrack, fine: UniformGrid, block: Int, step: Double, turns: TurnRegression?
    ) {
        let measured = Channel.compared.filter { track[$0].contains(where: \.isFinite) }
        let means = Dictionary(
            uniqueKeysWithValues: measured.map { channel in
                let values = fine.resample(track[channel], at: track.times)
                return (channel, UniformGrid.blockMeans(values, block: block))
            })
        self.means = means
        constant = Set(measured.filter { track[$0].isConstant })
        body = measured.filter { $0 != .motionEnergy && !$0.isFace }.compactMap { means[$0] }
        told = body.isEmpty ? Array(means.values) : body
        self.step = step
        self.turns = turns
    }

    /// A channel with its running amplitude divided out; one that is an amplitude, as it is, and motion energy
    /// without what speaking makes of it where that is known. `NaN` where nothing changes.
    func evened(_ channel: Channel) -> [Double] {
        let values = means[channel] ?? []
        guard !constant.contains(channel) else { return values.map { _ in .nan } }
        if channel == .motionEnergy { return turns?.evened(values) ?? values }
        guard !channel.isAmplitude else { return values }
        return LocalAmplitude.evened(values, step: step)
    }

    /// Whether the person could be seen: any channel of the body, or motion energy where that is all.
    func isKnown(_ index: Int) -> Bool {
        told.contains { $0[index].isFinite }
    }

    func activity(_ known: KnownPoints) -> ActivityCourse {
        ActivityCourse(channels: body, energy: means[.motionEnergy], step: step, turns: turns)
            .closed(known)
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

extension [Double] {
    /// Whether what was measured, twice at least, is one and the same value.
    var isConstant: Bool {
        let measured = lazy.filter(\.isFinite)
        guard let least = measured.min(), let most = measured.max() else { return false }
        return measured.count > 1
            && most - least <= FisherZ.constantPart * Swift.max(1, Swift.max(abs(least), abs(most)))
    }
}
