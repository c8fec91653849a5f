import Posture
import TestSupport
import Testing

@testable import Base
@testable import Mimicry

@Suite struct EpisodeSignificanceTests {
    /// The second person adopts most of what the first shows every 40 s, `lag` seconds later.
    func dyad(lag: Double) -> (PostureRecord, PostureRecord) {
        var noise = Noise(8)
        let onsets = (0..<30).map { 20 + 40 * Double($0) + 10 * noise.next() }
        return (
            record(.first, onsets.map { ($0, $0 + 6) }),
            record(.second, onsets.map { ($0 + lag, $0 + lag + 6) })
        )
    }

    let recording = TimeSpan(start: 0, end: 1230)
    let surrogates = SurrogateSettings(count: 199)

    @Test func manyAdoptionsAreMoreThanChance() throws {
        let (first, second) = dyad(lag: 2)
        let found = try #require(
            EpisodeSignificance(first, second, recording: recording, surrogates: surrogates))
        #expect(found.count.value == 30)
        #expect(found.count.surrogateMean < 20)
        #expect(found.count.pValue == 1.0 / 200)
        #expect(found.postures["p"]?.value == 30)
        #expect(found.episodes.count == 30)
        #expect(found.episodes.allSatisfy { ($0.pValue ?? 1) < 0.05 })
        var plain = found.episodes
        for index in plain.indices { (plain[index].pValue, plain[index].qValue) = (nil, nil) }
        #expect(plain == EpisodeDetector().episodes(first, second, recording: recording))
    }

    @Test func aSlowAdoptionIsLessSurprisingThanAQuickOne() throws {
        func mean(_ lag: Double) throws -> Double {
            let (first, second) = dyad(lag: lag)
            let found = try #require(
                EpisodeSignificance(first, second, recording: recording, surrogates: surrogates))
            return found.episodes.compactMap(\.pValue).meanOfPresent()
        }
        #expect(try mean(1) < mean(7))
    }

    @Test func ofChanceEpisodesOneInTwentyIsRemarkable() throws {
        var noise = Noise(77)
        func person(_ seat: Seat) -> PostureRecord {
            var held: [(Double, Double)] = []
            var time = 0.0
            while time < 580 {
                let onset = time + 3 + 25 * abs(noise.next())
                time = onset + 2 + 10 * abs(noise.next())
                held.append((onset, time))
            }
            return record(seat, held)
        }
        var pValues: [Double] = []
        for _ in 0..<60 {
            let found = try #require(
                EpisodeSignificance(
                    person(.first), person(.second), recording: TimeSpan(start: 0, end: 600),
                    surrogates: SurrogateSettings(count: 99)))
            pValues += found.episodes.compactMap(\.pValue)
        }
        #expect(pValues.count > 400)
        for level in [0.05, 0.2, 0.5] {
            let share = Double(pValues.count { $0 <= level }) / Double(pValues.count)
            #expect(abs(share - level) < 0.03 + level / 5)
        }
    }

    @Test func theOnlyEpisodeThereCouldBeIsRemarkableInALongSession() throws {
        let found = try #require(
            EpisodeSignificance(
                record(.first, [(1000, 1100)]), record(.second, [(1004, 1090)]),
                recording: TimeSpan(start: 0, end: 3000)))
        #expect((found.episodes.first?.pValue ?? 1) < 0.02)
    }

    @Test func theSecondSeatMayBeTheLeader() throws {
        let (first, second) = dyad(lag: 2)
        let found = try #require(
            EpisodeSignificance(
                record(.first, second.held.map { ($0.onset, $0.offset) }),
                record(.second, first.held.map { ($0.onset, $0.offset) }),
                recording: recording, surrogates: surrogates))
        #expect(found.episodes.allSatisfy { $0.leader == .second })
        #expect(found.count.pValue == 1.0 / 200)
        #expect(found.episodes.allSatisfy { ($0.pValue ?? 1) < 0.05 })
    }

    @Test func noEpisodesAreNoSurprise() throws {
        let first = record(.first, [(20, 30)])
        let second = record(.second, [(100, 110)])
        let found = try #require(
            EpisodeSignificance(first, second, recording: recording, surrogates: surrogates))
        #expect(found.count.value == 0)
        #expect(found.count.pValue == 1)
        #expect(found.episodes.isEmpty)
        #expect(found.postures["p"]?.pValue == 1)
    }

    @Test func aSingleAdoptionInAShortSessionIsNotSignificant() throws {
        let short = TimeSpan(start: 0, end: 60)
        let found = try #require(
            EpisodeSignificance(
                record(.first, [(10, 24)]), record(.second, [(14, 26)]), recording: short))
        #expect(found.count.value == 1)
        #expect(found.count.pValue > 0.08)
    }

    @Test func aSessionWithoutRoomForShiftsIsNotTested() {
        let short = TimeSpan(start: 0, end: 39)
        let found = EpisodeSignificance(
            record(.first, [(10, 24)]), record(.second, [(14, 26)]), recording: short)
        #expect(found == nil)
    }
}
