import Algorithms
import Base
package import Posture

/// The synchrony of a channel under a mapping over the session, tested against chance.
package struct ChannelSignificance: Sendable, Codable, Equatable {
    package var channel: Channel
    package var mapping: Congruence
    /// The statistic is the mean over windows of the peak's z.
    package var significance: Significance
    /// Benjamini–Hochberg over all channels and mappings of the session.
    package var qValue: Double
}

/// Movement synchrony tested against circular-shift surrogates.
///
/// **The statistic** of a channel under a mapping is the mean over windows of z at the peak nearest
/// zero (`PeakPicker`), 0 for a window without a peak. Every surrogate repeats everything: correlation,
/// maximisation over lags, peak picking. Of the statistics tried on simulated dyads of 10 minutes
/// (Ornstein–Uhlenbeck channels of 1, 3 and 10 s, coupling 0.3, 5 % level) it found 0.99, 0.89 and
/// 0.80 of those whose lag changed every minute and 0.99, 0.92, 0.83 of those with a fixed lag; mean
/// |z| over all lags found 0.25 to 0.52, the mean highest z 0.72 to 0.99, and the highest mean z over
/// windows, best at a fixed lag (0.93 to 1.00), fell behind when the lag changed (0.77 to 0.90). In
/// posture the leader changes within a session, as in the therapist and client of Rothschild (2004).
///
/// Real session and surrogates alike are compared at `SurrogateSettings.rate`, on means of whole
/// blocks of the grid, in the windows all of whose lags lie inside the recording. Shifts are at least
/// twice the largest lag away from the real alignment, and alignments too near to distinguish from it
/// count as reaching it (`CircularShifts`). Surrogate windows that touch the seam of the circle are
/// left out. All channels of a person are shifted together.
///
/// **The combined index** is the mean over windows of `CombinedCoupling`.
///
/// **The percentile** of a window is the rank of its combined coupling among those of the same window
/// under the shifts, 0…100, ties halved; 50 is chance.
package struct SynchronySignificance: Sendable, Equatable {
    /// One window of the session.
    package struct Window: Sendable, Equatable {
        /// Seconds.
        package var start: Double
        package var end: Double
        /// 0…100; `nil` where nothing could be compared.
        package var percentile: Double?
    }

    /// How many surrogates there were.
    package let surrogates: Int
    /// In the order of `Channel.allCases`.
    package let channels: [ChannelSignificance]
    /// All channels together; `nil` when nothing could be compared.
    package let combined: Significance?
    /// In order of time.
    package let windows: [Window]
    /// Per measure, the p-value of each window's peak; 1 where there is none.
    let peakPValues: [[Double]]
    let measures: [CouplingPeaks.Measure]
    let level: Double

    /// Percentile of the coupling around a time, 0…100; `nil` outside all windows and where nothing
    /// could be compared.
    ///
    /// Of the windows that cover the time, the one with the nearest centre counts.
    package func percentile(at time: Double) -> Double? {
        let covering = windows.filter { $0.start <= time && time < $0.end }
        let nearest = covering.min {
            abs($0.start + $0.end - 2 * time) < abs($1.start + $1.end - 2 * time)
        }
        return nearest?.percentile
    }

    /// Whether the peak of a window is higher than chance allows: p ≤ `SurrogateSettings.level` among
    /// the peaks of the same window, channel and mapping under the surrogates.
    package func isSignificant(_ window: SynchronyWindow) -> Bool {
        let measure = CouplingPeaks.Measure(channel: window.channel, mapping: window.mapping)
        guard let row = measures.firstIndex(of: measure), let index = nearest(window.start) else {
            return false
        }
        return peakPValues[row][index] <= level
    }

    /// The window that starts nearest to a time, within half the step between windows.
    private func nearest(_ start: Double) -> Int? {
        guard let first = windows.first else { return nil }
        let next = windows.partitioningIndex { $0.start >= start }
        let candidates = [next - 1, next].filter(windows.indices.contains)
        let best = candidates.min {
            abs(windows[$0].start - start) < abs(windows[$1].start - start)
        }
        let reach = windows.count > 1 ? (windows[1].start - first.start) / 2 + 1e-6 : 0.5
        return best.flatMap { abs(windows[$0].start - start) <= reach ? $0 : nil }
    }
}

extension SynchronySignificance {
    /// Tests the session; `nil` when it is too short (no window with all its lags, or no room for
    /// shifts), when nothing can be compared, or when the task was cancelled.
    ///
    /// Spreads over the cores. The result depends on the settings alone.
    ///
    /// - Parameter progress: called now and then with the finished share, 0…1.
    package static func test(
        first: FeatureTrack, second: FeatureTrack, settings: SynchronySettings = .init(),
        surrogates: SurrogateSettings = .init(),
        progress: @Sendable (Double) -> Void = { _ in }
    ) async -> SynchronySignificance? {
        guard let (peaks, run) = prepared(first, second, settings, surrogates) else { return nil }
        guard let outcome = await run.outcome(count: surrogates.count, progress: progress) else {
            return nil
        }
        return SynchronySignificance(
            peaks: peaks, run: run, outcome: outcome, settings: surrogates)
    }

    /// As `test`, on the calling thread; it cannot be cancelled.
    static func testSerially(
        first: FeatureTrack, second: FeatureTrack, settings: SynchronySettings,
        surrogates: SurrogateSettings
    ) -> SynchronySignificance? {
        guard let (peaks, run) = prepared(first, second, settings, surrogates),
            let outcome = run.serialOutcome(count: surrogates.count)
        else { return nil }
        return SynchronySignificance(
            peaks: peaks, run: run, outcome: outcome, settings: surrogates)
    }

    private static func prepared(
        _ first: FeatureTrack, _ second: FeatureTrack, _ settings: SynchronySettings,
        _ surrogates: SurrogateSettings
    ) -> (CouplingPeaks, SurrogateRun)? {
        let peaks = CouplingPeaks(
            first: first, second: second, settings: settings, rate: surrogates.rate)
        guard let peaks else { return nil }
        let shifts = CircularShifts(
            length: peaks.grid.count, maxLag: peaks.layout.maxLag, seed: surrogates.seed)
        guard let shifts else { return nil }
        return (peaks, SurrogateRun(peaks: peaks, shifts: shifts))
    }

    init(
        peaks: CouplingPeaks, run: SurrogateRun, outcome: SurrogateRun.Outcome,
        settings: SurrogateSettings
    ) {
        let statistics = outcome.statistics
        let near = run.shifts.realAlignments(among: settings.count)
        func significance(_ index: Int) -> Significance? {
            Significance(
                of: run.real.statistics[index], against: statistics[index], atReal: near)
        }
        let tested = peaks.measures.indices.compactMap { measure in
            significance(measure).map { (peaks.measures[measure], $0) }
        }
        let qValues = BenjaminiHochberg.qValues(tested.map(\.1.pValue))
        let found = zip(tested, qValues).map { tested, qValue in
            ChannelSignificance(
                channel: tested.0.channel, mapping: tested.0.mapping, significance: tested.1,
                qValue: qValue)
        }
        surrogates = settings.count
        channels = found
        combined = significance(peaks.measures.count)
        measures = peaks.measures
        level = settings.level
        peakPValues = peaks.measures.indices.map { measure in
            (0..<peaks.windowCount).map { outcome.peakPValue(measure * peaks.windowCount + $0) }
        }
        windows = (0..<peaks.windowCount).map { window in
            let span = peaks.span(window)
            return Window(
                start: span.start, end: span.end, percentile: outcome.percentile(window))
        }
    }
}
