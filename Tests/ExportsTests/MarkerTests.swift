import Base
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

    @Test func theyAreAListAndFlagsInTheReport() throws {
        let report = ReportHTML(library: "")
        let page = try report.rendered(session)
        #expect(page.contains("<h3 id=\"notes\">Notes</h3>"))
        #expect(
            page.contains(
                "<th scope=\"row\">12.5 s</th><td>she sighs, &quot;deeply&quot;</td>"))
        #expect(page.contains("<td>Pause &amp; Tee</td>") && page.contains("<td>–</td>"))
        #expect(
            ReportData(session).value["notes"] == [
                [12.5, "she sighs, \"deeply\""], [12.9, ""], [30.0, "Pause & Tee"],
            ])
        #expect(!(try report.rendered(Fixture.helle())).contains("id=\"notes\""))
        #expect(ReportData(Fixture.helle()).value["notes"] == nil)
    }

    @Test func theyArePointsForPraat() throws {
        let text = try PraatTextGrid().rendered(session)
        #expect(text.contains("class = \"TextTier\" \n        name = \"markers\""))
        #expect(text.contains("points: size = 3"))
        #expect(text.contains("number = 12.5 \n            mark = \"she sighs, \"\"deeply\"\"\""))
        #expect(!(try PraatTextGrid().rendered(Fixture.helle())).contains("TextTier"))
    }

    @Test func theyAreCaptionsInOrderOfTime() throws {
        let text = try WebVTT().rendered(session)
        #expect(text.contains("\nnote 1\n00:00:12.500 --> 00:00:15.500\nNote: she sighs"))
        #expect(text.contains("\nnote 2\n00:00:12.900 --> 00:00:15.900\nNote\n"))
        let starts = text.matches(of: /\n(\d\d:\d\d:\d\d\.\d\d\d) -->/).map(\.1)
        #expect(starts == starts.sorted() && starts.count > 3)
        #expect(!(try WebVTT().rendered(Fixture.helle())).contains("note 1"))
    }

    /// A pause is no doubt about who is who, and nothing that swapping the two could mend.
    @Test func aPauseIsCalledAPause() throws {
        var session = Fixture.helle()
        session.quality = Quality(
            coverage: [1, 1], identity: [TimeSpan(start: 10, end: 42)],
            gaps: [.init(start: 10, end: 40, reason: .pause)])
        session.warnings = ["nothing was measured from 10.0 to 40.0 s: paused"]
        #expect(session.quality.identity == [TimeSpan(start: 40, end: 42)])
        #expect(session.masked == [TimeSpan(start: 10, end: 42)])
        let page = try ReportHTML(library: "").rendered(session)
        #expect(page.contains("paused"))
        #expect(!page.contains("it is uncertain who is who"))
        #expect(!page.contains("swap_at swaps"))
        #expect(page.contains("After 42.0\u{A0}s it was clear again who is who, after the pause."))
        #expect(ReportData(session).value["breaks"] == [[10.0, 40.0, "paused"]])
        let gaps = SessionJSON.value(session)["quality"]?["gaps"]
        #expect(gaps == [["start": 10.0, "end": 40.0, "reason": "pause"]])
        // What was not settled after it remains a doubt.
        session.quality.identity = [TimeSpan(start: 40, end: 50)]
        let doubtful = try ReportHTML(library: "").rendered(session)
        #expect(doubtful.contains("it is uncertain who is who"))
        #expect(doubtful.contains("swap_at swaps"))
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
