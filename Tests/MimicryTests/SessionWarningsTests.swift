import Posture
import TestSupport
import Testing

@testable import Base
@testable import Mimicry

@Suite struct SessionWarningsTests {
    let warnings = SessionWarnings(names: ["therapist", "client"])

    /// A session in which all is well, unless changed.
    func session(
        minutes: Double = 20, surrogates: Int = 1000,
        least: (Double?, Double?) = (0.001, 0.001),
        change: (inout [FeatureTrack], inout [PostureRecord]) -> Void = { _, _ in }
    ) -> [String] {
        var noise = Noise(3)
        let count = Int(minutes * 60 * 2)
        var tracks = [0, 1].map { _ in
            track([.headTilt: noise.walk(count), .headNod: noise.walk(count)], rate: 2)
        }
        let holds = stride(from: 20.0, to: minutes * 60 - 20, by: 60).map { ($0, $0 + 10) }
        var records = [record(.first, holds), record(.second, holds.map { ($0.0 + 5, $0.1 + 5) })]
        change(&tracks, &records)
        var warnings = warnings
        warnings.surrogates.count = surrogates
        return warnings.sentences(
            tracks, records, recording: TimeSpan(start: 0, end: minutes * 60), least: least)
    }

    @Test func aGoodSessionHasNone() {
        #expect(session() == [])
    }

    @Test func aSessionShorterThanAWindowSaysSo() {
        let found = session(minutes: 0.4)
        #expect(found.first?.contains("24 s is shorter than one window of 30 s") == true)
    }

    @Test func aSessionTooShortForSurrogatesSaysHowLongItMustBe() {
        let found = session(minutes: 32.0 / 60)
        #expect(found.contains { $0.contains("synchrony against chance: that takes 35 s") })
        #expect(found.contains { $0.contains("episodes against chance: that takes 40 s") })
    }

    @Test func theSmallestPValueIsNamedWhenItIsLarge() {
        let found = session(minutes: 2, least: (0.1195, 0.05))
        #expect(
            found.contains(
                "this recording is too short to tell episodes from chance: even perfect following could "
                    + "not fall below p = 0.12"))
        let unseen = session(least: (0.01, nil))
        #expect(unseen.first?.hasPrefix("both people could be seen for too short a time") == true)
        // What can just be told goes without saying.
        #expect(!found.contains { $0.contains("synchrony") })
    }

    @Test func fewSurrogatesAreNamed() {
        let found = session(surrogates: 19, least: (0.06, 0.05))
        #expect(found.contains { $0.hasPrefix("19 surrogates are too few to tell episodes from") })
    }

    @Test func anEmptySeatSaysThatNothingCanBeSaid() {
        let found = session { tracks, _ in
            tracks[1].presence = tracks[1].presence.map { _ in 0 }
        }
        #expect(
            found.first
                == "the seat of the client stayed empty, so nothing can be said about mimicry")
    }

    @Test func aSeatThatWasHardlySeenGivesItsShare() {
        let found = session { tracks, _ in
            for index in tracks[0].presence.indices where index % 4 != 0 {
                tracks[0].presence[index] = 0
            }
        }
        #expect(found == ["the therapist could be measured in 25 % of the session only"])
    }

    @Test func aChannelThatDoesNotChangeIsNamed() {
        let found = session { tracks, _ in
            tracks[1][.headNod] = tracks[1][.headNod].map { _ in 3 }
        }
        #expect(
            found == [
                "head_nod of the client does not change, so that nothing can be compared with it"
            ])
    }

    @Test func aPatchyChannelIsNamedWithItsShare() {
        let found = session { tracks, _ in
            for index in 0..<1800 { tracks[0].values[Channel.headTilt.index][index] = .nan }
        }
        #expect(
            found == [
                "head_tilt could be compared in less than half of the session (at worst 25 %)"
            ])
        let all = session { tracks, _ in
            for index in 0..<1800 {
                tracks[0].values[Channel.headTilt.index][index] = .nan
                tracks[1].values[Channel.headNod.index][index] = .nan
            }
        }
        #expect(
            all == ["no channel was measured in both people at once for even half of the session"])
    }

    @Test func withoutASharedPostureThereCanBeNoEpisode() {
        let found = session { _, records in records[1].held = [] }
        #expect(
            found == ["there is no posture that both took up, so that there could be no episode"])
    }

    @Test func fewOnsetsAreNamed() {
        let found = session { _, records in
            records[1].held = Array(records[1].held.prefix(2))
        }
        #expect(found.count == 1)
        #expect(
            found.first?.contains("the client was seen only twice to take up a posture") == true)
    }

    @Test func anEmptySessionIsNoReasonToFail() {
        let found = warnings.sentences(
            [FeatureTrack(), FeatureTrack()],
            [PostureRecord(seat: .first), PostureRecord(seat: .second)],
            recording: TimeSpan(start: 0, end: 0), least: (nil, nil))
        #expect(found.count == 3)
    }
}
