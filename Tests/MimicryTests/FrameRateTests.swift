import Base
import Foundation
import Posture
import TestSupport
import Testing

@testable import Mimicry

/// A head tilt that the second person mirrors 2.0 s later, at the instants that a sampler takes from
/// cameras of many rates.
@Suite struct FrameRateTests {
    /// Ten minutes of frames, seconds.
    struct Recording: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var frames: [Double]

        /// A constant rate, with timestamps rounded to a container's clock.
        init(_ rate: Double, clock: Double? = nil) {
            testDescription = "\(rate) per second" + (clock.map { ", clock \($0)" } ?? "")
            frames = (0..<Int(rate * 600)).map { index in
                let time = Double(index) / rate
                return clock.map { (time * $0).rounded() / $0 } ?? time
            }
        }

        /// A phone whose rate wanders between 2 and 30 frames a second.
        static let phone: Recording = {
            var noise = Noise(7)
            var recording = Recording(25)
            recording.testDescription = "2 to 30 per second"
            recording.frames = [0]
            var rate = 30.0
            while let last = recording.frames.last, last < 600 {
                if recording.frames.count.isMultiple(of: 60) { rate = 16 + 14 * noise.next() }
                recording.frames.append(last + 1 / rate)
            }
            return recording
        }()

        /// The first frame at or after each point of a grid of 12.5 a second, as `Sampler` takes them.
        var sampled: [Double] {
            var due = 0.0
            return frames.filter { time in
                guard time >= due - 8e-5 - 1e-6 else { return false }
                due += 0.08 * (max(0, ((time - due) / 0.08).rounded(.down)) + 1)
                return true
            }
        }
    }

    static let recordings: [Recording] = [
        .init(24000.0 / 1001, clock: 24000), .init(24), .init(25),
        .init(30000.0 / 1001, clock: 30000),
        .init(30000.0 / 1001, clock: 1000), .init(30), .init(30, clock: 15360),
        .init(30, clock: 1000), .init(50), .init(60000.0 / 1001, clock: 60000),
        .init(60, clock: 90000),
        .init(15), .init(18, clock: 1000), .init(12.5), .phone,
    ]

    private func tilt(_ t: Double) -> Double {
        let waves = [(0.5, 0.7, 0.0), (0.4, 1.9, 1.0), (0.3, 0.23, 2.0), (0.3, 3.1, 0.0)]
        return 10 * waves.reduce(0) { $0 + $1.0 * sin($1.1 * t + $1.2) }
    }

    private func pair(_ times: [Double]) -> (FeatureTrack, FeatureTrack) {
        var tracks = (FeatureTrack(), FeatureTrack())
        for time in times {
            var row = [Double](repeating: .nan, count: Channel.allCases.count)
            row[Channel.headTilt.index] = tilt(time)
            tracks.0.append(time: time, presence: 1, row: row)
            row[Channel.headTilt.index] = -tilt(time - 2)
            tracks.1.append(time: time, presence: 1, row: row)
        }
        return tracks
    }

    @Test(arguments: recordings) func everyWindowHasItsPeakAtTheLag(_ recording: Recording) throws {
        let (first, second) = pair(recording.sampled)
        let windows = WindowedCrossCorrelation().synchrony(first: first, second: second)
            .filter { $0.channel == .headTilt && $0.mapping == .mirror }
        #expect(windows.count >= 114)
        for window in windows {
            #expect(abs((window.peakLag ?? .nan) - 2) <= 0.04, "at \(window.start) s")
            #expect(window.validFraction >= 0.95)
        }
    }

    @Test(arguments: recordings) func channelsAreComparedAtFiveHertz(_ recording: Recording) throws
    {
        let times = recording.sampled
        let fine = try #require(UniformGrid(covering: times, times))
        let (grid, _) = fine.coarsened(toRate: 5)
        #expect(abs(grid.step - 0.2) < 1e-12)
        let shape = WindowShape(SynchronySettings(), gridStep: grid.step)
        #expect(shape.maxLag == 25 && shape.length == 150)
    }

    @Test func anInstantThatWasNotMeasuredIsAGap() {
        let grid = UniformGrid(start: 0, step: 0.1, count: 5)
        let values = grid.resample([0, 1, .nan, 3, 4], at: [0, 0.1, 0.2, 0.3, 0.4])
        #expect(values[2].isNaN && values[1] == 1 && values[3] == 3)
    }

    @Test func aPauseIsNotBridged() {
        let times = [0, 0.1, 0.2, 0.9, 1.0]
        let values = UniformGrid(start: 0, step: 0.1, count: 11).resample(times, at: times)
        #expect(values[3...8].filter(\.isFinite).isEmpty)
    }
}
