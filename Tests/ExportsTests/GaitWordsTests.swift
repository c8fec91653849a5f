import Base
import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

/// Gait in words, in session.json and in gait.csv.
@Suite struct GaitWordsTests {
    /// Two who walk for a minute; the second limps.
    private func session() -> Session {
        var session = Fixture.helle()
        session.settings.scene = .walking
        session.gait = Seat.allCases.map { seat in
            var figures = GaitFigures(seat: seat, steps: 120, seconds: 60, view: .sideways)
            figures.cadence = 120
            figures.armSwing = 40
            figures.asymmetry = seat == .first ? 0.01 : 0.2
            figures.asymmetryLow = seat == .first ? -0.05 : 0.1
            figures.asymmetryHigh = 0.3
            let steps = (0..<120).map { index in
                GaitStep(
                    seat: seat, foot: index.isMultiple(of: 2) ? .left : nil,
                    time: 1 + 0.5 * Double(index), stepTime: index == 0 ? nil : 0.5)
            }
            return Gait(steps: steps, figures: figures)
        }
        session.chance = SurrogateTests(
            gait: GaitCoupling(
                session.gait[0].steps, session.gait[1].steps, surrogates: 19, seed: 1))
        return session
    }

    @Test func whatWasSeenIsSaidWithNumbers() throws {
        let session = session()
        let json = try #require(SessionJSON.value(session)["summary"]?["gait"])
        #expect(json["seats"]?["client"]?["cadence"] == .rounded(120, decimals: 2))
        #expect(json["seats"]?["client"]?["view"] == .string("sideways"))
        #expect(json["seats"]?["client"]?["trunk_sway"] == .null)
        #expect(json["coupling"]?["locking"] == .rounded(1, decimals: 4))
        let words = try #require(GaitWords(session)).sentences.joined(separator: " ")
        #expect(
            words.contains(
                "The client was seen to make 120 steps, 120 a minute, seen from the side."))
        #expect(words.contains("Measured of them: arms swung by 40°."))
        #expect(
            words.contains(
                "hurried off the left leg (seen difference 20 %, 10 % to 30 %; the true one is about twice that)"
            ))
        #expect(words.contains("An uneven gait cannot be told (seen difference 1 %"))
        #expect(ReportSections(session).text("verdict")?.contains("120 steps") == true)
        #expect(
            ReportMethods(session: session).paragraph.contains("told by dips of head and shoulders")
        )
        #expect(ReportData(session).value.text().contains("\"Steps\""))
    }

    @Test func theTableHasARowAStep() throws {
        let text = String(decoding: try GaitCSV().bytes(session()), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines[0] == "seat,foot,time,step_time,step_length,swing")
        #expect(lines.count == 241)
        #expect(lines[1] == "therapist,left,1.000,,,")
        #expect(lines[3] == "therapist,,1.500,0.500,,")
    }

    @Test func ofWhoDoesNotShareNothingLeaves() throws {
        var session = session()
        session.quality.identity = []
        let shared = SharedSession(session, seats: [.second]).session
        #expect(shared.gait.map(\.figures.seat) == [.second])
        #expect(shared.gait[0].steps[0].time == 1 - (session.features[0].times.first ?? 0))
        #expect(shared.chance == nil)
        // Some of the steps may be the other's.
        session.quality.identity = [TimeSpan(start: 10, end: 12)]
        #expect(SharedSession(session, seats: [.second]).session.gait.isEmpty)
    }

    @Test func nobodyIsSaidToWalkWhoSitsOrStands() throws {
        #expect(GaitWords(Fixture.helle()) == nil)
        #expect(SessionJSON.value(Fixture.helle())["summary"]?["gait"] == .null)
        #expect(!ReportData(Fixture.helle()).value.text().contains("\"Steps\""))
        var session = Fixture.helle()
        session.gait = Seat.allCases.map { Gait(figures: GaitFigures(seat: $0)) }
        // Measured every five seconds.
        let rare = try #require(GaitWords(session)).sentences
        #expect(
            rare.count == 1 && rare[0].hasPrefix("Steps are told where both were measured five"))
        session.features = [FeatureTrack(), FeatureTrack()]
        let words = try #require(GaitWords(session)).sentences
        #expect(words == ["Nobody was seen to walk: no step was told of either person."])
        #expect(SessionJSON.value(session)["summary"]?["gait"]?["seats"]?["client"] == .null)
    }
}
