import Foundation
import TestSupport
import Testing

/// A command that is advised is one that can be pasted, whatever others have put into codes and names.
@Suite(.tags(.program), .untilStuck)
struct CommandWordsTests {
    @Test func whatOthersNamedIsOneWordOfAShell() throws {
        try Program.inFolder { folder in
            let session = folder.appendingPathComponent("S 01; touch pwned")
            try FileManager.default.createDirectory(
                at: session, withIntermediateDirectories: true)
            let receipt =
                #"{"attune": "0.1.0", "participants": ["$(touch pwned)"], "removed": [], "#
                + #""schema": 1, "session": "S01", "shared": [], "state": "begun", "#
                + #""withdrawn": [{"date": "2026-02-01", "id": "$(touch pwned)"}]}"#
            try Data(receipt.utf8).write(to: session.appendingPathComponent("withdrawal.json"))
            let run = try Program.attune(["report", session.path])
            #expect(run.status == 77)
            let words = "consent withdraw '$(touch pwned)' '\(session.path)'"
            #expect(run.errors.contains(words), "\(run.errors)")
        }
    }
}
