import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

/// Opportunities, leavings and shared time in the report.
@Suite struct ReportResponsesTests {
    private func text(_ activity: SharedActivity?) -> String {
        var chance = SurrogateTests()
        chance.details = PostureChance(responses: [
            ResponseShare(
                group: ResponseGroup(.adoption, .all), opportunities: 9, adopted: 6,
                adoptedByChance: 0.2, pValue: 0.01)
        ])
        chance.activity = activity
        var session = Session(
            source: [], seats: ["therapist", "client"], consent: nil, settings: Settings(),
            features: [FeatureTrack(), FeatureTrack()], postures: [], episodes: [], synchrony: [],
            timeline: [], quality: Quality(coverage: [1, 1]), warnings: [])
        session.chance = chance
        return ReportResponses(session: session).text
    }

    @Test func commonLivelinessIsSaidAboveTheTables() {
        let found = text(SharedActivity(correlation: 0.4, pValue: 0.01))
        #expect(found.contains("lively at the same times") && found.contains("0.010"))
        // In turn, or not: adoptions are then no more frequent by themselves.
        for activity in [
            SharedActivity(correlation: -0.4, pValue: 0.01),
            SharedActivity(correlation: 0.1, pValue: 0.4), nil,
        ] {
            let text = text(activity)
            #expect(!text.contains("lively") && text.contains("0.010"))
        }
    }
}
