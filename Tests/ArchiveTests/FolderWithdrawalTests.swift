import SessionModel
import Foundation
import Testing

@testable import Archive
@testable import Base
@testable import Consents

/// What a withdrawal takes away, and what it must not.
@Suite struct FolderWithdrawalTests {
    private static let day = CalendarDate(year: 2026, month: 6, day: 1) ?? .today
    private static let secret = "where the client's hand was"

    /// A folder with a record and a few results, and beside it a file that is none of its business.
    private func inSession(_ body: (_ session: String, _ outside: String) throws -> Void) throws {
        try RecordFixture.inPlace { path in
            let outside = (path as NSString).deletingLastPathComponent
            let session = outside + "/S01"
            try FileManager.default.createDirectory(
                atPath: session, withIntermediateDirectories: true)
            let record = try SessionRecord.create(
                session + "/session.sqlite", header: RecordFixture.header)
            try record.save(RecordFixture.session(), summary: "{}")
            try record.close()
            for name in ["features.csv", "report.html", ".attune-timeline.eaf-x1.partial"] {
                try put(Self.content(name), session + "/" + name)
            }
            try put("mine", session + "/notes.txt")
            try body(session, outside)
        }
    }

    private static func content(_ name: String) -> String {
        (name.hasSuffix(".csv") ? "time,seat,presence,\n" : "<title>S01 – Attune</title>") + secret
    }

    private func put(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    private func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path))
    }

    private func withdraw(_ session: String, _ id: String = "C01") throws -> (
        receipt: Withdrawal, failures: [Failure]
    ) {
        try FolderWithdrawal(session, of: id, on: Self.day).carryOut()
    }

    private func failure(_ body: () throws -> Void) -> Failure? {
        #expect(throws: Failure.self) { try body() }
    }

    @Test func everythingOfItsOwnGoesAndNothingElse() throws {
        try inSession { session, outside in
            try FileManager.default.createDirectory(
                atPath: session + "/mine", withIntermediateDirectories: true)
            try put("kept", session + "/mine/features.csv")
            let plan = try FolderWithdrawal(session, of: "C01", on: Self.day)
            #expect(plan.foreign == ["mine", "notes.txt"])
            #expect(plan.sources.map(\.file) == ["Ümläut.mp4"])
            #expect(try names(session).contains("features.csv"))
            let receipt = try plan.carryOut().receipt
            #expect(try names(session) == ["mine", "notes.txt", "withdrawal.json"])
            #expect(try bytes(session + "/mine/features.csv") == Data("kept".utf8))
            #expect(receipt == (try Withdrawal.read(in: session)))
            #expect(receipt.state == .complete)
            #expect(receipt.withdrawn.map(\.id) == ["C01"])
            #expect(receipt.withdrawn.map(\.date) == [Self.day])
            #expect(receipt.participants == ["T01", "C01"])
            #expect(receipt.session == "S01" && receipt.consent == "cd")
            #expect(receipt.removed.contains { $0.file == "features.csv" })
            #expect(receipt.removed.contains { $0.file == "session.sqlite" })
            let text = String(decoding: try bytes(session + "/withdrawal.json"), as: UTF8.self)
            #expect(!text.contains("Ümläut") && !text.contains("thérapeute"))
            let mode = try FileManager.default.attributesOfItem(
                atPath: session + "/withdrawal.json")[.posixPermissions]
            #expect(mode as? Int == 0o600)
            #expect(try names(outside) == ["S01"])
        }
    }

    /// An open file keeps its blocks when its name is gone: what they hold then can be looked at.
    @Test func theBytesOnTheDiskAreOtherOnes() throws {
        try inSession { session, _ in
            // A log beside the record, as a run that was killed leaves it.
            let big = Data((0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 / 251) })
            try big.write(to: URL(fileURLWithPath: session + "/session.sqlite-journal"))
            let kept = ["features.csv", "session.sqlite", "session.sqlite-journal"]
            let before = try kept.map { try bytes("\(session)/\($0)") }
            let open = try kept.map {
                try #require(FileHandle(forReadingAtPath: "\(session)/\($0)"))
            }
            #expect(before[1].range(of: Data("head_on_hand".utf8)) != nil)
            #expect(try withdraw(session).failures.isEmpty)
            for ((name, old), file) in zip(zip(kept, before), open) {
                let new = try file.readToEnd() ?? Data()
                #expect(new.count == old.count, "overwritten in place, not replaced")
                let piece = min(16, old.count)
                let found = stride(from: 0, through: old.count - piece, by: piece).contains {
                    new[$0..<($0 + piece)] == old[$0..<($0 + piece)]
                }
                #expect(!found, "\(name) still holds old bytes")
                for word in ["head_on_hand", "SQLite format", Self.secret] {
                    #expect(new.range(of: Data(word.utf8)) == nil, "\(name) still holds \(word)")
                }
            }
        }
    }

    /// What a hard link leads to may be a backup, or not the session's at all.
    @Test func aFileWithAnotherNameElsewhereIsLeft() throws {
        try inSession { session, outside in
            try put("not of the session", outside + "/precious.txt")
            #expect(link(outside + "/precious.txt", session + "/matrix.csv") == 0)
            #expect(link(session + "/notes.txt", session + "/like.json") == 0)
            #expect(link(session + "/features.csv", outside + "/backup.csv") == 0)
            let obstacles = try FolderWithdrawal(session, of: "C01", on: Self.day).obstacles
            #expect(obstacles == ["features.csv", "like.json", "matrix.csv"])
            let (receipt, failures) = try withdraw(session)
            #expect(receipt.state == .begun)
            #expect(failures.count == 3)
            #expect(failures.allSatisfy { $0.exitCode == 73 && $0.what.contains("hard link") })
            #expect(try bytes(outside + "/precious.txt") == Data("not of the session".utf8))
            #expect(try bytes(outside + "/backup.csv") == Data(Self.content("features.csv").utf8))
            #expect(try bytes(session + "/notes.txt") == Data("mine".utf8))
            for name in obstacles { unlink(session + "/" + name) }
            #expect(try withdraw(session).receipt.state == .complete)
            #expect(try names(session) == ["notes.txt", "withdrawal.json"])
        }
    }

    /// A run that was killed between giving a file its second name and taking the first one away.
    @Test func aFileWithTwoNamesOfAttunesOwnGoes() throws {
        try inSession { session, _ in
            #expect(link(session + "/session.sqlite", session + "/session.damaged.sqlite") == 0)
            let receipt = try withdraw(session).receipt
            #expect(receipt.state == .complete)
            #expect(try names(session) == ["notes.txt", "withdrawal.json"])
        }
    }

    @Test func recordsThatRecoverKeptOrBeganGoToo() throws {
        try inSession { session, _ in
            let own = [
                "session.damaged.sqlite", "session.damaged.sqlite-wal",
                "session.damaged.sqlite-shm", "session.damaged-2.sqlite",
                "session.damaged-999.sqlite-wal", "session.recovered.sqlite",
                "session.recovered.sqlite-journal",
            ]
            let foreign = [
                "session.damaged-.sqlite", "session.damaged-b.sqlite", "session.damaged.sqlite.bak",
                "session.recovered-2.sqlite", "xsession.damaged.sqlite",
            ]
            for name in own + foreign { try put(Self.secret, "\(session)/\(name)") }
            let receipt = try withdraw(session).receipt
            #expect(receipt.state == .complete)
            #expect(Set(receipt.removed.map(\.file)).isSuperset(of: own))
            #expect(
                try names(session) == (foreign + ["notes.txt", "withdrawal.json"]).sorted())
        }
    }

    @Test func noLinkIsFollowed() throws {
        try inSession { session, outside in
            try put("not of the session", outside + "/elsewhere.csv")
            symlink("../elsewhere.csv", session + "/episodes.csv")
            symlink("../elsewhere.csv", session + "/link-of-mine")
            symlink("/nowhere", session + "/postures.csv")
            let (receipt, failures) = try withdraw(session)
            #expect(receipt.state == .begun)
            #expect(failures.count == 2)
            #expect(
                failures.allSatisfy {
                    $0.exitCode == 73 && $0.remedy.description.contains("left as it is")
                })
            #expect(failures.contains { $0.what.contains("S01/episodes.csv") })
            #expect(try bytes(outside + "/elsewhere.csv") == Data("not of the session".utf8))
            #expect(
                try names(session) == [
                    "episodes.csv", "link-of-mine", "notes.txt", "postures.csv", "withdrawal.json",
                ])
            for name in ["episodes.csv", "postures.csv"] { unlink(session + "/" + name) }
            #expect(try withdraw(session).receipt.state == .complete)
        }
    }

    @Test func somebodyElseCannotWithdraw() throws {
        try inSession { session, _ in
            let before = try names(session)
            let failure = failure { _ = try withdraw(session, "C02") }
            #expect(failure?.exitCode == 65)
            #expect(failure?.what.contains("C02 has no part in \(session)") == true)
            #expect(try names(session) == before)
        }
    }

    @Test func onceIsEnoughAndTheOtherPersonCanWithdrawToo() throws {
        try inSession { session, _ in
            let first = try withdraw(session).receipt
            #expect(try withdraw(session).receipt == first)
            let both = try withdraw(session, "T01").receipt
            #expect(both.withdrawn.map(\.id) == ["C01", "T01"])
            #expect(both.removed == first.removed)
            #expect(failure { _ = try withdraw(session, "X") }?.exitCode == 65)
        }
    }

    /// The receipt comes first: a run that is cut off after it has the plan, and files in all states.
    @Test func aRunThatWasCutOffIsCompleted() throws {
        try inSession { session, _ in
            try put("{\"schema\": 1, \"exports\": []}", session + "/share-keys.json")
            var cut = try withdraw(session).receipt
            cut.state = .begun
            try put(cut.text, session + "/withdrawal.json")
            try put("half overwritt", session + "/features.csv")
            try put("half overwritt", session + "/share-keys.json")
            try put("staged", session + "/.attune-withdrawal.json-q.partial")
            #expect(
                failure { try Withdrawal.refuse(in: session) }?.remedy.description.contains(
                    "finish") == true)
            let receipt = try withdraw(session).receipt
            #expect(receipt.state == .complete)
            #expect(try names(session) == ["notes.txt", "withdrawal.json"])
            #expect(receipt.removed.count { $0.file == "features.csv" } == 1)
        }
    }

    /// A digest or a length would find what was shared, or a copy, among thousands of files.
    @Test func theReceiptTellsNothingOfWhatWasErased() throws {
        var receipts: [String] = []
        for content in ["a", "a much longer table"] {
            try inSession { session, _ in
                try put("time,seat,presence,\n" + content, session + "/features.csv")
                _ = try withdraw(session)
                receipts.append(
                    String(decoding: try bytes(session + "/withdrawal.json"), as: UTF8.self))
            }
        }
        #expect(receipts[0].contains("features.csv"))
        #expect(receipts[0] == receipts[1])
    }

    @Test func receiptsOfSchema1AreReadAndLoseTheirDigests() throws {
        try inSession { session, _ in
            let old = """
                {"schema": 1, "attune": "0.9.0", "state": "complete", "session": "S01",
                 "participants": ["T01", "C01"], "shared": [],
                 "withdrawn": [{"id": "C01", "date": "2026-05-01"}],
                 "removed": [{"file": "report.html", "bytes": 77, "sha256": "abcdef"}]}
                """
            try put(old, session + "/withdrawal.json")
            #expect(failure { try Withdrawal.refuse(in: session) }?.exitCode == 77)
            let receipt = try withdraw(session, "T01").receipt
            #expect(receipt.withdrawn.map(\.id) == ["C01", "T01"])
            let text = String(decoding: try bytes(session + "/withdrawal.json"), as: UTF8.self)
            #expect(text.contains("report.html") && text.contains("\"schema\" : 2"))
            #expect(!text.contains("abcdef") && !text.contains("77"))
        }
    }

    @Test func aFolderThatARunHasIsLeftAlone() throws {
        try inSession { session, _ in
            let before = try names(session)
            let lock = try FolderLock(session)
            let failure = failure { _ = try withdraw(session) }
            #expect(failure?.exitCode == 73)
            #expect(failure?.what.contains("another run") == true)
            #expect(try names(session) == before)
            withExtendedLifetime(lock) {}
        }
    }

    @Test func theRecordOfAMeasurementUnderWayTellsWhoseItIs() throws {
        try RecordFixture.inPlace { path in
            let folder = (path as NSString).deletingLastPathComponent
            let record = try SessionRecord.create(
                folder + "/session.partial.sqlite", header: RecordFixture.header)
            try record.note(try #require(RecordFixture.session().consent))
            #expect(try !record.hasResults())
            let writer = try RecordWriter(record)
            try writer.append(RecordFixture.frame(0))
            try writer.commit()
            // Not closed, as when the run is killed: log and index lie beside it.
            #expect(try withdraw(folder).receipt.state == .complete)
            #expect(try names(folder) == ["withdrawal.json"])
        }
    }

    @Test func aFolderThatDoesNotTellNeedsTheConsentFile() throws {
        try inSession { session, outside in
            try put("not a database", session + "/session.sqlite")
            #expect(
                failure { _ = try withdraw(session) }?.remedy.description.contains("<consent>")
                    == true)
            let file = outside + "/consent.json"
            let consent = try Consent.Draft(
                session: "S01",
                participants: ["T01", "C01"].map {
                    .init(seat: $0, id: $0, scope: [], signed: Self.day, expires: Self.day)
                }
            ).write(to: file)
            let withdrawal = try FolderWithdrawal(session, of: "C01", fallback: consent)
            #expect(try withdrawal.carryOut().receipt.consent == consent.digest)
            #expect(try names(session) == ["notes.txt", "withdrawal.json"])
        }
    }

    /// Names alone are no reason to overwrite a file: another program's tables bear them too.
    @Test func whatIsNotAttunesStaysWhateverItsName() throws {
        try inSession { _, outside in
            let folder = outside + "/thesis"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let mine = [
                "features.csv": "frame,AU12_r\n1,0.5\n", "report.html": "<title>My thesis</title>",
                "timeline.eaf": "<ANNOTATION_DOCUMENT AUTHOR=\"me\">", "session.json": "{\"a\":1}",
                "matrix.csv": "1,2\n",
                "session.sqlite": "SQLite format 3\0" + String(repeating: "x", count: 90),
            ]
            for (name, text) in mine { try put(text, folder + "/" + name) }
            let consent = try Consent.Draft(
                session: "S01",
                participants: ["T01", "C01"].map {
                    .init(seat: $0, id: $0, scope: [], signed: Self.day, expires: Self.day)
                }
            ).write(to: outside + "/consent.json")
            let withdrawal = try FolderWithdrawal(folder, of: "C01", fallback: consent)
            #expect(withdrawal.erasable.isEmpty)
            #expect(withdrawal.unmarked == mine.keys.sorted())
            let (receipt, failures) = try withdrawal.carryOut()
            #expect(receipt.state == .begun)
            #expect(failures.count == mine.count)
            #expect(
                failures.allSatisfy { $0.exitCode == 73 && $0.what.contains("not its content") })
            for (name, text) in mine {
                #expect(try bytes(folder + "/" + name) == Data(text.utf8), "\(name)")
            }
        }
    }

    /// A file of a session whose content is not Attune's, as one saved by a spreadsheet, is for a person to judge.
    @Test func inASessionToo() throws {
        try inSession { session, _ in
            try put("frame,AU12_r\n1,0.5\n", session + "/features.csv")
            let (receipt, failures) = try withdraw(session)
            #expect(receipt.state == .begun)
            #expect(failures.map(\.exitCode) == [73])
            #expect(
                try names(session) == ["features.csv", "notes.txt", "withdrawal.json"])
            unlink(session + "/features.csv")
            #expect(try withdraw(session).receipt.state == .complete)
        }
    }

    /// Files of other programs that have the names of ours, in a session of ours.
    @Test func everyKindOfFileIsJudgedByItsContent() throws {
        try inSession { session, _ in
            let foreign = [
                "episodes.csv": "episode,title\n1,Pilot\n", "markers.csv": "time,label\n1,x\n",
                "boris.tsv": "Observation id\tObservation date\tDescription\nS01\t2026\tmine\n",
                "timeline.json": "{\"tools\": [\"attune\"]}",
                "review.mp4": "ftypisom a film of mine",
                "report.html": "<h1>My notes about the Attune study</h1>",
                ".attune-my diary.partial": "dear diary",
            ]
            for (name, text) in foreign { try put(text, session + "/" + name) }
            // Nor does a receipt of somebody else make them ours.
            let receipt =
                #"{"attune": "0.1.0", "participants": ["T01", "C01"], "removed": "#
                + #"[{"file": "report.html"}], "schema": 1, "session": "S01", "shared": [], "#
                + #""state": "complete", "withdrawn": [{"date": "2026-02-01", "id": "T01"}]}"#
            try put(receipt, session + "/withdrawal.json")
            _ = try withdraw(session)
            for (name, text) in foreign {
                #expect((try? bytes(session + "/" + name)) == Data(text.utf8), "\(name)")
            }
        }
    }

    /// They may say who must be told.
    @Test func keysThatCannotBeReadAreLeftAndTheRestGoes() throws {
        try inSession { session, _ in
            try put("{\"exports\": [", session + "/share-keys.json")
            let (receipt, failures) = try withdraw(session)
            #expect(receipt.state == .begun && failures.map(\.exitCode) == [73])
            #expect(
                try names(session) == ["notes.txt", "share-keys.json", "withdrawal.json"])
        }
    }

    /// It would fill the disk.
    @Test func holesAreNotFilled() throws {
        try inSession { session, _ in
            let path = session + "/landmarks.csv"
            try put("time,seat,landmark,x\n", path)
            #expect(truncate(path, 1 << 40) == 0)
            #expect(try withdraw(session).receipt.state == .complete)
            #expect(try names(session) == ["notes.txt", "withdrawal.json"])
        }
    }

    @Test func recordingsStayInTheReceiptOnlyWhenAsked() throws {
        try inSession { session, _ in
            let receipt = try FolderWithdrawal(session, of: "C01", keepSources: true).carryOut()
                .receipt
            #expect(receipt.sources?.map(\.file) == ["Ümläut.mp4"])
        }
    }

    @Test func whereThereIsNoFolder() {
        #expect(failure { _ = try withdraw("/nowhere/S01") }?.exitCode == 66)
    }

    /// As often as something is run over it, a withdrawn folder stays closed.
    @Test func aWithdrawnFolderIsClosed() throws {
        try inSession { session, _ in
            _ = try withdraw(session)
            for text in [nil, "{}", ""] {
                if let text { try put(text, session + "/withdrawal.json") }
                let attempts: [() throws -> Void] = [
                    { _ = try SessionFolder(session, force: true) },
                    { _ = try SessionRecord.open(session + "/session.sqlite") },
                    { try FolderConsent.read(session).require() },
                ]
                for attempt in attempts { #expect(failure(attempt)?.exitCode == 77) }
            }
            #expect(failure { _ = try withdraw(session) }?.exitCode == 65)
        }
    }

    @Test(.disabled(if: geteuid() == 0, "root may write anywhere"))
    func aReadOnlyFolderIsRefusedBeforeAnythingGoes() throws {
        try inSession { session, _ in
            let before = try names(session)
            chmod(session, 0o500)
            defer { chmod(session, 0o700) }
            #expect(failure { _ = try withdraw(session) }?.exitCode == 73)
            #expect(try names(session) == before)
        }
    }
}
