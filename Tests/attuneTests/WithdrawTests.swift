import Base
import Consents
import Foundation
import TestSupport
import Testing

/// `attune consent withdraw` as a user runs it.
@Suite(.tags(.program), .untilStuck)
struct WithdrawTests {
    private static let formats = "csv,html,json,eaf,textgrid,vtt,boris,timeline-json"

    private func inSession(_ body: (StoredSession, _ outside: URL) throws -> Void) throws {
        try Program.inFolder { folder in
            try body(
                StoredSession(
                    folder.appendingPathComponent("S01"),
                    consent: StoredSession.consent(
                        therapist: [.analysis, .sharing], client: [.analysis, .sharing]),
                    formats: Self.formats), folder)
        }
    }

    private func withdraw(_ arguments: [String], under wrapper: [String] = []) throws -> Program {
        try Program.attune(["consent", "withdraw"] + arguments, under: wrapper)
    }

    @Test func everythingGoesAndTheFolderStaysClosed() throws {
        try inSession { session, outside in
            let path = session.folder.path
            let shared = try Program.attune([
                "export", path, "--share", "--output", outside.appendingPathComponent("out").path,
            ])
            #expect(shared.status == 0, "\(shared.errors)")
            try Data("mine".utf8).write(to: session.folder.appendingPathComponent("notes.txt"))
            let before = try session.names

            let plan = try withdraw(["C01", path, "--dry-run"])
            #expect(plan.status == 0 && plan.output.contains("would remove session.sqlite"))
            #expect(try session.names == before)

            let run = try withdraw(["C01", path])
            #expect(run.status == 0, "\(run.errors)")
            #expect(try session.names == ["notes.txt", "withdrawal.json"])
            for name in before where name != "notes.txt" {
                #expect(run.output.contains("removed \(name)\n"), "\(name)")
            }
            #expect(run.output.contains("not Attune's, not touched: notes.txt"))
            #expect(run.output.contains("recording is not touched: \(StoredSession.file)"))
            #expect(run.output.contains("was shared as S-"))
            #expect(run.output.contains("receipt: \(path)/withdrawal.json"))
            #expect(run.errors.contains("--consent FILE"))
            #expect(try Modes.open(in: session.folder).filter { $0 != "notes.txt" } == [])

            let coded = outside.appendingPathComponent("coded.csv").path
            let closed = [
                ["export", path], ["report", path], ["compare", path, coded],
                ["export", path, "--share"], ["consent", "check", path],
                [
                    "analyze", Program.example("helle.mp4"), "--consent",
                    Program.example("helle.consent.json"), "--output", path, "--force",
                ],
                [
                    "analyze", Program.example("helle.mp4"), "--consent",
                    Program.example("helle.consent.json"), "--output", path, "--resume",
                ],
            ]
            for command in closed {
                let run = try Program.attune(command)
                #expect(run.status == 77, "\(command)")
                #expect(run.messages.count == 1)
                #expect(run.errors.contains("C01 withdrew consent on "), "\(run.errors)")
            }
            #expect(try session.names == ["notes.txt", "withdrawal.json"])
            let again = try withdraw(["C01", path + "/", path])
            #expect(again.status == 0 && again.output == run.output.withoutSources)
        }
    }

    @Test func whoHasNoPartInOneFolderWithdrawsFromNone() throws {
        try inSession { session, outside in
            var other = try StoredSession.consent()
            other.participants[1].id = "C02"
            let second = try StoredSession(outside.appendingPathComponent("S02"), consent: other)
            let names = [try session.names, try second.names]
            let run = try withdraw(["C01", session.folder.path, second.folder.path])
            #expect(run.status == 65)
            #expect(run.messages.count == 1 && run.output == "")
            #expect(run.errors.contains("C01 has no part in \(second.folder.path)"))
            #expect([try session.names, try second.names] == names)
            #expect(try withdraw(["T01", session.folder.path, second.folder.path]).status == 0)
            #expect(try second.names == ["withdrawal.json"])
            #expect(try withdraw(["C01", outside.path + "/none"]).status == 66)
            #expect(try withdraw(["C01", outside.path]).status == 65)
            #expect(try withdraw(["C01"]).status == 64)
        }
    }

    @Test func theConsentFileSaysSoToo() throws {
        try inSession { session, outside in
            let file = outside.appendingPathComponent("c.json").path
            let made = try Program.attune([
                "consent", "new", file, "--session", "S01", "--participant",
                "seat=therapist,id=T01,scope=analysis,expires=2099-01-05", "--participant",
                "seat=client,id=C01,scope=analysis,expires=2099-01-05",
            ])
            #expect(made.status == 0)
            let before = try session.names
            #expect(try withdraw(["C02", session.folder.path, "--consent", file]).status == 65)
            #expect(try session.names == before)
            #expect(try withdraw(["C01", session.folder.path, "--consent", file]).status == 0)
            #expect(try Consent.load(file).participants[1].withdrawn == .today)
            let other = try Program.attune([
                "analyze", Program.example("helle.mp4"), "--consent", file, "--output",
                outside.appendingPathComponent("S09").path,
            ])
            #expect(other.status == 77 && other.errors.contains("C01 (client) withdrew"))
        }
    }

    /// A kill at any unlink: the folder is closed at once, and another run completes it.
    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")),
        arguments: [1, 2, 7])
    func aKilledRunIsCompleted(unlink number: Int) throws {
        try inSession { session, _ in
            let killed = try withdraw(
                ["C01", session.folder.path],
                under: [
                    "strace", "-f", "-o", "/dev/null", "-e", "trace=unlinkat", "-e",
                    "inject=unlinkat:signal=KILL:when=\(number)",
                ])
            try #require(killed.status != 0)
            let left = try session.names
            try #require(left.contains("withdrawal.json") && left.count > 1, "\(left)")
            let export = try Program.attune(["export", session.folder.path])
            #expect(export.status == 77)
            #expect(export.errors.contains("attune consent withdraw C01"), "\(export.errors)")
            let run = try withdraw(["C01", session.folder.path])
            #expect(run.status == 0)
            #expect(try session.names == ["withdrawal.json"])
            #expect(run.output.split(separator: "\n").count { $0.contains("removed ") } == 14)
        }
    }

    @Test func aReadOnlyFolderIsRefusedBeforeAnythingGoes() throws {
        try inSession { session, outside in
            let before = try session.names
            var wrapper: [String] = []
            if geteuid() == 0 {
                // Root may write anywhere: somebody else tries.
                wrapper = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
                _ = try Program.run(["chown", "-R", "65534:65534", session.folder.path])
            }
            chmod(session.folder.path, 0o500)
            defer { chmod(session.folder.path, 0o700) }
            let run = try withdraw(["C01", session.folder.path], under: wrapper)
            #expect(run.status == 73, "\(run.errors)")
            #expect(run.errors.contains("nothing was removed"), "\(run.errors)")
            #expect(try session.names == before)
        }
    }

    @Test func aFolderThatARunHasIsRefused() throws {
        try inSession { session, _ in
            let before = try session.names
            let lock = try FolderLock(session.folder.path)
            let run = try withdraw(["C01", session.folder.path])
            #expect(run.status == 73)
            #expect(run.errors.contains("another run is writing"), "\(run.errors)")
            #expect(try session.names == before)
            withExtendedLifetime(lock) {}
        }
    }

    /// Writes a consent file of two people.
    private func consent(
        _ name: String, session: String = "S01", people: [String] = ["T01", "C01"], in folder: URL
    ) throws -> String {
        let file = folder.appendingPathComponent(name).path
        let made = try Program.attune([
            "consent", "new", file, "--session", session, "--participant",
            "seat=therapist,id=\(people[0]),scope=analysis,expires=2099-01-05", "--participant",
            "seat=client,id=\(people[1]),scope=analysis,expires=2099-01-05",
        ])
        try #require(made.status == 0, "\(made.errors)")
        return file
    }

    /// A withdrawal belongs to a session: the same person's consent to another one is not touched.
    @Test func theConsentFileOfAnotherSessionIsRefused() throws {
        try inSession { session, outside in
            let own = try consent("own.json", in: outside)
            let others = [
                try consent("other.json", session: "S02", in: outside),
                try consent("pair.json", people: ["T05", "C01"], in: outside),
            ]
            let before = try session.names
            let digests = try ([own] + others).map { try Consent.load($0).digest }
            for other in others {
                for files in [[other], [own, other]] {
                    let run = try withdraw(
                        ["C01", session.folder.path] + files.flatMap { ["--consent", $0] })
                    #expect(run.status == 65, "\(run.errors)")
                    #expect(run.messages.count == 1 && run.errors.contains(other))
                    #expect(run.errors.contains("nothing was"), "\(run.errors)")
                }
            }
            #expect(try session.names == before)
            #expect(try ([own] + others).map { try Consent.load($0).digest } == digests)
        }
    }

    /// All or nothing, as far as can be seen beforehand.
    @Test func aConsentFileThatCannotBeWrittenIsSaidBeforeAnythingHappens() throws {
        try inSession { session, outside in
            let first = try consent("first.json", in: outside)
            let locked = outside.appendingPathComponent("locked")
            try FileManager.default.createDirectory(
                at: locked, withIntermediateDirectories: false)
            let second = try consent("second.json", in: locked)
            let before = (try session.names, try Consent.load(first).digest)
            var wrapper: [String] = []
            if geteuid() == 0 {
                wrapper = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
                _ = try Program.run(["chown", "-R", "65534:65534", outside.path])
            }
            chmod(locked.path, 0o500)
            defer { chmod(locked.path, 0o700) }
            let run = try withdraw(
                ["C01", session.folder.path, "--consent", first, "--consent", second],
                under: wrapper)
            #expect(run.status == 73, "\(run.errors)")
            #expect(run.errors.contains(second) && run.errors.contains("nothing was"))
            #expect(try session.names == before.0)
            #expect(try Consent.load(first).digest == before.1)
        }
    }

    /// What only shows while it is written down must not keep the erasure from being carried out.
    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")))
    func theFolderIsErasedEvenIfAConsentFileFails() throws {
        try inSession { session, outside in
            let file = try consent("c.json", in: outside)
            // The receipt gets its name in the opened folder (renameat), the consent file by its path.
            let run = try withdraw(
                ["C01", session.folder.path, "--consent", file],
                under: [
                    "strace", "-f", "-o", "/dev/null", "-e", "trace=rename", "-e",
                    "inject=rename:error=EIO",
                ])
            #expect(run.status == 73, "\(run.errors)")
            #expect(run.errors.contains(file))
            #expect(try Consent.load(file).participants[1].withdrawn == nil)
            #expect(try session.names == ["withdrawal.json"])
        }
    }

    /// On a disk without a free block, or without a free name, the receipt takes the room of what goes.
    @Test(
        .enabled(if: geteuid() == 0, "only root can mount a small disk"),
        arguments: ["size=16m,nr_inodes=1000", "size=16m,nr_inodes=24"])
    func aFullDiskDoesNotKeepAnybodyFromWithdrawing(_ disk: String) throws {
        try inSession { session, outside in
            let file = try consent("c.json", in: outside)
            let place = outside.appendingPathComponent("disk")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            let script = """
                set -e
                mount -t tmpfs -o \(disk) none \(place.path)
                cp -a \(session.folder.path) \(file) \(place.path)
                cd \(place.path)
                for n in $(seq 24); do touch fill$n 2> /dev/null || break; done
                cat /dev/zero > fill1 2> /dev/null || true
                if echo more > another 2> /dev/null && [ -s another ]; then exit 99; fi
                status=0; "$0" "$@" || status=$?
                echo left: $(ls S01); cat S01/withdrawal.json c.json; exit $status
                """
            let run = try withdraw(
                ["C01", "S01", "--consent", "c.json"],
                under: ["unshare", "-m", "sh", "-c", script])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("left: withdrawal.json\n"), "\(run.output)")
            #expect(run.output.contains("\"complete\""))
            #expect(run.output.contains("\"withdrawn\": \"\(CalendarDate.today)\""))
        }
    }

    /// A quota that is used up is a full disk, too.
    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")),
        arguments: ["ENOSPC", "EDQUOT"], ["1", "1..3"])
    func aQuotaThatIsUsedUpNeither(_ reason: String, _ writes: String) throws {
        try inSession { session, _ in
            // The first of these writes is the receipt's own file, the second overwrites what it is put into, and
            // the third puts it there.
            let run = try withdraw(
                ["C01", session.folder.path],
                under: [
                    "strace", "-f", "-o", "/dev/null", "-e", "trace=pwrite64", "-e",
                    "inject=pwrite64:error=\(reason):when=\(writes)",
                ])
            #expect(run.status == 0, "\(run.errors)")
            #expect(try session.names == ["withdrawal.json"])
            #expect(try session.text("withdrawal.json").contains("\"complete\""))
        }
    }

    @Test func aReceiptThatCannotBeReadClosesTheFolderAndIsWrittenAnew() throws {
        try inSession { session, outside in
            let coded = outside.appendingPathComponent("coded.csv").path
            let receipt = session.folder.appendingPathComponent("withdrawal.json")
            try Data("x".utf8).write(to: receipt)
            for command in [
                ["export", session.folder.path], ["compare", session.folder.path, coded],
                ["consent", "check", session.folder.path], ["recover", session.folder.path],
                [
                    "score", session.folder.path + "/features.csv", "--output",
                    outside.path + "/out",
                ],
            ] {
                let run = try Program.attune(command)
                #expect(run.status == 77, "\(command): \(run.errors)")
                #expect(run.errors.contains("attune consent withdraw"), "\(run.errors)")
            }
            #expect(try withdraw(["C01", session.folder.path]).status == 0)
            #expect(try session.names == ["withdrawal.json"])
            // Without the record nobody knows whose it was.
            try Data("x".utf8).write(to: receipt)
            let refused = try withdraw(["C01", session.folder.path])
            #expect(refused.status == 65 && refused.errors.contains("--consent"))
            let file = try consent("c.json", in: outside)
            let run = try withdraw(["C01", session.folder.path, "--consent", file])
            #expect(run.status == 0, "\(run.errors)")
            #expect(try session.text("withdrawal.json").contains("\"complete\""))
            // A receipt of a newer version is not one that is broken.
            try Data(#"{"schema": 3}"#.utf8).write(to: receipt)
            let newer = try withdraw(["C01", session.folder.path, "--consent", file])
            #expect(newer.status == 65 && newer.errors.contains("update attune"))
        }
    }
}

extension String {
    /// Without the lines that only the record could tell.
    fileprivate var withoutSources: String {
        split(separator: "\n").filter { !$0.contains("recording is not touched") }
            // Where it was written stood in what is erased.
            .map { $0.replacing(#/, written to .*: delete/#, with: ": delete") + "\n" }.joined()
    }
}
