import Base
import Posture
import SessionModel
import Testing

@testable import Exports

/// That everybody who reads results learns why a posture could not be told.
@Suite struct UntoldWordsTests {
    /// 100 s in which the client is seen in profile for the last 83, and a hand of the therapist is hidden for 30.
    private static func session() -> Session {
        var session = Fixture.helle()
        for seat in Seat.allCases {
            var track = FeatureTrack()
            for index in 0...1000 {
                let time = Double(index) / 10
                var row = [Double](repeating: 0, count: Channel.allCases.count)
                for channel in [Channel.leftFingersToFace, .rightFingersToFace, .handsApart] {
                    row[channel.index] = 2
                }
                row[Channel.shoulderSpan.index] = seat == .second && time >= 17 ? 0.6 : 1.7
                if seat == .first, time >= 70 { row[Channel.leftFingersToFace.index] = .nan }
                if seat == .first, time >= 70 { row[Channel.rightFingersToFace.index] = .nan }
                track.append(time: time, presence: 1, row: row)
            }
            session.features[seat.rawValue] = track
            session.postures[seat.rawValue] = PostureDetector.record(of: track, seat: seat)
        }
        session.quality.identity = []
        return session
    }

    @Test func aSentenceNamesPersonCauseAndShare() {
        let sentences = UntoldWords.sentences(Self.session())
        #expect(
            sentences.contains(
                "the client is seen in profile: hands clasped could not be told for 83 % of the time"
            ),
            "\(sentences)")
        #expect(
            sentences.contains {
                $0.hasPrefix("the therapist’s face or left hand are not seen: ")
                    && $0.contains("hand to face")
            }, "\(sentences)")
    }

    @Test func anyReasonIsAClauseAboutThePerson() {
        func clause(_ reason: String) -> String {
            UntoldWords.clause(
                .requirement(
                    PostureRequirement(
                        signal: "head_turn", direction: .below, value: 35, reason: reason)),
                "client")
        }
        #expect(clause("the person is seen in profile") == "the client is seen in profile")
        #expect(clause("the head is turned") == "the client’s head is turned")
        #expect(clause("zu dunkel") == "of the client, zu dunkel")
        #expect(clause("") == "of the client, head turn is above 35")
    }

    @Test func everyChannelHasAPartThatIsSeenOrIsNotMeasured() {
        let measured: [Channel: String] = [
            .faceActivity: "how much the client’s face usually moves is not known",
            .breath: "the client’s breathing is not measured",
            .breathRate: "the client’s breathing is not measured",
            .breathDepth: "the client’s breathing is not measured",
        ]
        for channel in Channel.allCases where channel != .motionEnergy {
            let words = UntoldWords.clause(.unmeasured([.channel(channel)]), "client")
            #expect(
                measured[channel].map { $0 == words } ?? words.hasSuffix("not seen"), "\(words)")
        }
    }

    @Test func thePosturesTableHasTheReasonInItsLastColumn() throws {
        let lines = try PosturesCSV().lines(Self.session())
        #expect(lines[0].hasSuffix(",validated,reason"))
        #expect(
            lines.contains {
                $0.hasPrefix("client,hands_clasped,,17") && $0.contains(",unknown,")
                    && $0.hasSuffix(",the client is seen in profile")
            })
        #expect(!PosturesCSV.columns.contains("reason"))
    }

    @Test func sessionAndReportSayIt() throws {
        let session = Self.session()
        let listed = try #require(SessionJSON.value(session)["quality"]?["untold"])
        guard case .array(let entries) = listed else {
            Issue.record("not a list")
            return
        }
        let clasped = try #require(
            entries.first { $0["seat"] == "client" && $0["posture"] == "hands_clasped" })
        #expect(clasped["reason"] == "the client is seen in profile")
        #expect(ReportSections(session).text("untold")?.contains("hands clasped") == true)
        #expect(ReportSections(Fixture.empty()).text("untold") == "")
    }
}
