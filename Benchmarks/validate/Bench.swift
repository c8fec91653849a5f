import Base
import Foundation
import Mimicry
import Posture

/// Measures how fast the scorer is, and how its time grows with the length of a session.
struct Bench {
    var minutes: [Double]
    var surrogates: Int
    /// Where the longest session and its results go, for `Benchmarks/wcc_numpy.py`.
    var data: String?

    static let rate = 25.0
    static let settings = SynchronySettings(window: 30, step: 1, maxLag: 5)

    func run() async throws {
        print("minutes  synchrony s (CPU)  surrogates  seconds  s (CPU)")
        for length in minutes {
            let (first, second) = Self.dyad(minutes: length)
            var rows: [SynchronyWindow] = []
            let plain = Stopwatch.time {
                rows = WindowedCrossCorrelation().synchrony(
                    first: first, second: second, settings: Self.settings)
            }
            if let data, length == minutes.max() {
                try BenchData(first, second, rows).write(to: data)
            }
            guard surrogates > 0 else {
                print(String(format: "%7.0f  %17.3f", length, plain.cpu))
                continue
            }
            let watch = Stopwatch()
            _ = await SynchronySignificance.test(
                first: first, second: second, settings: Self.settings,
                surrogates: SurrogateSettings(count: surrogates))
            let chance = watch.elapsed
            print(
                String(
                    format: "%7.0f  %17.3f  %10d  %7.2f  %7.2f", length, plain.cpu, surrogates,
                    chance.wall, chance.cpu))
        }
    }

    static func dyad(minutes: Double) -> (FeatureTrack, FeatureTrack) {
        var draws = RandomDraws(SplitMix64(seed: 1))
        let times = (0..<Int(minutes * 60 * rate)).map { Double($0) / rate }
        func person() -> FeatureTrack {
            var track = FeatureTrack()
            track.times = times
            track.presence = Array(repeating: 1, count: times.count)
            let memories = MovementSimulation.memories
            track.values = Channel.compared.map { channel in
                OrnsteinUhlenbeck.path(
                    at: times, memory: memories[channel.index % memories.count], &draws)
            }
            return track
        }
        return (person(), person())
    }
}
