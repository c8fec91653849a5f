import SessionModel
import Testing

@testable import Base

@testable import Exports

/// Notes that were made while a session ran come out with it.
@Suite struct MarkerTests {
    private var session: Session {
        var session = Fixture.helle()
        session.markers = [
            Marker(time: 12.5, text: "she sighs, \"deeply\""), Marker(time: 12.9, text: ""),
            Marker(time: 30, text: "Pause & Tee"),
        ]
        return session
    }

    @Test func theyAreATable() throws {
        #expect(
            try MarkersCSV().lines(session) == [
                "time,text", "12.500,\"she sighs, \"\"deeply\"\"\"", "12.900,",
                "30.000,Pause & Tee",
            ])
    }

    /// A record that somebody sent may hold any text.
    @Test func noneIsAFormulaOrReadsOtherwiseThanItIs() throws {
        var session = session
        session.markers = [
            Marker(time: 1, text: "=1+2"), Marker(time: 2, text: "t\u{202E}4pm\u{1B}]52;c;x\u{7}"),
        ]
        #expect(
            try MarkersCSV().lines(session) == [
                "time,text", "1.000,'=1+2", #"2.000,t\u{202e}4pm\u{1b}]52;c;x\u{7}"#,
            ])
        for text in [
            try ElanEAF().rendered(session), try SessionJSON().rendered(session),
            try PraatTextGrid().rendered(session), try WebVTT().rendered(session),
            try Boris().rendered(session), try ReportHTML(library: "").rendered(session),
        ] {
            #expect(
                text.unicodeScalars.allSatisfy {
                    "\n\t".unicodeScalars.contains($0) || !$0.isUnseen
                })
        }
    }

    @Test func theyStandInTheSummary() throws {
        let text = try SessionJSON().rendered(session)
        #expect(text.contains("\"Pause & Tee\""))
        #expect(try SessionJSON().rendered(Fixture.helle()).contains("\"markers\": []"))
    }

    @Test func theyAreATierWhoseStretchesDoNotOverlap() throws {
        let text = try ElanEAF().rendered(session)
        #expect(text.contains("TIER_ID=\"markers\""))
        #expect(text.contains("Pause &amp; Tee"))
        // The first one ends where the second begins; the last one lasts a second.
        for time in [12500, 12900, 13900, 30000, 31000] {
            #expect(text.contains("TIME_VALUE=\"\(time)\""), "\(time)")
        }
        let without = try ElanEAF().rendered(Fixture.helle())
        #expect(!without.contains("TIER_ID=\"markers\""))
    }

    @Test func aCameraHasNoFileToBeLinked() throws {
        var session = Fixture.helle()
        session.source = [
            SourceInfo(file: "/dev/video0", sha256: "", duration: 50, frames: 625, rate: 12.5)
        ]
        #expect(try SessionJSON().rendered(session).contains("\"sha256\": null"))
        let text = try ElanEAF().rendered(session)
        #expect(!text.contains("MEDIA_DESCRIPTOR"))
    }
}
