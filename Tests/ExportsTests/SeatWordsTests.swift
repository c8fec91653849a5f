import Base
import Posture
import SessionModel
import Testing

@testable import Exports

/// That it is said who was taken for whom.
@Suite struct SeatWordsTests {
    @Test func thePictureTellsWhoIsLeft() {
        let session = Fixture.helle()
        #expect(
            SeatWords.sentence(session)
                == "the therapist is on the left of the picture at the start, the client on the right"
        )
        #expect(
            ReportSections(session).text("recording")?.contains("The therapist is on the left")
                == true)
    }

    @Test func anExchangeAtTheStartIsHeeded() {
        var session = Fixture.helle()
        session.settings.swapAt = [0, 20]
        #expect(SeatWords.sentence(session)?.hasPrefix("the client is on the left") == true)
        session.settings.swapAt = [20]
        #expect(SeatWords.sentence(session)?.hasPrefix("the therapist is on the left") == true)
    }

    @Test func whereNoPictureTellsNothingIsSaid() {
        #expect(SeatWords.sentence(Fixture.helle(seats: ["left", "right"])) == nil)
        var session = Fixture.helle()
        session.source += session.source
        #expect(SeatWords.sentence(session) == nil)
        session = Fixture.helle()
        session.source[0].sha256 = ""
        #expect(SeatWords.sentence(session) == nil)
    }
}
