import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

@Suite struct SentenceTests {
    private let seats = ["therapist", "client"]

    @Test func tellsTheStoryOfTheExample() {
        #expect(
            EpisodeSentence(Fixture.episode(), seats: seats).description
                == "The client rested their head on their left hand 4.0 s after the therapist had "
                + "rested theirs on the right (mirror), and they shared it for 9.9 s.")
    }

    @Test(arguments: [
        ("hand_to_face", "touched their face 4.0 s after the therapist had touched theirs,"),
        ("arms_crossed", "crossed their arms 4.0 s after the therapist had crossed theirs,"),
        ("hands_clasped", "clasped their hands 4.0 s after the therapist had clasped theirs,"),
        ("head_tilted", "tilted their head 4.0 s after the therapist had tilted theirs,"),
        ("leaning_side", "leaned to the side 4.0 s after the therapist had done so,"),
        ("leaning_forward", "leaned forward 4.0 s after the therapist had done so,"),
        ("leaning_back", "leaned back 4.0 s after the therapist had done so,"),
        ("shoulders_raised", "raised their shoulders 4.0 s after the therapist had raised theirs,"),
        ("slumped", "slumped 4.0 s after the therapist had done so,"),
        ("turned_away", "turned away 4.0 s after the therapist had done so,"),
        ("head_turned", "turned their head 4.0 s after the therapist had turned theirs,"),
        ("nearer", "came nearer 4.0 s after the therapist had done so,"),
        ("smiling", "smiled 4.0 s after the therapist had smiled,"),
        ("absent", "left their seat 4.0 s after the therapist had left theirs,"),
        ("hand_on_hip", "took up “hand on hip” 4.0 s after the therapist had taken it up,"),
    ])
    func hasWordsForEveryPostureWithoutASide(_ posture: String, _ clause: String) {
        let episode = Fixture.episode(
            posture, leaderSide: nil, followerSide: nil, congruence: .unsided)
        let sentence = EpisodeSentence(episode, seats: seats).description
        #expect(sentence.hasPrefix("The client \(clause)"), "\(sentence)")
    }

    @Test(arguments: [
        (
            "head_tilted",
            "tilted their head to their left 4.0 s after the therapist had tilted theirs to the right"
        ),
        (
            "leaning_side",
            "leaned to their left 4.0 s after the therapist had leaned to their right"
        ),
        (
            "turned_away",
            "turned away to their left 4.0 s after the therapist had turned away to their right"
        ),
        (
            "hand_to_face",
            "touched their face with their left hand 4.0 s after the therapist had touched theirs "
                + "with the right"
        ),
        (
            "hand_on_hip",
            "took up “hand on hip” on their left 4.0 s after the therapist had taken it up on "
                + "their right"
        ),
    ])
    func saysTheSides(_ posture: String, _ clause: String) {
        let sentence = EpisodeSentence(Fixture.episode(posture), seats: seats).description
        #expect(
            sentence == "The client \(clause) (mirror), and they shared it for 9.9 s.",
            "\(sentence)")
    }

    @Test func saysWhenTheLeaderHadLeftIt() {
        let sentence = EpisodeSentence(Fixture.episode(shared: 0), seats: seats).description
        #expect(sentence.hasSuffix("(mirror), just as that had ended."))
    }

    @Test func callsPeopleByTheirSeats() {
        #expect(Prose.person("therapist") == "the therapist")
        #expect(Prose.person("left") == "the person on the left")
        #expect(Prose.person("Anna") == "Anna")
        #expect(Prose.person("P01") == "P01")
    }

    @Test func writesTime() {
        #expect(Prose.duration(0.04) == "0.0 s")
        #expect(Prose.duration(99.94) == "99.9 s")
        #expect(Prose.duration(99.96) == "1 min 40 s")
        #expect(Prose.duration(3599.6) == "1 h 0 min")
        #expect(Prose.clock(14) == "14.0 s")
        #expect(Prose.clock(59.96) == "1:00.0")
        #expect(Prose.clock(3725.34) == "1:02:05.3")
    }

    @Test func neverRoundsAShareToAllOrNothing() {
        #expect(Prose.percent(0) == "0 %")
        #expect(Prose.percent(0.001) == "less than 1 %")
        #expect(Prose.percent(0.196) == "20 %")
        #expect(Prose.percent(0.999) == "more than 99 %")
        #expect(Prose.percent(1) == "100 %")
    }

    @Test func counts() {
        #expect(
            [1, 2, 3, 12, 13].map(Phrases.english.times) == [
                "once", "twice", "three times", "twelve times", "13 times",
            ])
    }

    // MARK: SessionFindings

    @Test func verdictNamesWhoFollowed() {
        var session = Fixture.helle()
        #expect(
            SessionFindings(session).headline
                == "Once, the client took up a posture that the therapist was holding.")
        session.episodes.append(Fixture.episode(leader: .second))
        session.episodes.append(Fixture.episode(leader: .second))
        #expect(
            SessionFindings(session).headline
                == "Three times, one person took up a posture that the other was holding: "
                + "the client once, the therapist twice.")
        session.episodes = [Fixture.episode(leader: .second)]
        #expect(
            SessionFindings(session).headline
                == "Once, the therapist took up a posture that the client was holding.")
    }

    @Test func verdictClaimsNoMoreThanWasMeasured() {
        let verdict = SessionFindings(Fixture.empty())
        #expect(verdict.headline == "Nobody was seen: nothing can be said of mimicry.")
        #expect(verdict.sharing.isEmpty)
        #expect(verdict.chance.isEmpty)
        #expect(verdict.cautions.count == 2)
        #expect(SessionFindings(Fixture.helle()).cautions.isEmpty)
    }
}
