import Posture
import Archive
import Consents
import Foundation
import TestSupport
import Testing

/// A damaged record, from the detection to results that say what is lost.
@Suite(.tags(.program), .untilStuck)
struct RecoverTests {
    private static let page = 16384

    /// A session of a scripted video, and its record's bytes.
    private func withSession(
        _ body: (_ vision: ScriptedVision, _ session: URL, _ record: Data) throws -> Void
    ) throws {
        try Program.inFolder { folder in
            let vision = try ScriptedVision(in: folder)
            let session = folder.appendingPathComponent("session")
            try #require(try vision.analyze(session).status == 0)
            let path = session.appendingPathComponent(SessionRecord.fileName)
            try body(vision, session, try Data(contentsOf: path))
        }
    }

    /// The record with the first bytes of a frame's landmarks changed.
    private func spoilt(_ record: Data, frame: Int, at path: String) throws -> Data {
        let source = try SessionRecord.open(path)
        var poses: [Data] = []
        try source.forEachFrame { frame in
            for case .some(let pose) in frame.poses {
                PoseBlob.encode(pose).map { poses.append($0) }
            }
        }
        try source.close()
        var bytes = record
        let place = try #require(bytes.range(of: poses[2 * frame].prefix(60)))
        bytes[place.lowerBound + 30] ^= 4
        return bytes
    }

    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// Nothing more comes of running it again.
    @Test func whatCannotBeSavedIsToldWithAnotherWay() throws {
        try withSession { _, session, record in
            let path = session.appendingPathComponent(SessionRecord.fileName)
            for place in [0, 5, 30, 100] {
                var bytes = record
                bytes[place] ^= 0xff
                try bytes.write(to: path)
                let run = try Program.attune(["recover", session.path])
                guard run.status != 0 else { continue }
                #expect(run.status == 65 && run.errors.contains("nothing can be saved"))
                #expect(run.errors.hasSuffix("attune analyze --force\n"), "\(run.errors)")
                #expect(try Data(contentsOf: path) == bytes)
            }
        }
    }

    /// What was taken back since does not come back with an old file.
    @Test func anEarlierConsentDoesNotTakeTheFoldersPlace() throws {
        try withSession { vision, session, _ in
            let file = session.deletingLastPathComponent().appendingPathComponent("later.json").path
            let text = try String(
                contentsOfFile: Program.example("helle.consent.json"), encoding: .utf8)
            try text.replacingOccurrences(of: "2026-01-05", with: "2026-02-01")
                .write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try Program.attune(["consent", "renew", file, session.path]).status == 0)
            for more in [["--keep-uncertain"], ["--force"]] {
                let run = try vision.analyze(session, .whole, more)
                #expect(run.status == 77 && run.errors.contains("earlier than the one in"))
            }
            let run = try Program.attune([
                "recover", session.path, "--consent", Program.example("helle.consent.json"),
            ])
            #expect(run.status == 77 && run.errors.contains("without one keeps the consent"))
        }
    }

    @Test func damagedLandmarksAreLeftOutAndNamed() throws {
        try withSession { vision, session, record in
            let path = session.appendingPathComponent(SessionRecord.fileName)
            let before = try Data(contentsOf: session.appendingPathComponent("features.csv"))
            try spoilt(record, frame: 20, at: path.path).write(to: path)

            // The results are not touched by it; making them anew from the landmarks is refused.
            #expect(try Program.attune(["export", session.path]).status == 0)
            let refused = try vision.analyze(session, .whole, ["--force", "--keep-uncertain"])
            #expect(refused.status == 65)
            #expect(refused.errors.contains("attune recover"), "\(refused.errors)")

            let run = try Program.attune(["recover", session.path])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("lost: what was measured from "), "\(run.output)")
            #expect(run.output.contains("results: whole"))
            #expect(try names(session).contains("session.damaged.sqlite"))
            #expect(try Program.attune(["export", session.path]).status == 0)
            #expect(
                try Data(contentsOf: session.appendingPathComponent("features.csv")) == before)

            let again = try vision.analyze(session, .whole, ["--force"])
            #expect(again.status == 0, "\(again.errors)")
            #expect(again.errors.contains("has been recovered"))
            let summary = try String(
                contentsOf: session.appendingPathComponent("session.json"), encoding: .utf8)
            #expect(summary.contains("what was measured is lost at "))
            #expect(
                try Data(contentsOf: session.appendingPathComponent("features.csv")) != before)
        }
    }

    @Test func whatIsNotDamagedIsLeftAlone() throws {
        try withSession { _, session, record in
            let run = try Program.attune(["recover", session.path])
            #expect(run.status == 0 && run.output.contains("is not damaged"))
            let path = session.appendingPathComponent(SessionRecord.fileName)
            #expect(try Data(contentsOf: path) == record)
            #expect(!(try names(session).contains("session.damaged.sqlite")))
        }
    }

    @Test func hopelessRecordsAreRefusedAndKept() throws {
        try withSession { _, session, record in
            let path = session.appendingPathComponent(SessionRecord.fileName)
            for bytes in [record.prefix(20000), Data(count: record.count), Data("no".utf8)] {
                try bytes.write(to: path)
                for command in ["export", "report", "recover"] {
                    let run = try Program.attune([command, session.path])
                    #expect(run.status == 65, "\(command): \(run.errors)")
                    #expect(run.messages.count == 1, "\(run.errors)")
                }
                #expect(try Data(contentsOf: path) == bytes)
            }
        }
    }

    @Test func thereIsNoRecord() throws {
        try Program.inFolder { folder in
            let run = try Program.attune(["recover", folder.path])
            #expect(run.status == 66)
            #expect(run.errors.contains("session.sqlite does not exist"))
        }
    }

    // MARK: Consent

    /// A session of T01 and C01 whose consent was renewed after its files were made, and whose record is
    /// damaged then.
    private func withDamage(
        _ damage: String = "UPDATE poses SET pose = zeroblob(663) WHERE id = 9",
        expires: String = "2097-12-31",
        _ body: (_ session: StoredSession, _ record: URL, _ outside: URL) throws -> Void
    ) throws {
        try Program.inFolder { folder in
            let session = try StoredSession(
                folder.appendingPathComponent("S01"), consent: StoredSession.consent(),
                formats: "csv,json")
            try session.set(StoredSession.consent(expires: expires))
            let record = session.folder.appendingPathComponent(SessionRecord.fileName)
            try Program.sqlite(record, damage)
            try body(session, record, folder)
        }
    }

    /// Writes a consent file of T01 and C01.
    private func consent(_ name: String, session: String = "S01", in folder: URL) throws -> String {
        let file = folder.appendingPathComponent(name).path
        let made = try Program.attune([
            "consent", "new", file, "--session", session, "--participant",
            "seat=therapist,id=T01,scope=analysis,expires=2098-01-05", "--participant",
            "seat=client,id=C01,scope=analysis,expires=2098-01-05",
        ])
        try #require(made.status == 0, "\(made.errors)")
        return file
    }

    @Test func theDamagedRecordIsErasedAfterAWithdrawal() throws {
        try withDamage { session, _, _ in
            let recovered = try Program.attune(["recover", session.folder.path])
            #expect(recovered.status == 0, "\(recovered.errors)")
            #expect(try session.names.contains("session.damaged.sqlite"))
            let run = try Program.attune(["consent", "withdraw", "C01", session.folder.path])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("removed session.damaged.sqlite\n"))
            #expect(try session.names == ["withdrawal.json"])
        }
    }

    @Test func aFolderThatIsWithdrawnIsClosed() throws {
        try withDamage { session, _, _ in
            let path = session.folder.path
            let withdrawn = try Program.attune(["consent", "withdraw", "C01", path])
            #expect(withdrawn.status == 0)
            let run = try Program.attune(["recover", path])
            #expect(run.status == 77 && run.errors.contains("C01 withdrew"), "\(run.errors)")
        }
    }

    /// An expired consent is renewed in a sound record; in a damaged one while it is recovered.
    @Test func anExpiredConsentIsRenewedByRecovering() throws {
        try withDamage(expires: "2021-01-05") { session, record, outside in
            let path = session.folder.path
            let before = try Data(contentsOf: record)
            let refused = try Program.attune(["recover", path])
            #expect(refused.status == 77, "\(refused.errors)")
            #expect(refused.errors.contains("T01 (therapist) expired on 2021-01-05"))
            #expect(refused.errors.contains("attune recover \(path) --consent FILE"))
            #expect(try Data(contentsOf: record) == before)

            let other = try consent("other.json", session: "S02", in: outside)
            #expect(try Program.attune(["recover", path, "--consent", other]).status == 77)
            #expect(try Data(contentsOf: record) == before)
            let file = try consent("new.json", in: outside)
            let run = try Program.attune(["recover", path, "--consent", file])
            #expect(run.status == 0, "\(run.errors)")
            #expect(try Program.attune(["export", path, "--force"]).status == 0)
            #expect(try session.text("session.json").contains(Consent.load(file).digest))
        }
    }

    /// The results are lost together; the consent is of its own.
    @Test(arguments: [
        "UPDATE feature_rows SET head_tilt = 1",
        "UPDATE documents SET json = '{}' WHERE name = 'provenance'",
    ])
    func theConsentIsKeptWhenTheResultsAreLost(damage: String) throws {
        try withDamage(damage) { session, _, _ in
            let run = try Program.attune(["recover", session.folder.path])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("lost: the results"), "\(run.output)")
            #expect(!run.output.contains("lost: the consent"), "\(run.output)")
            let check = try Program.attune(["consent", "check", session.folder.path])
            #expect(check.status == 0, "\(check.errors)")
            #expect(check.output.contains("until 2097-12-31"), "\(check.output)")
        }
    }

    @Test func aConsentThatIsDamagedIsNotReplacedByAnOlderOne() throws {
        try withDamage(
            "UPDATE documents SET json = replace(json, '2097', '2098') WHERE name = 'consent'"
        ) { session, _, outside in
            let path = session.folder.path
            let run = try Program.attune(["recover", path])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("lost: the consent"), "\(run.output)")
            let coded = outside.appendingPathComponent("coded.csv")
            try Data(
                "Subject,Behavior,Behavior type,Start (s),Stop (s)\nclient,arms_crossed,STATE,1,2\n"
                    .utf8
            ).write(to: coded)
            let readers = [
                ["consent", "check", path], ["compare", path, coded.path],
                ["score", path + "/features.csv", "--output", outside.path + "/out"],
            ]
            for command in readers {
                let run = try Program.attune(command)
                #expect(run.status == 77, "\(command): \(run.errors)")
                #expect(run.errors.contains("attune consent renew"), "\(run.errors)")
            }
            let other = try consent("other.json", session: "S02", in: outside)
            #expect(try Program.attune(["consent", "renew", other, path]).status == 77)
            let file = try consent("new.json", in: outside)
            let renewed = try Program.attune(["consent", "renew", file, path])
            #expect(renewed.status == 0, "\(renewed.errors)")
            for command in readers.prefix(2) {
                let run = try Program.attune(command)
                #expect(run.status == 0, "\(command): \(run.errors)")
            }
        }
    }
}
