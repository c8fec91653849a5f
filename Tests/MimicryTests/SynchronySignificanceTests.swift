import Posture
import TestSupport
import Testing

@testable import Mimicry

@Suite struct SynchronySignificanceTests {
    let settings = SynchronySettings(window: 20, step: 10, maxLag: 3)
    let surrogates = SurrogateSettings(count: 99)

    /// Five minutes at 5 Hz; the second person mirrors the head of the first a second later and does
    /// nothing of the kind with the trunk.
    func dyad(coupled: Bool = true) -> (FeatureTrack, FeatureTrack) {
        var noise = Noise(17)
        let head = noise.walk(1505, memory: 0.9)
        let other = noise.walk(1505, memory: 0.9)
        let follower = (coupled ? head : other).dropLast(5).map { -$0 + noise.next() }
        return (
            track(
                [.headTilt: Array(head.dropFirst(5)), .trunkPitch: noise.walk(1500)], rate: 5),
            track([.headTilt: follower, .trunkPitch: noise.walk(1500)], rate: 5)
        )
    }

    func test(coupled: Bool = true) async throws -> SynchronySignificance {
        let (first, second) = dyad(coupled: coupled)
        return try #require(
            await SynchronySignificance.test(
                first: first, second: second, settings: settings, surrogates: surrogates))
    }

    @Test func aCoupledChannelIsSignificantUnderItsMappingAlone() async throws {
        let found = try await test()
        #expect(found.channels.map(\.channel) == [.headTilt, .headTilt, .trunkPitch])
        #expect(found.channels.map(\.mapping) == [.mirror, .identical, .unsided])
        #expect(found.channels[0].significance.pValue == 0.01)
        #expect((found.channels[0].significance.chanceSD ?? 0) > 5)
        #expect(found.channels[0].adjusted == 0.01)
        #expect((found.channels[1].adjusted ?? 0) > 0.05)
        #expect(found.channels[1].significance.pValue > 0.1)
        #expect(found.channels[2].significance.pValue > 0.05)
        #expect(try #require(found.combined).pValue == 0.01)
        #expect(found.surrogates == 99)
    }

    /// The rounding errors of running means are the same wherever the same value stands.
    @Test(arguments: [0.07, -12.3, 41.0 / 3])
    func whatNeverChangesGoesTogetherWithNothing(value: Double) async throws {
        var (first, second) = dyad()
        for channel in [Channel.browRaise, .trunkLean] {
            first[channel] = Array(repeating: value, count: first.count)
            second[channel] = (0..<second.count).map { value * (1 + ($0 % 3 == 0 ? 2e-16 : 0)) }
        }
        let found = try #require(
            await SynchronySignificance.test(
                first: first, second: second, settings: settings, surrogates: surrogates))
        for constant in found.channels where [.browRaise, .trunkLean].contains(constant.channel) {
            #expect(constant.significance.pValue > 0.05, "\(constant)")
            #expect((constant.adjusted ?? 1) > 0.05)
        }
        #expect(found.channels[0].significance.pValue == 0.01)
    }

    @Test func thePercentileIsHighWhereThereIsCouplingAndAboutFiftyWhereThereIsNone()
        async throws
    {
        let coupled = try await test().windows.compactMap(\.percentile)
        #expect(coupled.count == 28)
        #expect(coupled.allSatisfy { $0 > 85 })
        let apart = try await test(coupled: false).windows.compactMap(\.percentile)
        #expect(abs(apart.meanOfPresent() - 50) < 20)
    }

    @Test func thePercentileAtATimeIsThatOfTheWindowAroundIt() async throws {
        let found = try await test()
        #expect(found.windows[0].start == 10)
        #expect(found.percentile(at: 9) == nil)
        #expect(found.percentile(at: 10) == found.windows[0].percentile)
        #expect(found.percentile(at: 46) == found.windows[3].percentile)
        #expect(found.percentile(at: 300) == nil)
    }

    @Test func onlyPeaksAboveChanceAreSignificant() async throws {
        let found = try await test()
        let (first, second) = dyad()
        func share(_ channel: Channel, _ mapping: Congruence) -> Double {
            let count = found.leading.count { $0.channel == channel && $0.mapping == mapping }
            return Double(count) / Double(found.windows.count)
        }
        #expect(share(.headTilt, .mirror) > 0.8)
        #expect(share(.headTilt, .identical) == 0)
        #expect(share(.trunkPitch, .unsided) < 0.1)
        let points = TimelineBuilder(significance: found).points(
            first: first, second: second,
            records: (PostureRecord(seat: .first), PostureRecord(seat: .second)))
        let balances = points.compactMap(\.leaderBalance)
        #expect(balances.reduce(0, +) / Double(balances.count) > 0.8)
        #expect(points.count { $0.mimicryPercentile != nil } > 250)
    }

    @Test func theSameSeedGivesTheSameResultsAndAnotherSeedOthers() async throws {
        let (first, second) = dyad()
        let one = try await test()
        let again = try await test()
        #expect(one == again)
        var seeded = surrogates
        seeded.seed = 2
        let other = await SynchronySignificance.test(
            first: first, second: second, settings: settings, surrogates: seeded)
        #expect(other != one)
    }

    @Test func aSessionWithoutRoomForShiftsIsNotTested() async {
        let (first, second) = dyad()
        var long = settings
        long.maxLag = 76
        let found = await SynchronySignificance.test(
            first: first, second: second, settings: long, surrogates: surrogates)
        #expect(found == nil)
        let nobody = await SynchronySignificance.test(
            first: FeatureTrack(), second: FeatureTrack(), settings: settings)
        #expect(nobody == nil)
    }

    @Test func aCancelledTestGivesNothing() async {
        let (first, second) = dyad()
        let (settings, surrogates) = (settings, surrogates)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await SynchronySignificance.test(
                first: first, second: second, settings: settings, surrogates: surrogates)
        }
        #expect(await task.value == nil)
    }
}
