import Base
import Posture
import Testing

@testable import Mimicry

/// Two people who take up postures independently, in the midst of a session: shares of responses and shared time
/// are those of chance. (Two who both begin without any posture share less at first, at the same time, which is
/// no chance: `make validate` has both.)
@Suite struct ResponseCalibrationTests {
    private func person(_ seat: Seat, _ stream: inout SplitMix64, hold: Double) -> PostureRecord {
        var result = PostureRecord(seat: seat)
        for posture in ["p", "q", "r"] {
            var time = Double.random(in: 0...60, using: &stream) - 600
            while time < 1200 {
                let length = Double.random(in: 0.3 * hold...1.7 * hold, using: &stream)
                if time + length > 0 {
                    result.held.append(
                        PostureInterval(
                            seat: seat, posture: posture, side: nil, onset: max(0, time),
                            offset: min(1200, time + length)))
                }
                time += length + Double.random(in: 5...60, using: &stream)
            }
        }
        return result
    }

    @Test func independentPeopleHaveUniformPValues() throws {
        var below: [String: Int] = [:]
        var lead = 0.0
        let seeds = 60
        for seed in 0..<seeds {
            var stream = SplitMix64(seed: UInt64(seed) + 77)
            let first = person(.first, &stream, hold: 30)
            let second = person(.second, &stream, hold: 8)
            let tested = try #require(
                EpisodeSignificance(
                    first, second, recording: TimeSpan(start: 0, end: 1200),
                    surrogates: .init(count: 99, seed: UInt64(seed))))
            let details = tested.details
            func count(_ name: String, _ pValue: Double?) {
                if (pValue ?? 1) <= 0.05 { below[name, default: 0] += 1 }
            }
            func response(_ measure: ResponseGroup.Measure) -> Double? {
                details.responses.first { $0.group == ResponseGroup(measure, .all) }?.pValue
            }
            count("count", tested.count.pValue)
            count("adoption", response(.adoption))
            count("leaving", response(.leaving))
            count("sharing", details.sharing.first { $0.name.isEmpty }?.significance.pValue)
            lead += details.leaderBalance ?? 0
        }
        print("calibration \(below) of \(seeds), balance by chance \(lead / Double(seeds))")
        // 5 % of 60 are 3; more than 8 happen in 1 of 250 runs.
        for (name, count) in below { #expect(count <= 8, "\(name)") }
        // Whoever holds longer leads more by chance.
        #expect(lead / Double(seeds) > 0.05)
    }
}
