import Base
import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

/// What was not seen is no finding.
@Suite struct KnownPeopleTests {
    @Test func anEmptySeatIsNoNegativeFinding() {
        var session = Fixture.helle()
        session.episodes = []
        session.quality.coverage = [1, 0]
        let findings = SessionFindings(session)
        #expect(
            findings.headline == "Only the therapist was seen: nothing can be said of mimicry.")
        #expect(findings.sharing.isEmpty)
        session.quality.coverage = [1, 0.8]
        #expect(SessionFindings(session).headline.hasPrefix("Neither person"))
    }

    /// Zeros that nobody counted are dashes.
    @Test func theReportCountsNothingThatCouldNotBeTold() throws {
        var session = Fixture.helle()
        session.episodes = []
        let told = try #require(ReportSections(session).text("tiles"))
        #expect(told.contains("<b>0</b>"))
        session.quality.coverage = [1, 0]
        let untold = ReportSections(session)
        #expect(try #require(untold.text("tiles")).contains("<b>0</b>") == false)
        #expect(try #require(untold.text("tiles")).contains("<b>–</b> <span>episodes</span>"))
        #expect(try #require(untold.text("episodes")).contains("Only the therapist was seen"))
    }

    /// One person's movement follows nobody's, whatever the tables hold of the other seat.
    @Test func ofAnEmptySeatNothingIsSaidOfChance() throws {
        var session = Fixture.helle()
        let chance = (0..<99).map(Double.init)
        var tests = SurrogateTests()
        tests.combined = Significance(of: 98, against: chance)
        tests.channels = [
            ChannelSignificance(
                channel: .headTilt, mapping: .mirror,
                significance: try #require(tests.combined), adjusted: 0.01)
        ]
        session.chance = tests
        #expect(ChanceSentences(session).sentences.contains { $0.contains("follow each other") })
        session.quality.coverage = [1, 0]
        #expect(ChanceSentences(session).sentences.isEmpty)
        session.chance = nil
        #expect(ChanceSentences(session).sentences.isEmpty)
    }

    /// Of a very short session it cannot be told whether both were merely lively together.
    @Test func aShortSessionClaimsOnlyMirroring() throws {
        var session = Fixture.helle()
        var tests = SurrogateTests()
        tests.combined = Significance(of: 98, against: (0..<99).map(Double.init))
        tests.channels = [
            ChannelSignificance(
                channel: .headTilt, mapping: .mirror,
                significance: try #require(tests.combined), adjusted: 0.01)
        ]
        tests.activity = SharedActivity(correlation: 0.1, pValue: 0.4, leastPValue: 0.08)
        session.chance = tests
        let said = ChanceSentences(session).sentences.joined()
        #expect(said.contains("too short to tell whether both were merely lively"))
        #expect(!said.contains("more closely than by chance"))
    }

    /// As of motion energy, or of somebody whose hands and shoulders are never measured.
    @Test func posturesThatCouldNotBeToldAreNoFinding() {
        var session = Fixture.helle()
        session.episodes = []
        let names = session.settings.postures.map(\.name)
        session.postures[1] = PostureRecord(
            seat: .second,
            unknown: Dictionary(
                uniqueKeysWithValues: names.map { ($0, [TimeSpan(start: 0, end: 60)]) }))
        #expect(SessionFindings(session).headline.hasPrefix("No posture could be told of both"))
    }

    @Test func presenceIsNoCoverage() throws {
        var session = Fixture.helle()
        for step in 0..<5 { session.features[0][.headTilt][step] = .nan }
        let json = SessionJSON.value(session)["quality"]
        #expect(json?["therapist"]?["channels"]?["head_tilt"] == .rounded(0.5, decimals: 4))
        #expect(json?["client"]?["channels"]?["head_tilt"] == .rounded(0.8, decimals: 4))
        #expect(json?["therapist"]?["channels"]?["trunk_lean"] == nil)
        #expect(ReportSections(session).text("coverage")?.contains("<td>50 %</td>") == true)
    }
}
