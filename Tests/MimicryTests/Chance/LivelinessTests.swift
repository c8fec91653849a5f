import Posture
import TestSupport
import Testing

@testable import Base
@testable import Mimicry

/// People who are lively at the same times, or in turn, and do nothing else together.
@Suite struct LivelinessTests {
    private static let settings = SynchronySettings(window: 20, step: 10, maxLag: 3)

    /// Amplitudes at 5 Hz: quiet for 40 s, lively for 20 s.
    private static let bouts = (0..<3000).map { $0 % 300 < 200 ? 0.2 : 1.0 }

    /// Quiet and lively for 10 to 30 s.
    private static let turns: [Double] = {
        var noise = Noise(6)
        var amplitudes: [Double] = []
        while amplitudes.count < 3000 {
            let length = 100 + Int(50 * noise.next())
            amplitudes += Array(repeating: amplitudes.last == 1 ? 0.2 : 1, count: length)
        }
        return Array(amplitudes.prefix(3000))
    }()

    /// - Parameters:
    ///   - rest: how somebody sits, added to their movement.
    ///   - mirrors: whether the second person's head follows the first one's of 1 s before.
    private static func dyad(
        _ seed: UInt64, _ first: [Double], _ second: [Double], rest: Double = 0,
        mirrors: Bool = false
    ) -> (FeatureTrack, FeatureTrack) {
        var noise = Noise(seed)
        let head = noise.walk(3005)
        let other = noise.walk(3005)
        let levels = (0..<2).map { _ in (0..<10).map { _ in noise.next() } }
        func moving(
            _ path: some Collection<Double>, _ amplitude: [Double], _ rests: [Double]
        ) -> [Double] {
            zip(path, amplitude).enumerated().map { index, value in
                value.0 * value.1 + rests[index / 300] * rest
            }
        }
        let follower = mirrors ? zip(head, other).map { -0.7 * $0 + 0.7 * $1 } : other
        return (
            track(
                [
                    .headTilt: moving(head.dropFirst(5), first, levels[0]),
                    .motionEnergy: zip(noise.walk(3000), first).map { abs($0) * $1 },
                ], rate: 5),
            track(
                [
                    .headTilt: moving(follower.dropLast(5), second, levels[1]),
                    .motionEnergy: zip(noise.walk(3000), second).map { abs($0) * $1 },
                ], rate: 5)
        )
    }

    private static func test(_ dyad: (FeatureTrack, FeatureTrack)) async throws
        -> SynchronySignificance
    {
        try #require(
            await SynchronySignificance.test(
                first: dyad.0, second: dyad.1, settings: settings,
                surrogates: SurrogateSettings(count: 39)))
    }

    /// p-values of the head under both mappings in twelve sessions.
    private static func pValues(rest: Double) async throws -> [Double] {
        var pValues: [Double] = []
        for seed in 1...12 {
            let found = try await test(dyad(UInt64(seed), bouts, bouts, rest: rest))
            pValues += found.channels.filter { $0.channel == .headTilt }.map {
                $0.significance.pValue
            }
        }
        return pValues
    }

    /// Of a session of a minute and a half nobody can say whether both were lively together.
    @Test func aVeryShortSessionCannotTell() async throws {
        for (count, canTell) in [(450, false), (3000, true)] {
            var noise = Noise(2)
            let found = try #require(
                await SynchronySignificance.test(
                    first: track([.headTilt: noise.walk(count)], rate: 5),
                    second: track([.headTilt: noise.walk(count)], rate: 5),
                    surrogates: SurrogateSettings(count: 99)))
            #expect(found.activity?.canTell == canTell)
            if !canTell { #expect(found.activity?.isFound == false) }
        }
    }

    @Test(arguments: [0, 8.0])
    func sharedBoutsAreNoCoupling(rest: Double) async throws {
        let pValues = try await Self.pValues(rest: rest)
        #expect(pValues.count == 24)
        #expect(pValues.count { $0 <= 0.05 } <= 5)
        #expect(abs(pValues.meanOfPresent() - 0.5) < 0.2)
    }

    @Test func sharedLivelinessIsFoundAndSoIsItsOpposite() async throws {
        let together = try await Self.test(Self.dyad(1, Self.bouts, Self.bouts))
        let activity = try #require(together.activity)
        #expect(activity.isFound && !activity.isOpposite && activity.correlation > 0.6)
        let turns = Self.turns
        let inTurn = try await Self.test(Self.dyad(2, turns, turns.map { 1.2 - $0 }))
        let opposite = try #require(inTurn.activity)
        #expect(opposite.isFound && opposite.isOpposite && opposite.correlation < -0.6)
        let steady = Array(repeating: 1.0, count: 3000)
        let unrelated = try await Self.test(Self.dyad(3, steady, steady))
        let apart = try #require(unrelated.activity)
        #expect(!apart.isFound)
    }

    @Test func mirroringIsFoundUnderTurnTakingAndInSharedBouts() async throws {
        let turns = Self.turns
        for second in [turns, turns.map { 1.2 - $0 }] {
            let found = try await Self.test(Self.dyad(4, turns, second, mirrors: true))
            let mirroring = try #require(found.mirroring)
            #expect(mirroring.pValue == 1.0 / 40)
            #expect(mirroring.excess > 0.1)
            #expect(found.mirrored.map(\.channel) == [.headTilt])
            #expect(found.mirrored[0].adjusted == 1.0 / 40)
        }
    }

    @Test func whereBothAreLivelyOnlySidedChannelsSayWhoLeads() async throws {
        let found = try await Self.test(Self.dyad(5, Self.bouts, Self.bouts, mirrors: true))
        #expect(found.leading.allSatisfy { $0.channel == .headTilt && $0.mapping == .mirror })
        let lags = found.leading.compactMap(\.peakLag).sorted()
        #expect(lags.count > 5)
        #expect(abs(lags[lags.count / 2] - 1) < 0.3)
    }

    @Test func theAmplitudeIsDividedOutWhateverTheLevel() {
        var noise = Noise(9)
        let walk = noise.walk(3000, memory: 0.6)
        let moved = zip(walk, Self.bouts).enumerated().map { index, value in
            value.0 * value.1 + (index < 1500 ? 0 : 30)
        }
        let evened = LocalAmplitude.evened(moved, step: 0.2)
        func rms(_ range: Range<Int>) -> Double {
            evened[range].map { $0 * $0 }.meanOfPresent().squareRoot()
        }
        for minute in [1, 2, 6, 7, 8] {
            let start = minute * 300
            #expect(abs(rms(start + 30..<start + 170) - 1) < 0.2)
            #expect(abs(rms(start + 215..<start + 285) - 1) < 0.2)
        }
    }

    @Test func whatIsMissingOrStillStaysOut() {
        var values = (0..<200).map { $0.isMultiple(of: 2) ? 1.0 : -1.0 }
        for index in 50..<60 { values[index] = .nan }
        for index in 100..<160 { values[index] = 5 }
        let evened = LocalAmplitude.evened(values, step: 0.2)
        #expect(evened[50..<60].allSatisfy { $0.isNaN })
        // Away from the changes by half of 4 s for the mean and for its spread.
        #expect(evened[121..<139].allSatisfy { $0.isNaN })
        #expect(evened[0..<50].allSatisfy { $0.isFinite })
    }
}
