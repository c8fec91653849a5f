import Base
import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

/// Who spoke, in words and in session.json.
@Suite struct TalkWordsTests {
    private func session() -> Session {
        var session = Fixture.helle()
        // 45 s long.
        session.settings.covariates = Covariates(
            turns: ToldTurns(
                turns: SpeakingTurns([
                    [TimeSpan(start: 0, end: 18)], [TimeSpan(start: 13.5, end: 40.5)],
                ])))
        session.episodes[0].isListener = true
        return session
    }

    @Test func sharesAndWhoListened() throws {
        let session = session()
        let words = try #require(TalkWords(session)).sentence
        #expect(
            words
                == "The therapist spoke for 40 % of the time, the client for 60 %, both at once for "
                + "10 %. Of 1 adoption, 1 was made while listening.")
        let json = SessionJSON.value(session)["summary"]?["turns"]
        #expect(json?["speaking"]?["client"]?["share"] == .rounded(0.6))
        #expect(json?["both_seconds"] == .rounded(4.5))
        #expect(json?["follower_listens"] == .integer(1))
        let report = ReportSections(session)
        #expect(report.text("verdict")?.contains("both at once") == true)
        #expect(report.text("episodes")?.contains("client listened") == true)
        #expect(report.text("methods")?.contains("speaking") == true)
        #expect(TalkWords(Fixture.helle()) == nil)
        #expect(SessionJSON.value(Fixture.helle())["summary"]?["turns"] == .null)
    }

    @Test func whatIsLeftOutAndWhatBothNoticedIsSaid() throws {
        var session = session()
        session.settings.covariates = Covariates(
            excluded: [TimeSpan(start: 20, end: 29)],
            events: SharedEvents(times: [TimeSpan(start: 9, end: 9)]))
        session.episodes[0].isAfterEvent = true
        #expect(session.countedEpisodes.isEmpty)
        let json = SessionJSON.value(session)
        #expect(json["quality"]?["excluded_share"] == .rounded(0.2))
        #expect(json["summary"]?["episodes"]?["after_events"] == .integer(1))
        #expect(json["summary"]?["episodes"]?["count"] == .integer(0))
        let report = ReportSections(session)
        #expect(report.text("methods")?.contains("left out of scoring by hand") == true)
        #expect(report.text("methods")?.contains("After each of 1 event that both noticed") == true)
        #expect(report.text("warnings")?.contains("are left out of all results") == true)
        #expect(report.text("episodes")?.contains("not counted") == true)
    }
}
