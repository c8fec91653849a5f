import Base
import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

/// Smiles and still faces in words.
@Suite struct FaceWordsTests {
    /// 100 s; the therapist's smile is told for all of them, the client's for 60.
    private static func session(
        smiles: [(Seat, Double, Double)] = [], still: [(Seat, Double, Double)] = [],
        stillnessIsKnown: Bool = true
    ) -> Session {
        var session = Fixture.helle()
        for seat in Seat.allCases {
            var track = FeatureTrack()
            for index in 0...1000 {
                var row = [Double](repeating: .nan, count: Channel.allCases.count)
                if seat == .first || index < 600 { row[Channel.smile.index] = 0.2 }
                track.append(time: Double(index) / 10, presence: 1, row: row)
            }
            session.features[seat.rawValue] = track
            var record = PostureRecord(seat: seat)
            for (name, holds) in [("smiling", smiles), ("still", still)] {
                record.held += holds.filter { $0.0 == seat }.map {
                    PostureInterval(seat: seat, posture: name, onset: $0.1, offset: $0.2)
                }
            }
            if seat == .second { record.unknown["smiling"] = [TimeSpan(start: 60, end: 100)] }
            if !stillnessIsKnown { record.unknown["still"] = [TimeSpan(start: 0, end: 100)] }
            session.postures[seat.rawValue] = record
        }
        return session
    }

    private static func sentence(_ session: Session) -> String? { FaceWords(session)?.sentence }

    @Test func whoSmiledHowOftenAndForHowLong() throws {
        let session = Self.session(smiles: [(.first, 10, 12.5), (.first, 30, 31)])
        let words = try #require(Self.sentence(session))
        #expect(
            words.hasPrefix(
                "The therapist smiled twice, for 3.5 s of the 1 min 40 s in which that could be told; "
                    + "the client did not smile in the 60.0 s in which that could be told (not validated)."
            ),
            "\(words)"
        )
        #expect(!words.contains("at once"))
    }

    @Test func smilesOfBothAreTold() throws {
        var session = Self.session(smiles: [(.first, 10, 14), (.second, 12, 15)])
        session.baseRates = [
            PostureSharing(
                of: "smiling", session.postures[0], session.postures[1],
                recording: TimeSpan(start: 0, end: 100))
        ]
        let words = try #require(Self.sentence(session))
        #expect(words.contains("Both smiled at once for 2.0 s."), "\(words)")
    }

    @Test func aStillFaceIsToldWithItsTime() throws {
        let words = try #require(Self.sentence(Self.session(still: [(.second, 20, 50)])))
        #expect(
            words.hasSuffix(
                "The client’s face was still, against what is usual of it, for 30.0 s, from 20.0 s."
            ),
            "\(words)")
    }

    @Test func whatCannotBeToldIsNotSilence() throws {
        let words = try #require(Self.sentence(Self.session(stillnessIsKnown: false)))
        #expect(words.contains("Whether a face became still could not be told"), "\(words)")
        var away = Self.session()
        away.postures[1].unknown["smiling"] = [TimeSpan(start: 0, end: 100)]
        #expect(try #require(Self.sentence(away)).contains("of the client it could not be told"))
        away.postures[0].unknown["smiling"] = [TimeSpan(start: 0, end: 100)]
        #expect(Self.sentence(away) == nil)
    }

    @Test func theReportListsWhoHeldWhatWhen() {
        let session = Self.session(
            smiles: (0..<30).map { (.first, Double($0), Double($0) + 0.5) } + [(.second, 42, 43)])
        let text = ReportHolds(session: session).text
        #expect(text.contains("<td>42.0 s to 43.0 s</td>"))
        #expect(text.contains("23.0 s to 23.5 s, and 6 more in postures.csv"))
        #expect(ReportHolds(session: Self.session()).text.isEmpty)
    }
}
