import Posture
import Mimicry
import Base
import Foundation
import SessionModel
import Testing

@testable import Exports

@Suite struct ReportHTMLTests {
    private let report = ReportHTML(library: "var d3 = {};")

    /// A page with everything that the page itself must not take for markup or script.
    private func hostile() -> Session {
        var session = Fixture.helle(seats: ["</script><script>alert(1)</script>", "\"><img src=x>"])
        session.source[0].file = "<b>{{data}}&amp;'.mp4"
        session.warnings = ["<!-- <script> -->"]
        session.postures[0].held[0].posture = "<svg onload=1>"
        session.episodes[0].posture = "<svg onload=1>"
        return session
    }

    private func count(_ piece: String, in text: String) -> Int {
        text.components(separatedBy: piece).count - 1
    }

    @Test func takesNoStringForMarkup() throws {
        let page = try report.rendered(hostile())
        #expect(count("<script", in: page) == 3)
        #expect(count("</script>", in: page) == 3)
        for piece in ["<img", "<b>{{", "<svg", "alert(1)</", "<!-- <script"] {
            #expect(!page.contains(piece), "\(piece)")
        }
        #expect(page.contains("&lt;/script&gt;"))
        #expect(page.contains("&lt;b&gt;{{data}}&amp;amp;&#39;.mp4"))
    }

    @Test func carriesItsDataWhole() throws {
        let page = try report.rendered(hostile())
        let start = try #require(page.range(of: "id=\"session\">"))
        let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
        let data = try #require(
            JSONValue(parsing: Array(page[start.upperBound..<end.lowerBound].utf8)))
        #expect(data["seats"] == ["</script><script>alert(1)</script>", "\"><img src=x>"])
    }

    @Test func asksForNothingFromOutside() throws {
        let page = try report.rendered(Fixture.helle())
        #expect(!page.contains("http:") && !page.contains("https:"))
        #expect(!page.contains("src="))
        #expect(!page.contains("@import"))
        #expect(page.contains("default-src 'none'"))
        #expect(page.contains("media-src blob:;"))
    }

    @Test func allowsItsOwnScriptsAndNoOther() throws {
        let page = try report.rendered(Fixture.helle())
        let policy = try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/))
            .1
        let elements = page.matches(of: /<(script|style)>((?s).*?)<\/(script|style)>/)
        #expect(elements.count == 3)
        for element in elements {
            let digest = Digest.sha256Base64(String(element.2))
            #expect(policy.contains("'sha256-\(digest)'"))
        }
        #expect(!policy.contains("unsafe"))
    }

    @Test func fillsEveryPlace() throws {
        for session in [Fixture.helle(), Fixture.empty()] {
            #expect(!(try report.rendered(session)).contains("{{"))
        }
    }

    @Test func tellsTheEpisodesAndTheProvenance() throws {
        let page = try report.rendered(Fixture.helle())
        for piece in [
            "Session helle", "helle.mp4 · 50.0\u{A0}s", "rested their head on their left hand",
            "The file ends early.", "Between 3.0\u{A0}s and 4.5\u{A0}s", "F01 – analysis",
            String(repeating: "0f", count: 32), String(repeating: "1e", count: 32), "attune 9.8.7",
            "max lag", "left/right fingers to face below ", "Personal data.",
        ] {
            #expect(page.contains(piece), "\(piece)")
        }
    }

    @Test func carriesTheLagPictureAndItsPeaks() throws {
        let session = SyntheticHour.session(seconds: 60)
        let value = ReportSynchrony(session).value
        guard case .array(let cells) = value["cells"], case .array(let windows) = value["windows"],
            case .array(let measures) = value["measures"],
            case .integer(let lag) = value["max_lag"],
            case .string(let first) = cells.first
        else { throw Failure.software("the picture is not whole", remedy: "") }
        #expect(windows.count == 7)
        #expect(first.utf8.count == windows.count * (2 * lag + 1))
        #expect(cells.count == 25)
        #expect(measures.count == 30)
        #expect(measures.allSatisfy { $0["lag"] != nil && $0["z"] != nil })
        #expect(ReportSynchrony(Fixture.empty()).value == .null)
    }

    @Test func packsCorrelations() {
        #expect(ReportSynchrony.packed([-1, 0, 1, .nan, 1.5]) == "Af+/+")
    }

    @Test func givesWhatAMethodsSectionNeeds() throws {
        var session = Fixture.helle()
        session.settings.episodes.maxLag = 7.5
        let page = try report.rendered(session)
        for piece in [
            "Attune (Version 9.8.7)", "at most 7.5\u{A0}s after", "25 times a second",
            "windows of 30\u{A0}s, step 5\u{A0}s", "left out.", "the client 80\u{A0}%",
        ] {
            #expect(page.contains(piece), "\(piece)")
        }
    }

    @Test func foldsManyEpisodes() throws {
        var session = Fixture.helle()
        session.episodes = Array(repeating: Fixture.episode(), count: 30)
        let page = try report.rendered(session)
        #expect(page.contains("<summary>18 more</summary>"))
        #expect(count("data-episode=", in: page) == 30)
    }

    @Test func tellsWhatToDoWhenTheLibraryIsMissing() {
        let failure = #expect(throws: Failure.self) { try ReportHTML(libraryAt: "/nowhere/d3.js") }
        #expect(failure?.exitCode == 66)
        #expect(failure?.remedy == Installation.current.repair)
    }
}
