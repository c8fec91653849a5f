import Mimicry
import Posture
import Base
import Foundation
import SessionModel
import Testing

@testable import Exports

/// The report in a real browser, used by `Tests/Browser/open_report.py`. What it needs is put in place by
/// `scripts/setup --test`; without it these tests fail and say so.
@Suite(.serialized) struct ReportInBrowserTests {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func path(_ relative: String) -> String {
        repository.appendingPathComponent(relative).path
    }

    @Test func everythingWorksAtBothWidthsAndInBothSchemes() throws {
        var session = SyntheticHour.session(seconds: 50)
        session.markers = [.init(time: 12.5, text: "<i>sighs</i>"), .init(time: 30, text: "")]
        session.quality.gaps = [.init(start: 20, end: 24, reason: .pause)]
        let german = try page(session, in: Phrases.of("de") ?? .english)
        defer { try? FileManager.default.removeItem(at: german) }
        try use(
            session, "--video", Self.path("Examples/helle.mp4"), "--german", german.path)
    }

    @Test func namesFullOfMarkupAreText() throws {
        let seats = ["</script><script>alert(1)</script>", "Zoë \"O'Hara\" & <b>Ünal</b> 👩‍⚕️"]
        var session = SyntheticHour.session(seconds: 90, seats: seats)
        session.source[0].file = "<img src=x onerror=alert(1)>.mp4"
        session.warnings = ["<!-- <script>alert(2)</script> -->"]
        session.postures[0].held[0].posture = "<svg onload=alert(3)>"
        session.episodes[0].posture = "<svg onload=alert(3)>"
        // Names of half a line each take the room.
        try use(session, "--pages", "3")
    }

    @Test func anHourIsSmallAndOpensAndZoomsQuickly() throws {
        let said = try use(SyntheticHour.session(), "--measure")
        let line = try #require(said.split(separator: "\n").first { $0.hasPrefix("{") })
        let figures = try #require(JSONValue(parsing: Array(line.utf8)))
        // What it takes is in docs/validation.md. Time on the processor is what the page costs; time by
        // the clock is mostly how busy the machine is with other tests.
        #expect(try number(figures, "bytes") < 3_000_000)
        #expect(try number(figures, "open_processor_ms") < 2_000)
        #expect(try number(figures, "zoom_frame_processor_ms") < 50)
    }

    private func number(_ figures: JSONValue, _ name: String) throws -> Double {
        switch try #require(figures[name]) {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: .infinity
        }
    }

    /// Writes the report to a file of its own.
    private func page(_ session: Session, in phrases: Phrases = .english) throws -> URL {
        let page = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-test-\(UUID().uuidString).html")
        let report = try ReportHTML(libraryAt: Self.path(".deps/js/d3.min.js"), in: phrases)
        try Data(report.bytes(session)).write(to: page)
        return page
    }

    /// Writes the report and hands it to the script; gives what that said.
    @discardableResult
    private func use(_ session: Session, _ arguments: String...) throws -> String {
        let page = try page(session)
        defer { try? FileManager.default.removeItem(at: page) }
        try #require(
            FileManager.default.isExecutableFile(atPath: ReadBackTests.python),
            "\(ReadBackTests.python) is not there; run scripts/setup --test")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: ReadBackTests.python)
        process.arguments = [Self.path("Tests/Browser/open_report.py"), page.path] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
        return said
    }
}
