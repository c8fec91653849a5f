import Archive
import Base
import Consents
import Foundation
import Testing

/// Series of a session stay under its consent, wherever their scores go.
@Suite struct ScoreConsentTests {
    /// A measured session of T01 and C01 with its tables, and a folder beside it.
    private func inSession(
        _ consent: ConsentSummary? = nil,
        _ body: (_ session: StoredSession, _ features: String, _ outside: URL) throws -> Void
    ) throws {
        try Program.inFolder { folder in
            let session = try StoredSession(
                folder.appendingPathComponent("S01"),
                consent: consent ?? StoredSession.consent(client: [.analysis, .sharing]),
                frames: 1000, formats: "csv,json")
            try body(session, session.folder.path + "/features.csv", folder)
        }
    }

    private func score(_ series: [String], _ output: URL, _ more: [String] = []) throws -> Program {
        try Program.attune(["score"] + series + ["--output", output.path] + more)
    }

    private func summary(_ folder: URL) throws -> ConsentSummary? {
        try FolderConsent.read(folder.path).summary
    }

    private func consent(
        _ file: URL, session: String = "S01", client: String = "C01"
    ) throws -> Consent {
        let run = try Program.attune([
            "consent", "new", file.path, "--session", session, "--participant",
            "seat=therapist,id=T01,scope=analysis,expires=2098-01-05", "--participant",
            "seat=client,id=\(client),scope=analysis,expires=2098-01-05",
        ])
        try #require(run.status == 0, "\(run.errors)")
        return try Consent.load(file.path)
    }

    private func expectRefusal(_ run: Program, _ status: Int32, _ words: String...) {
        #expect(run.status == status, "\(run.errors)")
        #expect(run.messages.count == 1 && run.output == "", "\(run.errors)")
        for word in words { #expect(run.errors.contains(word), "\(word): \(run.errors)") }
    }

    @Test func scoresOfASessionKeepItsConsent() throws {
        try inSession { session, features, outside in
            let output = outside.appendingPathComponent("k2")
            let run = try score([features], output)
            #expect(run.status == 0, "\(run.errors)")
            #expect(try summary(output) == summary(session.folder))
            let erased = try Program.attune(["consent", "withdraw", "C01", output.path])
            #expect(erased.status == 0, "\(erased.errors)")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: output.path)
                    == ["withdrawal.json"])
        }
    }

    @Test func anotherConsentMustBeOfTheSamePeople() throws {
        try inSession { _, features, outside in
            let output = outside.appendingPathComponent("k2")
            let strangers = outside.appendingPathComponent("strangers.json")
            _ = try consent(strangers, client: "C02")
            expectRefusal(
                try score([features], output, ["--consent", strangers.path]), 77,
                "session S01 of T01 (therapist) and C01 (client)", strangers.path)
            let other = outside.appendingPathComponent("other.json")
            _ = try consent(other, session: "S02")
            expectRefusal(try score([features], output, ["--consent", other.path]), 77, "S01")
            #expect(!FileManager.default.fileExists(atPath: output.path))
            let newer = outside.appendingPathComponent("newer.json")
            let digest = try consent(newer).digest
            #expect(try score([features], output, ["--consent", newer.path]).status == 0)
            #expect(try summary(output)?.digest == digest)
            // Scores have no record that could be renewed.
            expectRefusal(
                try Program.attune(["consent", "renew", newer.path, output.path]), 66,
                "score the series again with --consent \(newer.path) and --force")
        }
    }

    @Test func aFolderWithARecordIsNotScoredInto() throws {
        try inSession { session, features, outside in
            let before = try session.text("session.json")
            expectRefusal(
                try score([features], session.folder, ["--force"]), 73, "session.sqlite",
                "another --output")
            #expect(try session.text("session.json") == before)
            try FileManager.default.moveItem(
                atPath: session.folder.path + "/session.sqlite",
                toPath: session.folder.path + "/session.partial.sqlite")
            expectRefusal(
                try score([features], session.folder, ["--force"]), 73, "session.partial.sqlite")
        }
    }

    @Test func scoresOfOtherPeopleAreNotReplaced() throws {
        try inSession { session, features, outside in
            let output = outside.appendingPathComponent("k2")
            #expect(try score([features], output).status == 0)
            var strangers = try StoredSession.consent()
            strangers.participants[1].id = "C02"
            let second = try StoredSession(
                outside.appendingPathComponent("S02"), consent: strangers, frames: 1000,
                formats: "csv,json")
            let before = try String(contentsOfFile: output.path + "/session.json", encoding: .utf8)
            let theirs = second.folder.path + "/features.csv"
            expectRefusal(
                try score([theirs], output, ["--force"]), 77, "C01 (client)", "another --output")
            // Nor by series of whom nobody knows whose they are.
            let loose = outside.appendingPathComponent("loose").path
            try FileManager.default.createDirectory(
                atPath: loose, withIntermediateDirectories: false)
            try FileManager.default.copyItem(atPath: theirs, toPath: loose + "/features.csv")
            expectRefusal(
                try score([loose + "/features.csv"], output, ["--force"]), 77, "C01 (client)")
            #expect(
                try String(contentsOfFile: output.path + "/session.json", encoding: .utf8) == before
            )
            #expect(try score([features], output, ["--force"]).status == 0)
        }
    }

    @Test func aLinkToATableIsTheTable() throws {
        try inSession(try StoredSession.consent()) { session, features, outside in
            let link = outside.appendingPathComponent("link.csv").path
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: features)
            let output = outside.appendingPathComponent("k2")
            #expect(try score([link], output).status == 0)
            #expect(try summary(output)?.session == "S01")
            try session.set(StoredSession.consent(expires: "2021-01-05"))
            let again = outside.appendingPathComponent("k3")
            expectRefusal(try score([link], again), 77, "expired on 2021-01-05")
            // In a folder that is linked, too.
            let place = outside.appendingPathComponent("place").path
            try FileManager.default.createSymbolicLink(
                atPath: place, withDestinationPath: session.folder.path)
            expectRefusal(try score([place + "/features.csv"], again), 77, "expired")
            #expect(!FileManager.default.fileExists(atPath: again.path))
        }
    }

    @Test func anotherRunIsNotDisturbed() throws {
        try inSession { _, features, outside in
            let output = outside.appendingPathComponent("k2")
            try FileManager.default.createDirectory(
                at: output, withIntermediateDirectories: false)
            let lock = try FolderLock(output.path)
            defer { withExtendedLifetime(lock) {} }
            expectRefusal(try score([features], output), 73, "another run is writing")
        }
    }
}
