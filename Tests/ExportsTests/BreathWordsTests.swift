import Base
import Consents
import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

/// Breathing in words and in session.json.
@Suite struct BreathWordsTests {
    /// Both breathe for a third of a 400 s recording or all of it, the second after the first.
    private func session(measured: Double = 1, ahead: Double = 0.5) throws -> Session {
        var session = Fixture.helle()
        session.features = [0, ahead].map { delay in
            var track = FeatureTrack()
            for index in 0..<4000 {
                let time = Double(index) / 10
                var row = [Double](repeating: .nan, count: Channel.allCases.count)
                if Double(index) < measured * 4000 {
                    // Breaths of 4 and 4.8 s in turn of eight, so that order tells.
                    let own = time - delay + 0.4 * Self.wave((time - delay) / 47)
                    row[Channel.breath.index] = 0.006 * Self.wave(own / 4)
                    row[Channel.breathRate.index] = 15
                }
                track.append(time: time, presence: 1, row: row)
            }
            return track
        }
        let coupling = BreathCoupling(
            session.features[0], session.features[1], surrogates: 99, seed: 1)
        session.chance = SurrogateTests(breathing: coupling)
        return session
    }

    /// A sine without a library: Bhaskara's, good to 0.002.
    private static func wave(_ turns: Double) -> Double {
        let x = turns - turns.rounded(.down)
        let half = x < 0.5 ? x : x - 0.5
        let y = 16 * half * (0.5 - half) * 4 / (5 - 4 * 4 * half * (0.5 - half))
        return x < 0.5 ? y : -y
    }

    @Test func inStepIsSaidWithNumbers() throws {
        let session = try session()
        let json = try #require(SessionJSON.value(session)["summary"]?["breathing"])
        #expect(json["seats"]?["client"]?["rate"] == .rounded(15.0))
        #expect(json["coupling"]?["leader"] == .string("therapist"))
        #expect(json["coupling"]?["surrogate"] == "shuffled-breaths")
        let words = try #require(BreathWords(session)).sentence
        #expect(words.contains("breathed 15.0 times a minute"))
        #expect(words.contains("They breathed in step, the therapist ahead by 0.5 s"))
        #expect(ReportSections(session).text("verdict")?.contains("in step") == true)
    }

    /// What is left out of the scores, as where the two may have been taken for each other, is no part of the rates.
    @Test func whatIsLeftOutIsNotTold() throws {
        var session = try session()
        let times = session.features[0].times
        for index in times.indices where (100..<200).contains(times[index]) {
            session.features[0][.breathRate][index] = 30
        }
        session.quality.identity = [TimeSpan(start: 100, end: 200)]
        let json = try #require(SessionJSON.value(session)["summary"]?["breathing"])
        #expect(json["seats"]?["therapist"]?["rate"] == .rounded(15, decimals: 2))
        #expect(json["seats"]?["therapist"]?["measured_share"] == .rounded(1, decimals: 4))
        let seconds = try #require(json["seats"]?["therapist"]?["measured_seconds"])
        #expect(abs((seconds.asNumber ?? 0) - 300) < 1)
    }

    @Test func littleTimeIsSaid() throws {
        let words = try #require(BreathWords(session(measured: 0.3))).sentence
        #expect(words.contains("in 30 % of the time"))
        #expect(words.hasSuffix("to say whether they breathed in step."))
    }

    @Test func whatWasAgreedToAndNotMeasuredIsSaid() throws {
        var session = Fixture.helle()
        #expect(BreathWords.absence(session) == nil)
        var consent = try #require(session.consent)
        for index in consent.participants.indices {
            consent.participants[index].scope.append(.breathing)
        }
        session.consent = consent
        let words = try #require(BreathWords.absence(session))
        #expect(words.hasPrefix("Breathing was not measured of anybody"))
        let verdict = try #require(ReportSections(session).text("verdict"))
        #expect(verdict.contains("Breathing was not measured of"))
        #expect(BreathWords.absence(try self.session()) == nil)
    }

    @Test func nothingIsSaidWhereNothingWasMeasured() {
        #expect(BreathWords(Fixture.helle()) == nil)
        #expect(SessionJSON.value(Fixture.helle())["summary"]?["breathing"] == .null)
    }
}
