import Base
import Foundation
import Testing

@testable import Study

@Suite struct StudyManifestTests {
    private func read(_ text: String) throws -> StudyManifest {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-test-\(UUID().uuidString).csv").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try StudyManifest(path)
    }

    @Test func aRowIsASession() throws {
        let manifest = try read(
            """
            session,recordings,consent,seats,offset,group,session_number,date,hscl,alliance
            S01,/v/a.mp4,/c/1.json,,,treated,1,2026-05-31,1.2,
            S02, /v/a.mp4+/v/b.mp4 ; /v/c.mp4 ,/c/2.json,"client,therapist",auto,,,,,5
            S03,/v/d.mp4;/v/e.mp4,/c/3.json,,-1:02.5,,,,,
            """)
        #expect(manifest.outcomes == ["hscl", "alliance"])
        let rows = manifest.rows
        #expect(rows.map(\.session) == ["S01", "S02", "S03"] && rows.map(\.line) == [2, 3, 4])
        #expect(rows[0].recordings == ["/v/a.mp4"] && rows[0].seats == nil && rows[0].offset == nil)
        #expect(rows[0].group == "treated" && rows[0].number == 1)
        #expect(rows[0].date == CalendarDate("2026-05-31") && rows[0].outcomes == ["1.2", ""])
        #expect(rows[1].recordings == ["/v/a.mp4+/v/b.mp4", "/v/c.mp4"])
        #expect(rows[1].seats == "client,therapist" && rows[1].offset == .sound)
        #expect(rows[2].offset == .seconds(-62.5) && rows[2].group == nil)
    }

    /// Paths are seen from the table's folder, and outcomes do not decide how a session is measured.
    @Test func pathsAndDigests() throws {
        let head = "session,recordings,consent,offset,score\n"
        let one = try read(head + "S01,a.mp4;b.mp4,c.json,2,1\n")
        #expect(one.rows[0].recordings[1] == "\(one.path.parentFolder)/b.mp4")
        #expect(one.rows[0].consent == "\(one.path.parentFolder)/c.json")
        let scored = try read(head + "S01,a.mp4;b.mp4,c.json,2,9\n")
        let moved = try read(head + "S01,a.mp4;b.mp4,c.json,3,1\n")
        #expect(one.rows[0].digest == scored.rows[0].digest)
        #expect(one.rows[0].digest != moved.rows[0].digest)
    }

    /// What other tools measured needs no consent, and no column of recordings.
    @Test func aRowCanBeSeries() throws {
        let manifest = try read("session,series,rate\nS01,/e/a.txt ; /e/b.txt,25\nS02,c.csv,\n")
        let rows = manifest.rows
        #expect(rows[0].series == ["/e/a.txt", "/e/b.txt"] && rows[0].rate == 25)
        #expect(rows[0].recordings.isEmpty && rows[0].consent == nil)
        #expect(rows[1].series == ["\(manifest.path.parentFolder)/c.csv"] && rows[1].rate == nil)
        let faster = try read("session,series,rate\nS01,/e/a.txt;/e/b.txt,30\n")
        #expect(faster.rows[0].digest != rows[0].digest)
        let both = try read("session,recordings,consent,series\nS01,/a.mp4,/c.json,\nS02,,,/e.csv")
        #expect(both.rows.map(\.series) == [[], ["/e.csv"]])
        // Rows of before have the digests that they had.
        #expect(
            both.rows[0].digest
                == (try read("session,recordings,consent\nS01,/a.mp4,/d\n").rows[0].digest))
    }

    @Test(arguments: [
        ("session,recordings,consent,series\nS01,a,c,b\n", "line 2: both recordings and series"),
        ("session,series,rate\nS01,a,fast\n", "line 2: the rate is “fast”"),
        ("session,series\nS01,\n", "line 2: no recording"),
        ("", "is empty"), ("session,recordings\nS01,a.mp4\n", "no column consent"),
        ("session,recordings,consent\n", "lists no session"),
        ("session,recordings,consent\nS01,a,c\ns01,b,c\n", "line 3: session s01 is in line 2"),
        ("session,recordings,consent\n../S01,a,c\n", "line 2: “../S01” cannot be the code"),
        ("session,recordings,consent\n.hidden,a,c\n", "line 2: “.hidden” cannot be the code"),
        ("session,recordings,consent\nS01, ; ,c\n", "line 2: no recording"),
        ("session,recordings,consent\nS01,a,\n", "line 2: no consent"),
        ("session,recordings,consent,offset\nS01,a,c,soon\n", "line 2: the offset is “soon”"),
        ("session,recordings,consent,session_number\nS01,a,c,0\n", "line 2: the session number"),
        ("session,recordings,consent,date\nS01,a,c,31.5.\n", "line 2: the date"),
    ])
    func whatIsWrongIsNamedWithItsLine(text: String, words: String) throws {
        let failure = #expect(throws: Failure.self) { try read(text) }
        #expect(
            failure?.kind == .badInput && failure?.what.contains(words) == true,
            "\(failure?.what ?? "")")
    }
}
