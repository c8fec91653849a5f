import Base
import Consents
import Foundation
import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

/// Whether two face each other, and how far apart they sit, in words and in session.json.
@Suite struct TogetherWordsTests {
    private func session() -> Session {
        var session = Fixture.helle()
        for seat in 0..<2 {
            session.features[seat][.toPartner] = session.features[seat].times.map { _ in -20 }
            session.features[seat][.distance] = session.features[seat].times.map { $0 < 25 ? 3 : 2 }
        }
        session.postures[0].held.append(Fixture.held(.first, "facing_partner", nil, 0, 36))
        session.postures[1].held.append(Fixture.held(.second, "facing_partner", nil, 9, 27))
        session.distanceChanges = [
            DistanceChange(time: 25, before: 3, after: 2, noise: 0.04, mover: .second)
        ]
        return session
    }

    @Test func approachesAreTiersOfInstants() throws {
        let session = session()
        let elan = try ElanEAF().rendered(session)
        #expect(elan.contains("TIER_ID=\"distance\""))
        #expect(elan.contains("client approaches: 3.000 → 2.000 sw"))
        #expect(elan.contains("TIME_VALUE=\"25000\"") && elan.contains("TIME_VALUE=\"26000\""))
        let praat = try PraatTextGrid().rendered(session)
        #expect(praat.contains("class = \"TextTier\" \n        name = \"distance\""))
        #expect(praat.contains("number = 25 \n            mark = \"client approaches: 3.000"))
        #expect(
            session.label(
                of: DistanceChange(time: 1, before: 2, after: 2.5, noise: 0, mover: .both))
                == "both withdraw: 2.000 → 2.500 sw")
        #expect(
            session.label(of: DistanceChange(time: 1, before: 2, after: 2.5, noise: 0))
                == "one or both withdraw: 2.000 → 2.500 sw")
        #expect(try !ElanEAF().rendered(Fixture.helle()).contains("TIER_ID=\"distance\""))
    }

    @Test func facingEachOtherIsToldApartFromPostures() throws {
        let session = session()
        let json = try #require(SessionJSON.value(session)["summary"]?["facing"])
        #expect(json["known_seconds"] == .rounded(45.0))
        #expect(json["facing"]?["therapist"] == .rounded(0.8))
        #expect(json["mutual_seconds"] == .rounded(18.0) && json["mutual_share"] == .rounded(0.4))
        #expect(json["p_value"] == .null)
        let words = try #require(FacingWords(session)).sentence
        #expect(
            words.contains("to the other (not validated) for 80 % of the 45.0 s")
                && words.contains("both at once for 40 %. Looks with the eyes alone are not seen"))
        // Nothing of it is a shared posture.
        #expect(
            SessionSummary(session).sharingSeconds == SessionSummary(Fixture.helle()).sharingSeconds
        )
        #expect(FacingWords(Fixture.helle()) == nil, "never measured")
    }

    /// As a record has it.
    private func sharing(_ name: String, _ significance: Significance) throws -> SharingTest {
        struct Stored: Codable {
            var name: String
            var significance: Significance
        }
        return try JSONDecoder().decode(
            SharingTest.self,
            from: JSONEncoder().encode(Stored(name: name, significance: significance)))
    }

    @Test func moreThanChanceIsClaimedOnlyThen() throws {
        var session = session()
        for (reached, words) in [
            (0, "they faced each other more than by chance"),
            (40, "not shown to be more than by chance"),
        ] {
            let chance = (0..<99).map { $0 < reached ? 20.0 : Double($0 % 10) }
            let test = try #require(Significance(of: 18, against: chance))
            session.chance = SurrogateTests()
            session.chance?.details = PostureChance(
                sharing: [try sharing("facing_partner", test)])
            #expect(try #require(FacingWords(session)).sentence.contains(words))
        }
    }

    @Test func aChangeOfTheDistanceIsToldWithWhoMoved() throws {
        var session = session()
        let json = try #require(SessionJSON.value(session)["summary"]?["distance"])
        #expect(json["median"] == .rounded(2.5))
        guard case .array(let changes)? = json["changes"] else {
            Issue.record("no changes")
            return
        }
        #expect(changes[0]["moved"] == .string("client"))
        let words = try #require(DistanceWords(session)).sentence
        #expect(words.contains("sat 2.5 shoulder widths of the therapist apart"))
        #expect(words.hasSuffix("From 25.0 s on, the client came nearer: 2.0 instead of 3.0."))
        session.distanceChanges[0].mover = nil
        #expect(
            try #require(DistanceWords(session)).sentence.contains("who moved could not be told"))
        session.distanceChanges = []
        // Less than a minute has no half minutes on either side.
        #expect(try #require(DistanceWords(session)).sentence.hasSuffix("100 % of the time)."))
        for seat in 0..<2 {
            session.features[seat].times = session.features[seat].times.map { 2 * $0 }
        }
        #expect(try #require(DistanceWords(session)).sentence.contains("no lasting change"))
        #expect(DistanceWords(Fixture.helle()) == nil)
        #expect(ReportSections(session).text("verdict")?.contains("shoulder widths") == true)
    }

    @Test func methodsSayHow() {
        let methods = ReportMethods(session: session()).paragraph
        #expect(
            methods.contains(
                "Not counted as mimicry: facing partner, breathing shallow and still."))
        #expect(methods.contains("by 0.25 shoulder widths"))
        #expect(!methods.contains("breathed in step"))
        #expect(!ReportMethods(session: Fixture.helle()).paragraph.contains("shoulder widths and"))
    }

    /// It is of both, so that one of them alone does not share it.
    @Test func oneAloneDoesNotShareTheDistance() {
        let alone = SharedSession(session(), seats: [.first])
        #expect(alone.session.features[0][.distance].allSatisfy { $0.isNaN })
        #expect(alone.session.features[0][.toPartner].allSatisfy { $0.isNaN })
        #expect(alone.session.distanceChanges.isEmpty)
        let both = SharedSession(session(), seats: [.first, .second])
        #expect(both.session.features[0][.distance].allSatisfy { $0.isFinite })
        #expect(both.session.features[0][.toPartner].allSatisfy { $0.isFinite })
        #expect(both.session.distanceChanges.count == 1)
    }

    @Test func whatOnlyFewSessionsHaveIsNotMissed() {
        var session = Fixture.helle()
        for name in ["facing_partner", "breathing_shallow", "still", "slumped"] {
            for seat in 0..<2 {
                session.postures[seat].unknown[name] = [TimeSpan(start: 0, end: 45)]
            }
        }
        let sentences = UntoldWords.sentences(session).joined()
        #expect(sentences.contains("slumped"))
        for word in ["facing partner", "breathing shallow", "still"] {
            #expect(!sentences.contains(word), "\(sentences)")
        }
    }

    @Test func aBeltIsInItsOwnUnit() {
        #expect(Phrases.english.legend(.breath) == "shoulder widths, + inhaled")
        #expect(Phrases.english.legend(.breath, isBelt: true).hasPrefix("standard deviations"))
        #expect(Phrases.english.legend(.distance).contains("of the first seat"))
        // A breath of 0.006 sw has more than a few steps.
        #expect(Channel.breath.quantum(isBelt: false) < 0.006 / 100)
    }
}
