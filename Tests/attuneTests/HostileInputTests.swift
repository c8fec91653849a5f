import Base
import Foundation
import TestSupport
import Testing

/// Input that asks for more than there is, or for waiting, ends with one line.
@Suite(.tags(.program), .untilStuck)
struct HostileInputTests {
    /// Without a way to hang, or to take the machine's memory along.
    private func attune(_ arguments: [String]) throws -> Program {
        try Program.attune(
            arguments,
            under: [
                "timeout", "-s", "KILL", "120", "sh", "-c", "ulimit -v 8000000; exec \"$@\"", "sh",
            ])
    }

    private func expect(
        _ run: Program, _ code: Int32, _ words: String...,
        location: SourceLocation = #_sourceLocation
    ) {
        #expect(run.status == code, "\(run.errors)", sourceLocation: location)
        #expect(run.messages.count == 1, "\(run.errors)", sourceLocation: location)
        for word in words {
            #expect(run.errors.contains(word), "\(run.errors)", sourceLocation: location)
        }
    }

    @Test(arguments: [1e-6, 1e-12])
    func fewRowsThatAskForABillionPointsAreRefused(step: Double) throws {
        try Program.inFolder { folder in
            let series = folder.appendingPathComponent("features.csv")
            let times = (0..<50).map { Double($0) * step } + (1...50).map { Double($0) }
            let rows = times.map { "\($0),a,0.9,\($0)\n\($0),b,0.9,2\n" }.joined()
            try Data("time,seat,presence,head_tilt\n\(rows)".utf8).write(to: series)
            let output = folder.appendingPathComponent("out").path
            expect(
                try attune(["score", series.path, "--output", output]), 65, "s apart",
                "at most 1000 instants a second")
            #expect(!FileManager.default.fileExists(atPath: output))
        }
    }

    @Test func aPipeInPlaceOfAFileIsRefused() throws {
        try Program.inFolder { folder in
            let session = try StoredSession(
                folder.appendingPathComponent("S01"), consent: try StoredSession.consent(),
                formats: "csv,json")
            let pipe = folder.appendingPathComponent("pipe.eaf").path
            #expect(mkfifo(pipe, 0o600) == 0)
            let video = Program.example("helle.mp4")
            let output = folder.appendingPathComponent("out").path
            expect(try attune(["consent", "check", pipe]), 77, "not a file")
            expect(
                try attune(["analyze", video, "--consent", pipe, "--output", output]), 77,
                "not a file")
            expect(try attune(["compare", session.folder.path, pipe]), 66, "not a file")
            expect(try attune(["score", pipe, "--output", output]), 66, "not a file")
        }
    }

    /// Two runs that write into one folder would leave files that do not belong together.
    @Test func aFolderThatAnotherRunHasIsLeftAlone() throws {
        try Program.inFolder { folder in
            let session = try StoredSession(
                folder.appendingPathComponent("S01"), consent: try StoredSession.consent(),
                formats: "csv,json")
            let coded = folder.appendingPathComponent("coded.csv")
            try Data(
                "Subject,Behavior,Behavior type,Start (s),Stop (s)\nclient,arms_crossed,STATE,1,2\n"
                    .utf8
            ).write(to: coded)
            let before = try session.names
            let lock = try FolderLock(session.folder.path)
            let consent = folder.appendingPathComponent("new.json").path
            try Data(
                """
                {"schema": 1, "session": "S01", "participants": [
                 {"seat": "therapist", "id": "T01", "scope": ["analysis"],
                  "signed": "2020-01-05", "expires": "2098-01-05"},
                 {"seat": "client", "id": "C01", "scope": ["analysis"],
                  "signed": "2020-01-05", "expires": "2098-01-05"}]}
                """.utf8
            ).write(to: URL(fileURLWithPath: consent))
            let place = session.folder.path
            for command in [
                ["compare", place, coded.path], ["export", place, "--force"],
                ["consent", "renew", consent, place],
            ] {
                expect(try attune(command), 73, "another run is writing to \(place)")
            }
            #expect(try session.names == before)
            withExtendedLifetime(lock) {}
        }
    }
}
