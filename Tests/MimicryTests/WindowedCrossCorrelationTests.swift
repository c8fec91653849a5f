import Posture
import TestSupport
import Testing

@testable import Mimicry

@Suite struct WindowedCrossCorrelationTests {
    let settings = SynchronySettings(window: 20, step: 5, maxLag: 5)

    /// Slow movement and the same `delay` samples later.
    func movement(_ count: Int, delay: Int) -> (leader: [Double], follower: [Double]) {
        var noise = Noise(21)
        let slow = noise.walk(count + delay, memory: 0.95)
        return (Array(slow.dropFirst(delay)), Array(slow.dropLast(delay)))
    }

    func rows(
        _ first: [Channel: [Double]], _ second: [Channel: [Double]], _ mapping: Congruence
    ) -> [SynchronyWindow] {
        WindowedCrossCorrelation()
            .synchrony(first: track(first), second: track(second), settings: settings)
            .filter { $0.mapping == mapping }
    }

    @Test func aPositiveLagMeansThatTheFirstSeatLeads() {
        let (leader, follower) = movement(600, delay: 20)
        let led = rows([.headNod: leader], [.headNod: follower], .unsided)
        #expect(led.count == 9)
        #expect(led.allSatisfy { abs(($0.peakLag ?? 0) - 2) < 1e-9 })
        let following = rows([.headNod: follower], [.headNod: leader], .unsided)
        #expect(following.allSatisfy { abs(($0.peakLag ?? 0) + 2) < 1e-9 })
    }

    @Test func anExactCopyReachesTheLimitOfZ() {
        let (leader, follower) = movement(600, delay: 20)
        let led = rows([.headNod: leader], [.headNod: follower], .unsided)
        for window in led {
            #expect(abs((window.peakZ ?? 0) - 7.2543) < 1e-3)
            #expect(window.validFraction == 1)
        }
    }

    @Test func tiltToTheOtherSideIsMirrorAndNotIdentical() {
        let (leader, follower) = movement(600, delay: 20)
        let opposite = follower.map { -$0 }
        let mirror = rows([.headTilt: leader], [.headTilt: opposite], .mirror)
        let identical = rows([.headTilt: leader], [.headTilt: opposite], .identical)
        #expect(mirror.allSatisfy { abs(($0.peakLag ?? 0) - 2) < 1e-9 })
        #expect(mirror.allSatisfy { ($0.peakZ ?? 0) > 7 })
        #expect(identical.allSatisfy { ($0.peakZ ?? 0) < 2 })
        for (one, other) in zip(mirror, identical) {
            #expect(one.zeroLagZ == other.zeroLagZ.map { -$0 })
            #expect(one.meanAbsZ == other.meanAbsZ)
        }
    }

    @Test func theMirrorOfALeftHandIsTheOthersRightHand() {
        let (leader, follower) = movement(600, delay: 20)
        var noise = Noise(99)
        let other = noise.walk(600, memory: 0.95)
        let mirror = rows(
            [.leftHandX: leader, .leftHandY: leader],
            [
                .rightHandX: follower.map { -$0 }, .rightHandY: follower, .leftHandX: other,
                .leftHandY: other,
            ], .mirror)
        let sideways = mirror.filter { $0.channel == .leftHandX }
        let upward = mirror.filter { $0.channel == .leftHandY }
        #expect(sideways.count == 9 && upward.count == 9)
        #expect((sideways + upward).allSatisfy { ($0.peakZ ?? 0) > 7 })
    }

    @Test func channelsWithoutASideHaveNoMapping() {
        let (leader, follower) = movement(600, delay: 20)
        let all = WindowedCrossCorrelation().synchrony(
            first: track([.motionEnergy: leader]), second: track([.motionEnergy: follower]),
            settings: settings)
        #expect(all.allSatisfy { $0.mapping == .unsided })
        #expect(all.count == 9)
    }

    @Test func everyMappingOfEveryChannelIsCoveredOnce() {
        let named = ChannelPair.all.flatMap { pair in
            pair.readings.map { "\(pair.first) \($0.mapping)" }
        }
        #expect(named.count == 9 + 12 * 2)
        #expect(Set(named).count == named.count)
    }

    @Test func aChannelThatOnePersonLacksHasNoRows() {
        let (leader, follower) = movement(600, delay: 20)
        let all = rows([.headNod: leader], [.trunkPitch: follower], .unsided)
        #expect(all.isEmpty)
    }

    @Test func aWindowWithoutDataHasARowWithoutResults() throws {
        let (leader, measured) = movement(600, delay: 20)
        var follower = measured
        for index in 0..<260 { follower[index] = .nan }
        let window = try #require(rows([.headNod: leader], [.headNod: follower], .unsided).first)
        #expect(window.start == 0)
        #expect(window.end == 20)
        #expect(window.peakLag == nil)
        #expect(window.peakZ == nil)
        #expect(window.meanAbsZ == nil)
        #expect(window.zeroLagZ == nil)
        #expect(window.validFraction == 0)
    }

    @Test func aConstantChannelHasNoCorrelation() {
        let (leader, _) = movement(600, delay: 20)
        let all = rows([.headNod: leader], [.headNod: leader.map { _ in 3 }], .unsided)
        #expect(all.count == 9)
        #expect(all.allSatisfy { $0.meanAbsZ == nil && $0.peakZ == nil && $0.validFraction == 1 })
    }

    @Test func aRecordingShorterThanAWindowHasNoRows() {
        let (leader, follower) = movement(199, delay: 20)
        #expect(rows([.headNod: leader], [.headNod: follower], .unsided).isEmpty)
        let nobody = WindowedCrossCorrelation()
            .synchrony(first: FeatureTrack(), second: FeatureTrack(), settings: settings)
        #expect(nobody.isEmpty)
    }

    @Test func recordingsThatStartAtDifferentTimesAreLaidByTheirTimestamps() {
        let (leader, _) = movement(600, delay: 20)
        let first = track([.headNod: leader])
        let second = track([.headNod: Array(leader.dropFirst(100))], start: 10)
        let all = WindowedCrossCorrelation()
            .synchrony(first: first, second: second, settings: settings)
        #expect(all.dropFirst().allSatisfy { abs($0.peakLag ?? 9) < 1e-9 })
    }

    @Test func meanMagnitudeIsTheMeanOfTheTransformedCells() {
        var noise = Noise(2)
        let cells = (0..<100).map { $0 % 7 == 0 ? Double.nan : noise.next() } + [1, -1]
        let each = cells.filter { !$0.isNaN }.map { abs(FisherZ.of($0)) }
        let mean = cells.withUnsafeBufferPointer { FisherZ.meanMagnitude($0) }
        #expect(abs((mean ?? 0) - each.reduce(0, +) / Double(each.count)) < 1e-12)
        #expect([Double.nan].withUnsafeBufferPointer { FisherZ.meanMagnitude($0) } == nil)
    }
}
