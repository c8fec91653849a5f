import Posture
import TestSupport
import Testing

@testable import Base
@testable import Mimicry

@Suite struct SpeakingTurnsTests {
    private let turns = SpeakingTurns([
        [TimeSpan(start: 10, end: 20), TimeSpan(start: 0, end: 4), TimeSpan(start: 3, end: 5)],
        [TimeSpan(start: 18, end: 30)],
    ])

    @Test func whoSpeaksAndWhoListens() {
        #expect(turns.spans[0].map(\.start) == [0, 10])
        #expect(turns.speaks(.first, at: 0) && turns.speaks(.first, at: 4.5))
        #expect(!turns.speaks(.first, at: 5) && !turns.speaks(.first, at: -1))
        #expect(turns.listens(.second, at: 12) && !turns.listens(.first, at: 12))
        #expect(!turns.listens(.second, at: 19), "both speak")
        #expect(!turns.listens(.second, at: 7), "nobody speaks")
    }

    @Test func sharesAreOfTheRecording() {
        let found = turns.seconds(in: TimeSpan(start: 2, end: 22))
        #expect(found.seats == [13, 4] && found.both == 2)
        #expect(turns.moved(by: 100).speaks(.first, at: 100))
    }

    // MARK: Taken out of how lively they are

    /// Who speaks, at 5 Hz: turns of 10 to 30 s.
    private static let talk: [Bool] = {
        var noise = Noise(6)
        var talk: [Bool] = []
        while talk.count < 3000 {
            let length = 100 + Int(50 * noise.next())
            talk += Array(repeating: talk.last != true, count: length)
        }
        return Array(talk.prefix(3000))
    }()

    private static let told: SpeakingTurns = {
        var spans: [[TimeSpan]] = [[], []]
        for (index, isFirst) in talk.enumerated() {
            let time = Double(index) / 5
            spans[isFirst ? 0 : 1].append(TimeSpan(start: time, end: time + 0.2))
        }
        return SpeakingTurns(spans)
    }()

    /// Motion energy is four times as large while speaking, and, where it is coupled, the second person's
    /// follows the first one's of a second before.
    private static func dyad(_ seed: UInt64, coupled: Bool) -> (FeatureTrack, FeatureTrack) {
        var noise = Noise(seed)
        let one = noise.walk(3005)
        let other =
            coupled ? zip(one, noise.walk(3005)).map { 0.8 * $0 + 0.6 * $1 } : noise.walk(3005)
        func energy(_ path: some Collection<Double>, _ speaks: (Bool) -> Bool) -> [Double] {
            zip(path, talk).map { abs($0) * (speaks($1) ? 1 : 0.25) }
        }
        return (
            track([.motionEnergy: energy(one.dropFirst(5), { $0 })], rate: 5),
            track([.motionEnergy: energy(other.dropLast(5), { !$0 })], rate: 5)
        )
    }

    private static func test(
        _ seed: UInt64, coupled: Bool, turns: SpeakingTurns?
    ) async throws -> SynchronySignificance {
        let (first, second) = dyad(seed, coupled: coupled)
        return try #require(
            await SynchronySignificance.test(
                first: first, second: second,
                settings: SynchronySettings(window: 20, step: 10, maxLag: 3),
                surrogates: SurrogateSettings(count: 99), turns: turns))
    }

    /// What taking turns hides is found when it is told who speaks, and nothing else is.
    @Test func couplingBehindTurnsIsFound() async throws {
        var (hidden, found, wrong, refused) = (0, 0, 0, 0)
        for seed in 1...12 as ClosedRange<UInt64> {
            let blind = try await Self.test(seed, coupled: true, turns: nil)
            #expect(blind.activity?.isFound == true && blind.activity?.isOpposite == true)
            if blind.channels[0].significance.pValue > 0.05 { hidden += 1 }
            let told = try await Self.test(seed, coupled: true, turns: Self.told)
            if told.channels[0].significance.pValue <= 0.05 { found += 1 }
            let alone = try await Self.test(seed, coupled: false, turns: Self.told)
            if alone.channels[0].significance.pValue <= 0.05 { wrong += 1 }
            if alone.activity?.isFound == true { refused += 1 }
        }
        #expect(hidden >= 9 && found >= 10 && wrong <= 3 && refused <= 3)
    }

    @Test func whatIsLeftIsOneOnAverageInEveryState() throws {
        let grid = UniformGrid(start: 0, step: 0.2, count: 3000)
        let values = Self.talk.map { $0 ? 2.0 : 0.5 }
        let left = TurnRegression(Self.told, grid: grid).evened(values)
        for state in [true, false] {
            let own = zip(left, Self.talk).filter { $0.1 == state }.map(\.0)
            #expect(abs(own.meanOfPresent() - 1) < 0.1)
        }
        // Nothing to divide by, and nothing that varies.
        #expect(TurnRegression(Self.told, grid: grid).evened([0, 0, 0]) == [0, 0, 0])
        let gaps = TurnRegression(Self.told, grid: grid).evened([.nan] + values.dropFirst())
        #expect(gaps[0].isNaN && gaps[1].isFinite)
    }
}
