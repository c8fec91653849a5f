import Base
import Posture
import TestSupport
import Testing

@testable import Mimicry

@Suite struct CouplingPeaksTests {
    let settings = SynchronySettings(window: 20, step: 5, maxLag: 5)

    /// Two minutes at 10 Hz, the second person two seconds behind.
    func dyad() -> (FeatureTrack, FeatureTrack) {
        var noise = Noise(31)
        let slow = noise.walk(1220, memory: 0.97)
        return (
            track([.headTilt: Array(slow.dropFirst(20))]),
            track([.headTilt: slow.dropLast(20).map { -$0 }])
        )
    }

    @Test func theRealAlignmentHasThePeaksOfTheCorrelationAtThatRate() throws {
        let (first, second) = dyad()
        let peaks = try #require(
            CouplingPeaks(first: first, second: second, settings: settings, rate: 10))
        // Peaks are those of movement without its running amplitude.
        var evened = [first, second]
        for seat in evened.indices {
            evened[seat][.headTilt] = LocalAmplitude.evened(evened[seat][.headTilt], step: 0.1)
        }
        let rows = WindowedCrossCorrelation()
            .synchrony(first: evened[0], second: evened[1], settings: settings)
            .filter { $0.start >= 5 }
        let values = peaks.values(shift: 0)
        #expect(peaks.measures.map(\.mapping) == [.mirror, .identical])
        #expect(peaks.windowCount == 20)
        #expect(values.count == rows.count)
        for (value, row) in zip(values, rows) {
            #expect(abs(value - (row.peakZ ?? 0)) < 1e-9)
        }
        #expect(abs(peaks.span(0).start - rows[0].start) < 1e-9)
        #expect(abs(peaks.span(0).end - rows[0].end) < 1e-9)
    }

    @Test func theCoarseRateFindsTheSameCoupling() throws {
        let (first, second) = dyad()
        let peaks = try #require(
            CouplingPeaks(first: first, second: second, settings: settings, rate: 5))
        #expect(abs(peaks.grid.step - 0.2) < 1e-12)
        #expect(abs(peaks.span(0).start - 5) < 1e-9)
        #expect(peaks.values(shift: 0)[..<peaks.windowCount].allSatisfy { $0 > 3 })
    }

    @Test func windowsThatTouchTheSeamAreLeftOut() throws {
        let (first, second) = dyad()
        let peaks = try #require(
            CouplingPeaks(first: first, second: second, settings: settings, rate: 5))
        // The seam lies at 60 s; a window needs the 5 s before it too.
        let values = peaks.values(shift: 300)
        for window in 0..<peaks.windowCount {
            let span = peaks.span(window)
            #expect(values[window].isNaN == (span.start - 5 < 60 && 60 < span.end))
        }
    }

    @Test func windowsWithTooLittleDataAreNotZero() throws {
        var (first, second) = dyad()
        for index in 0..<600 { first.values[Channel.headTilt.index][index] = .nan }
        second.values[Channel.headTilt.index][1199] = .nan
        let peaks = try #require(
            CouplingPeaks(first: first, second: second, settings: settings, rate: 5))
        let values = peaks.values(shift: 0)
        for window in 0..<peaks.windowCount {
            if peaks.span(window).end <= 60 { #expect(values[window].isNaN) }
            if peaks.span(window).start >= 60 { #expect(values[window] > 2) }
        }
    }

    @Test func aRecordingShorterThanAWindowWithItsLagsHasNone() {
        let (first, second) = dyad()
        var long = settings
        long.window = 118
        #expect(CouplingPeaks(first: first, second: second, settings: long, rate: 5) == nil)
        #expect(
            CouplingPeaks(
                first: first, second: FeatureTrack(), settings: settings, rate: 5) == nil)
    }
}
