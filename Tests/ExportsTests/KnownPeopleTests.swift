import Base
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
