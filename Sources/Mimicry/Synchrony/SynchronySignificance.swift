package import Base
package import Posture

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
/// Channels have their own running amplitude divided out (`LocalAmplitude`); motion energy and the motion of
/// the face, which are amplitudes, are taken as they are; where it is known who speaks, motion energy without what that
/// makes of it (`TurnRegression`). Only time in which both could be seen is used, closed up (`KnownPoints`).
///
/// **Mirroring** is the mean over windows of z in the mirror less z of the same sides. Whatever two people
/// merely do at the same time adds to both alike: of all results of synchrony this one alone may be called
/// mirroring.
///
/// **The combined index** is the mean over windows of `CombinedCoupling`.
///
/// **The percentile** of a window is the rank of its combined coupling among those of all windows under
/// the shifts (`WindowPercentiles`), 0…100, ties halved; 50 is chance.
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
    /// Mirroring per channel with a side, in the order of `Channel.allCases`.
    package let mirrored: [MirrorSignificance]
    /// Mirroring in all channels with a side; `nil` when there is none.
    package let mirroring: Significance?
    /// Whether both were lively at the same or at opposite times; `nil` when it could not be told.
    package let activity: SharedActivity?
    /// In order of time.
    package let windows: [Window]
    /// Percentiles below and above which one session in twenty has any window by chance; `nil` where
    /// nothing can be told.
    package let band: ClosedRange<Double>?
    /// Peaks of the session that stand out among all its peaks (`PeakCounts`), on the grid on which they
    /// were tested. They alone say who leads; what the face does is left out, since people who talk in turn
    /// seem to follow each other. Where both were lively at the same times, only those of
    /// channels with a side.
    package let leading: [SynchronyWindow]
    /// When both people could be seen, on this grid.
    package let known: [TimeSpan]

    /// At or below this p-value a peak stands out, and something is more than chance.
    package static let level = 0.05

    /// Percentile of the coupling around a time, 0…100; `nil` outside all windows and where nothing
    /// could be compared.
    ///
    /// Of the windows that cover the time, the one with the nearest centre counts.
    package func percentile(at time: Double) -> Double? {
        guard known.contains(where: { $0.contains(time) }) else { return nil }
        let covering = windows.filter { $0.start <= time && time < $0.end }
        let nearest = covering.min {
            abs($0.start + $0.end - 2 * time) < abs($1.start + $1.end - 2 * time)
        }
        return nearest?.percentile
    }
}

extension SynchronySignificance {
    /// Tests the session; `nil` when it is too short (no window with all its lags, or no room for
    /// shifts), when nothing can be compared, or when the task was cancelled.
    ///
    /// Spreads over the cores. The result depends on the settings alone.
    ///
    /// - Parameters:
    ///   - turns: who speaks when, which is taken out of how lively they are (`TurnRegression`).
    ///   - progress: called now and then with the finished share, 0…1.
    package static func test(
        first: FeatureTrack, second: FeatureTrack, settings: SynchronySettings = .init(),
        surrogates: SurrogateSettings = .init(), turns: SpeakingTurns? = nil,
        progress: @Sendable (Double) -> Void = { _ in }
    ) async -> SynchronySignificance? {
        guard let (peaks, run) = prepared(first, second, settings, surrogates, turns) else {
            return nil
        }
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
        guard let (peaks, run) = prepared(first, second, settings, surrogates, nil),
            let outcome = run.serialOutcome(count: surrogates.count)
        else { return nil }
        return SynchronySignificance(
            peaks: peaks, run: run, outcome: outcome, settings: surrogates)
    }

    private static func prepared(
        _ first: FeatureTrack, _ second: FeatureTrack, _ settings: SynchronySettings,
        _ surrogates: SurrogateSettings, _ turns: SpeakingTurns?
    ) -> (CouplingPeaks, SurrogateRun)? {
        let peaks = CouplingPeaks(
            first: first, second: second, settings: settings, rate: surrogates.rate, turns: turns)
        guard let peaks else { return nil }
        let shifts = CircularShifts(
            length: peaks.known.count, maxLag: peaks.layout.maxLag, seed: surrogates.seed)
        guard let shifts else { return nil }
        return (peaks, SurrogateRun(peaks: peaks, shifts: shifts))
    }

    init(
        peaks: CouplingPeaks, run: SurrogateRun, outcome: SurrogateRun.Outcome,
        settings: SurrogateSettings
    ) {
        let tests = SynchronyTests(peaks: peaks, run: run, outcome: outcome, count: settings.count)
        let near = run.shifts.realAlignments(among: settings.count)
        let activity = SharedActivity(
            peaks.activity[0], peaks.activity[1],
            shifts: (0..<max(0, settings.count - near)).map(run.shifts.shift), near: near,
            step: peaks.grid.step)
        self.activity = activity
        surrogates = settings.count
        channels = tests.channels
        combined = tests.combined
        mirrored = tests.mirrored
        mirroring = tests.mirroring
        known = peaks.knownSpans
        // Where no p-value can be small, a percentile of 100 would mean nothing.
        let percentiles =
            tests.combined?.canTell(at: Self.level) == true ? outcome.percentiles : nil
        band = percentiles?.band
        windows = (0..<peaks.windowCount).map { window in
            let span = peaks.span(window)
            return Window(
                start: span.start, end: span.end, percentile: percentiles?.values[window])
        }
        leading = Self.leading(
            peaks, run.real.peaks, outcome.isSignificant(level: settings.level),
            isSharedActivity: activity?.isFound == true)
    }

    private static func leading(
        _ peaks: CouplingPeaks, _ values: [Double], _ isSignificant: [Bool],
        isSharedActivity: Bool
    ) -> [SynchronyWindow] {
        guard isSignificant.contains(true) else { return [] }
        let lags = peaks.lags()
        return isSignificant.indices.compactMap { place in
            let measure = peaks.measures[place / peaks.windowCount]
            guard isSignificant[place], !measure.channel.isFace,
                !isSharedActivity || measure.mapping != .unsided
            else { return nil }
            let span = peaks.span(place % peaks.windowCount)
            return SynchronyWindow(
                channel: measure.channel, mapping: measure.mapping, start: span.start,
                end: span.end, peakLag: lags[place], peakZ: values[place], validFraction: 1)
        }
    }
}

/// The tests of a session's statistics.
private struct SynchronyTests {
    let channels: [ChannelSignificance]
    let combined: Significance?
    let mirrored: [MirrorSignificance]
    let mirroring: Significance?

    init(peaks: CouplingPeaks, run: SurrogateRun, outcome: SurrogateRun.Outcome, count: Int) {
        let statistics = outcome.statistics
        let real = run.real.statistics
        let near = run.shifts.realAlignments(among: count)
        func significance(_ index: Int) -> Significance? {
            Significance(of: real[index], against: statistics[index], atReal: near)
        }
        func corrected(_ indices: Range<Int>) -> [(index: Int, Significance, adjusted: Double)] {
            let tested = indices.compactMap { index in significance(index).map { (index, $0) } }
            let adjusted = StepDown.pValues(
                tested.map { real[$0.0] }, surrogates: tested.map { statistics[$0.0] },
                atReal: near)
            return zip(tested, adjusted).map { ($0.0, $0.1, $1) }
        }
        let measures = peaks.measures
        let contrasts = peaks.contrasts
        channels = corrected(measures.indices).map { index, held, adjusted in
            ChannelSignificance(
                channel: measures[index].channel, mapping: measures[index].mapping,
                significance: held, adjusted: adjusted)
        }
        combined = significance(measures.count)
        let start = measures.count + 1
        mirrored = corrected(start..<start + contrasts.count).map { index, held, adjusted in
            MirrorSignificance(
                channel: contrasts[index - start].channel, significance: held, adjusted: adjusted)
        }
        mirroring = contrasts.isEmpty ? nil : significance(start + contrasts.count)
    }
}
