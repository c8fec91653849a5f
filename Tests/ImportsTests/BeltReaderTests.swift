import Foundation
import Mimicry
import Posture
import TestSupport
import Testing

@testable import Base
@testable import Imports

/// Two belts around chests whose breaths are known.
@Suite struct BeltReaderTests {
    /// Belts of two people at 8 Hz for 330 s: the second's breaths are the first's and some time later, or of a clock of
    /// their own at the same rate.
    private func table(behind: Double?, seed: UInt64 = 3) -> String {
        var random = SplitMix64(seed: seed)
        func breaths() -> [Double] {
            var times = [-20.0]
            while (times.last ?? 0) < 440 {
                times.append(
                    (times.last ?? 0) + 4 * (1 + 0.25 * Double.random(in: -1...1, using: &random)))
            }
            return times
        }
        let one = breaths()
        let two =
            behind.map { lag in
                one.map { $0 + lag + 0.3 * Double.random(in: -1...1, using: &random) }
            } ?? breaths()
        func belt(_ breaths: [Double], _ time: Double) -> Double {
            let next = breaths.firstIndex { $0 > time } ?? 1
            let share = (time - breaths[next - 1]) / (breaths[next] - breaths[next - 1])
            return cos(2 * .pi * share)
        }
        var text = "frame,therapist,client,note\n"
        for index in 0..<2640 {
            let time = Double(index) / 8
            text += "\(index),\(2000 + 90 * belt(one, time)),\(3 + 0.2 * belt(two, time)),0\n"
        }
        return text
    }

    private func read(_ text: String, rate: Double = 8) throws -> SeriesRecording {
        try withFile(text) { path in
            var reader = SeriesReader(format: .belts, rate: rate)
            reader.reading.columns = try PersonColumns("therapist,client")
            return try reader.read([path])
        }
    }

    private func coupling(_ recording: SeriesRecording) throws -> BreathCoupling {
        try #require(
            BreathCoupling(recording.tracks[0], recording.tracks[1], surrogates: 99, seed: 1))
    }

    @Test func whoIsAheadIsFound() throws {
        let recording = try read(table(behind: -0.5))
        #expect(recording.names == ["therapist", "client"])
        #expect(recording.measured == [.breath, .breathRate, .breathDepth])
        let found = try coupling(recording)
        #expect(found.pValue == 0.01 && abs(found.lag + 0.5) < 0.1, "\(found)")
        #expect(found.leader == .second && found.rates.allSatisfy { abs($0 - 15) < 0.5 })
    }

    /// As `docs/formats.md` gives it: the client breathes 0.6 s after the therapist.
    @Test func theExampleIsInStep() throws {
        var reader = SeriesReader(format: .belts, rate: 5)
        reader.reading.columns = try PersonColumns("therapist,client")
        let recording = try reader.read([Repository.path("Examples/belts.csv")])
        let found = try coupling(recording)
        #expect(found.leader == .first && abs(found.lag - 0.6) < 0.1, "\(found)")
    }

    /// Of breathers at the same rate who do not hear of each other.
    @Test func ofIndependentBreathersNothingIsClaimed() throws {
        let found = try coupling(try read(table(behind: nil, seed: 10)))
        #expect(found.pValue > 0.05 && found.leader == nil, "\(found)")
    }

    @Test func whatIsNoBeltIsRefused() throws {
        let belts = table(behind: 0.5)
        expectFailure(Failure.Kind.usage.rawValue, "2 samples a second") {
            _ = try read(belts, rate: 2)
        }
        let flat = "therapist,client\n" + String(repeating: "5,6\n", count: 300)
        expectFailure(Failure.Kind.badInput.rawValue, "does not vary") { _ = try read(flat) }
        let short = "therapist,client\n" + (0..<20).map { "\($0),\($0 % 3)\n" }.joined()
        expectFailure(Failure.Kind.badInput.rawValue, "shows no breathing") {
            _ = try read(short)
        }
    }
}
