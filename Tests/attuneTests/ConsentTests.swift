import Archive
import Base
import Consents
import Foundation
import TestSupport
import Testing

/// `attune consent` and what every command makes of a consent, as a user runs them.
@Suite(.tags(.program), .untilStuck)
struct ConsentTests {
    private func attune(_ arguments: String..., input: String? = nil) throws -> Program {
        try Program.attune(arguments)
    }

    /// A refusal: one line with the words, and nothing on standard output but what is said of people.
    private func expect(_ run: Program, _ status: Int32, _ words: String...) {
        #expect(run.status == status, "\(run.errors)")
        let errors = run.messages.filter { $0.hasPrefix("attune: error: ") }
        #expect(errors.count == (status == 0 ? 0 : 1), "\(run.errors)")
        for word in words { #expect(run.errors.contains(word), "\(word): \(run.errors)") }
    }

    private static let people = [
        "--participant",
        "seat=therapist,id=T01,scope=analysis+live,signed=2026-01-05,expires=2099-01-05",
        "--participant", "seat=client,id=C01,scope=analysis,review-clip,expires=2099-01-05",
    ]

    private func new(_ file: String, _ more: [String]) throws -> Program {
        try Program.attune(["consent", "new", file] + more)
    }

    @Test func aFileIsMadeFromOptions() throws {
        try Program.inFolder { folder in
            let file = folder.appendingPathComponent("S01.consent.json").path
            let run = try new(file, ["--session", "S01"] + Self.people)
            expect(run, 0)
            #expect(run.output.contains("C01 (client): analysis, review-clip, until 2099-01-05"))
            #expect(run.output.contains("both agreed to: analysis\n"))
            let consent = try Consent.load(file)
            #expect(
                consent.participants.map(\.scope) == [
                    [.analysis, .live], [.analysis, .reviewClip],
                ])
            #expect(consent.participants.map(\.signed) == [CalendarDate("2026-01-05"), .today])
            #expect(try Modes.of(file) == 0o600)

            expect(try new(file, ["--session", "S02"] + Self.people), 73, "is there already")
            #expect(try Consent.load(file).digest == consent.digest)
            expect(try new(file, ["--session", "S02", "--force"] + Self.people), 0)
            #expect(try Consent.load(file).session == "S02")
        }
    }

    @Test(arguments: [
        ["--session", "S01"], people,
        ["--session", "S01", "--participant", "a", "--participant", "b"],
        ["--session", "Anna Meier"] + people,
        ["--session", "S01", people[0], people[1] + ",id=C02", people[2], people[3]],
        ["--session", "S01", people[0], people[1], people[2], people[1]],
        [
            "--session", "S01", people[0], "seat=a,id=b,scope=all,expires=2099-01-05", people[2],
            people[3],
        ],
        ["--session", "S01", people[0], "seat=a,id=b,scope=,expires=soon", people[2], people[3]],
        [
            "--session", "S01", people[0], "seat=a,id=b,scope=,expires=2020-01-01", people[2],
            people[3],
        ],
        ["--session", "S01", people[0], "seat=a,id=b,scope=", people[2], people[3]],
        ["--session", "S01", people[0], "seat=a,id=a@b.org,scope=,expires=2099-01-05"]
            + people[2...],
    ])
    func whatCannotStandIsNotWritten(options: [String]) throws {
        try Program.inFolder { folder in
            let file = folder.appendingPathComponent("c.json").path
            expect(try new(file, options), 64)
            #expect(!FileManager.default.fileExists(atPath: file))
        }
    }

    @Test func aSessionThatLooksLikeAnotherIsNotWritten() throws {
        try Program.inFolder { folder in
            let file = { (name: String) in folder.appendingPathComponent(name).path }
            #expect(
                try new(file("S01.consent.json"), ["--session", "S01"] + Self.people).status == 0)
            // The letter is Cyrillic.
            let run = try new(file("b.consent.json"), ["--session", "Ѕ01"] + Self.people)
            expect(run, 64, "looks like “S01”")
            #expect(!FileManager.default.fileExists(atPath: file("b.consent.json")))
            // A code is written composed, however it was typed.
            let typed = try new(file("c.consent.json"), ["--session", "U\u{308}1"] + Self.people)
            #expect(typed.status == 0)
            let text = try String(contentsOfFile: file("c.consent.json"), encoding: .utf8)
            #expect(text.utf8.contains(0xC3) && !text.utf8.contains(0xCC))
        }
    }

    @Test func aNameIsWarnedOf() throws {
        try Program.inFolder { folder in
            let file = folder.appendingPathComponent("c.json").path
            var options = Self.people
            options[1] = options[1].replacingOccurrences(of: "T01", with: "Anna")
            let run = try new(file, ["--session", "S01"] + options)
            #expect(run.status == 0)
            #expect(run.errors.contains("warning: “Anna” looks like a name"))
            #expect(try attune("consent", "check", file).errors.contains("“Anna”"))
        }
    }

    /// On a terminal it asks, and asks again for what cannot stand.
    @Test func aFileIsMadeFromAnswers() throws {
        try Program.inFolder { folder in
            let file = folder.appendingPathComponent("c.json").path
            let answers = [
                "", "S07", "", "T07", "analysis live", "2026-02-30", "2026-02-03", "", "therapist",
                "Klientin", "T07", "Eva Meier", "C07", "everything", "", "2026-02-03", "2026-01-01",
                "2099-02-03",
            ]
            let attune = Program.products.appendingPathComponent("attune").path
            let run = try Program.run(
                [
                    "sh", "-c",
                    "(for line in \"$@\"; do sleep 0.05; printf '%s\\n' \"$line\"; done; sleep 0.5) "
                        + "| script -qec '\(attune) consent new \(file)' /dev/null", "sh",
                ] + answers)
            try #require(FileManager.default.fileExists(atPath: file), "\(run.output)")
            let consent = try Consent.load(file)
            #expect(consent.session == "S07")
            #expect(consent.participants.map(\.seat) == ["therapist", "Klientin"])
            #expect(consent.participants.map(\.id) == ["T07", "C07"])
            #expect(consent.participants.map(\.scope) == [[.analysis, .live], [.analysis]])
            #expect(consent.participants.map(\.expires?.year) == [2027, 2099])
            for word in ["“2026-02-30” is not a day", "other person has that seat", "use a code"] {
                #expect(run.output.contains(word), "\(word)")
            }
        }
    }

    @Test func checkTellsWhatHolds() throws {
        try Program.inFolder { folder in
            let file = folder.appendingPathComponent("c.json").path
            func write(_ old: String, _ new: String) throws {
                let text = """
                    {"schema": 1, "session": "S01", "participants": [
                      {"seat": "a", "id": "T01", "scope": ["analysis", "live"],
                       "signed": "2020-01-05", "expires": "2099-01-05"},
                      {"seat": "b", "id": "C01", "scope": ["analysis"],
                       "signed": "2020-01-05", "expires": "2099-01-05"}]}
                    """
                try Data(text.replacingOccurrences(of: old, with: new).utf8).write(
                    to: URL(fileURLWithPath: file))
            }
            try write("", "")
            let run = try attune("consent", "check", file)
            expect(run, 0)
            #expect(
                run.output == """
                    session S01
                    T01 (a): analysis, live, until 2099-01-05
                    C01 (b): analysis, until 2099-01-05
                    both agreed to: analysis

                    """)
            expect(try attune("consent", "check", file, "--for", "analysis"), 0)
            expect(
                try attune("consent", "check", file, "--for", "live"), 77, "C01 (b)",
                "not cover live")
            expect(try attune("consent", "check", file, "--for", "all"), 64)
            try write(
                "\"C01\", \"scope\": [\"analysis\"],\n   \"signed\": \"2020-01-05\", \"expires\": \"2099-01-05\"",
                "\"C01\", \"scope\": [], \"signed\": \"2020-01-05\", \"expires\": \"2021-01-05\"")
            let expired = try attune("consent", "check", file)
            expect(expired, 77, "expired on 2021-01-05")
            #expect(expired.output.contains("C01 (b): nothing any more, expired on 2021-01-05"))
            #expect(expired.output.contains("both agreed to: nothing"))
            try write("\"live\"]", "\"everything\"]")
            expect(try attune("consent", "check", file), 77, "unknown scope \"everything\"")
            try write("\"session\"", "\"note\": 1, \"session\"")
            expect(try attune("consent", "check", file), 77, "unknown key \"note\"")
            expect(try attune("consent", "check", file + "x"), 77, "No such file")
            expect(try attune("consent", "check", folder.path), 77, "holds no consent")
        }
    }

    /// Commands that read a session folder, each as far as consent goes.
    private func readers(_ folder: URL) -> [[String]] {
        let coded = folder.deletingLastPathComponent().appendingPathComponent("coded.csv").path
        let out = folder.deletingLastPathComponent().appendingPathComponent("out").path
        return [
            ["export", folder.path], ["report", folder.path], ["compare", folder.path, coded],
            ["export", folder.path, "--share", "--output", out], ["consent", "check", folder.path],
            ["score", folder.appendingPathComponent("features.csv").path, "--output", out],
        ]
    }

    @Test func noCommandReadsAFolderWhoseConsentDoesNotHold() throws {
        try Program.inFolder { folder in
            let session = try StoredSession(
                folder.appendingPathComponent("S01"), consent: StoredSession.consent(),
                formats: "csv,json")
            try session.set(StoredSession.consent(expires: "2021-01-05"))
            let before = try session.names
            for command in readers(session.folder) {
                let run = try Program.attune(command)
                expect(run, 77, "T01 (therapist) expired on 2021-01-05", "attune consent renew")
            }
            #expect(try session.names == before)
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))

            let file = folder.appendingPathComponent("new.json").path
            var people = Self.people
            expect(try new(file, ["--session", "S02"] + people), 0)
            expect(
                try attune("consent", "renew", file, session.folder.path), 77,
                "other people or another")
            people[1] = people[1].replacingOccurrences(of: "2099", with: "2098")
            expect(try new(file, ["--session", "S01", "--force"] + people), 0)
            expect(try attune("consent", "renew", file, session.folder.path), 0)
            let digest = try Consent.load(file).digest
            expect(try attune("export", session.folder.path, "--force"), 0)
            let json = try session.text("session.json")
            #expect(json.contains(digest) && json.contains("2098-01-05"))
        }
    }

    /// There is one way to another consent, `renew`, which holds it against the one that is there.
    @Test func exportGoesByTheConsentInTheFolderAlone() throws {
        try Program.inFolder { folder in
            let session = try StoredSession(
                folder.appendingPathComponent("S01"), consent: StoredSession.consent())
            let file = folder.appendingPathComponent("c.json").path
            expect(try new(file, ["--session", "S01"] + Self.people), 0)
            try Consent.load(file).recordWithdrawal(of: "C01")
            expect(
                try attune(
                    "export", session.folder.path, "--format", "csv,landmarks", "--consent", file),
                64, "--consent")
            #expect(try session.names == ["session.sqlite"])
            expect(try attune("consent", "renew", file, session.folder.path), 77, "withdrew")
        }
    }

    /// A consent with names in it: everyone who uses it is told.
    @Test func namesAreNoticedWhereverAConsentIsUsed() throws {
        try Program.inFolder { folder in
            let file = folder.appendingPathComponent("c.json").path
            let text = """
                {"schema": 1, "session": "Anna Meier 1985-02-11", "participants": [
                  {"seat": "therapist", "id": "T01", "scope": ["analysis", "live"],
                   "signed": "2020-01-05", "expires": "2099-01-05"},
                  {"seat": "Anna Meier", "id": "anna.meier@example.org",
                   "scope": ["analysis", "live"],
                   "signed": "2020-01-05", "expires": "2099-01-05"}]}
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            let session = folder.appendingPathComponent("S01").path
            var own = try Consent.load(file).summary
            own.digest = String(repeating: "cd", count: 32)
            let stored = try StoredSession(URL(fileURLWithPath: session), consent: own)
            let mea = folder.appendingPathComponent("mea.txt").path
            try Data("1 2\n".utf8).write(to: URL(fileURLWithPath: mea))
            let out = folder.appendingPathComponent("out").path
            for command in [
                ["analyze", folder.path + "/none.mp4", "--consent", file, "--output", out],
                [
                    "live", "--camera", folder.path + "/none.mp4", "--consent", file, "--output",
                    out,
                ],
                ["score", mea, "--rate", "10", "--consent", file, "--output", out],
                ["consent", "renew", file, stored.folder.path], ["consent", "check", file],
            ] {
                let warnings = try Program.attune(command).messages.filter {
                    $0.hasPrefix("attune: warning: ")
                }
                for code in ["Anna Meier 1985-02-11", "Anna Meier", "anna.meier@example.org"] {
                    #expect(
                        warnings.filter { $0.contains("“\(code)”") }.count == 1,
                        "\(command): \(warnings)")
                }
                #expect(warnings.count == 3, "\(warnings)")
            }
        }
    }

    /// Days are those of the zone that the C library knows, however it is written.
    @Test func theDayIsThatOfTheComputersTimeZone() throws {
        try Program.inFolder { folder in
            let file = folder.appendingPathComponent("c.json").path
            var now = time(nil)
            var parts = tm()
            gmtime_r(&now, &parts)
            let today = String(
                format: "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday)
            let people = ["therapist,id=T01", "client,id=C01"].flatMap {
                ["--participant", "seat=\($0),scope=analysis,signed=\(today),expires=\(today)"]
            }
            expect(try new(file, ["--session", "S01"] + people), 0)
            func check(_ zone: String) throws -> Program {
                try Program.attune(["consent", "check", file], under: ["env", "TZ=\(zone)"])
            }
            expect(try check("UTC"), 0)
            // A day ahead, and a day behind.
            expect(try check("UTC-24"), 77, "expired on \(today)")
            expect(try check("<+24>-24"), 77, "expired on \(today)")
            expect(try check("UTC24"), 77, "which is in the future")
            let ahead = parts.tm_hour >= 10
            expect(try check(":Pacific/Kiritimati"), ahead ? 77 : 0)
            expect(try check("Pacific/Kiritimati"), ahead ? 77 : 0)
        }
    }

    /// The digest of the consent file is in every file whose format has a place for it.
    @Test func theDigestIsInEveryOutput() throws {
        try Program.inFolder { folder in
            let consent = try StoredSession.consent()
            let session = try StoredSession(
                folder.appendingPathComponent("S01"), consent: consent,
                formats: "csv,html,json,eaf,textgrid,vtt,boris,timeline-json")
            for name in [
                "report.html", "session.json", "timeline.eaf", "timeline.vtt", "boris.tsv",
                "timeline.json",
            ] {
                #expect(try session.text(name).contains(consent.digest), "\(name)")
            }
            let coded = folder.appendingPathComponent("coded.csv")
            try Data(
                "Subject,Behavior,Behavior type,Start (s),Stop (s)\nclient,arms_crossed,STATE,1,2\n"
                    .utf8
            ).write(to: coded)
            expect(try attune("compare", session.folder.path, coded.path), 0)
            #expect(try session.text("agreement.json").contains(consent.digest))
        }
    }

    /// Changes the consent in the record behind the program's back.
    private func forge(_ session: StoredSession, _ old: String, _ new: String) throws {
        try Program.sqlite(
            session.folder.appendingPathComponent(SessionRecord.fileName),
            "UPDATE documents SET json = replace(json, '\(old)', '\(new)') WHERE name = 'consent'")
    }

    @Test func aConsentThatWasChangedInTheRecordIsNotTaken() throws {
        try Program.inFolder { folder in
            let session = try StoredSession(
                folder.appendingPathComponent("S01"), consent: StoredSession.consent(),
                formats: "csv,json")
            try session.set(StoredSession.consent(expires: "2021-01-05"))
            try forge(session, "2021", "2097")
            // Nor when the record claims to be of a time without seals.
            for version in [3, 2] {
                try Program.sqlite(
                    session.folder.appendingPathComponent(SessionRecord.fileName),
                    "PRAGMA user_version = \(version)")
                for command in readers(session.folder) {
                    let run = try Program.attune(command)
                    expect(run, 65, "session.sqlite is damaged", "attune recover")
                    #expect(run.output == "", "\(run.output)")
                }
            }
            // Not the older session.json either, when the record cannot be read at all.
            let record = session.folder.appendingPathComponent(SessionRecord.fileName)
            for bytes in [Data(count: 50000), Data("SQLite format 3".utf8), Data()] {
                try bytes.write(to: record)
                for command in readers(session.folder) where command[0] != "export" {
                    expect(try Program.attune(command), 65, "session.sqlite")
                }
            }
            // Somebody who withdraws is not sent away for that.
            expect(try attune("consent", "withdraw", "C01", session.folder.path), 0)
            #expect(try session.names == ["withdrawal.json"])
        }
    }

    /// Going back to an earlier signature is asked for by name.
    @Test func renewTakesNoEarlierSignatureUnasked() throws {
        try Program.inFolder { folder in
            let session = try StoredSession(
                folder.appendingPathComponent("S01"), consent: StoredSession.consent())
            func file(_ signed: String, _ expires: String) throws -> String {
                let file = folder.appendingPathComponent("\(signed).json").path
                let people = ["therapist,id=T01", "client,id=C01"].flatMap {
                    [
                        "--participant",
                        "seat=\($0),scope=analysis,signed=\(signed),expires=\(expires)",
                    ]
                }
                expect(try new(file, ["--session", "S01"] + people), 0)
                return file
            }
            let later = try file("2026-01-02", "2090-01-01")
            let earlier = try file("2026-01-01", "2099-01-01")
            expect(try attune("consent", "renew", later, session.folder.path), 0)
            expect(
                try attune("consent", "renew", earlier, session.folder.path), 77,
                "signed on 2026-01-01", "2026-01-02", "--force")
            #expect(
                try attune("consent", "check", session.folder.path).output.contains("2090-01-01"))
            expect(try attune("consent", "renew", later, session.folder.path), 0)
            expect(try attune("consent", "renew", earlier, session.folder.path, "--force"), 0)
            #expect(
                try attune("consent", "check", session.folder.path).output.contains("2099-01-01"))
        }
    }

    /// A live session that was cut off is not scored before its consent is looked at, and can be
    /// renewed as it is.
    @Test func aCutOffLiveSessionIsRenewedBeforeItIsScored() throws {
        try Program.inFolder { folder in
            let session = try StoredSession(
                cutOff: folder.appendingPathComponent("S01"),
                consent: StoredSession.consent(expires: "2021-01-05"))
            let record = session.folder.appendingPathComponent(SessionRecord.unfinishedName)
            let before = try Data(contentsOf: record)
            for command in ["export", "report"] {
                expect(
                    try attune(command, session.folder.path), 77, "expired on 2021-01-05",
                    "attune consent renew")
                #expect(try Data(contentsOf: record) == before)
            }
            let file = folder.appendingPathComponent("new.json").path
            var people = Self.people
            people[1] = people[1].replacingOccurrences(of: "2099", with: "2098")
            expect(try new(file, ["--session", "S01"] + people), 0)
            expect(try attune("consent", "renew", file, session.folder.path), 0)
            #expect(try session.names == [SessionRecord.unfinishedName])
            expect(try attune("export", session.folder.path), 0)
            let json = try session.text("session.json")
            let digest = try Consent.load(file).digest
            #expect(json.contains(digest) && json.contains("2098-01-05"))
        }
    }

    @Test(arguments: ["new", "check", "renew", "withdraw"])
    func helpShowsAnExample(command: String) throws {
        let run = try attune("consent", command, "--help")
        #expect(run.status == 0)
        #expect(run.output.contains("attune consent \(command) "))
        #expect(try attune("consent", "--help").output.contains("Example:"))
    }
}

/// Rights of files.
enum Modes {
    static func of(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    /// Paths in a folder that others than the owner have any right to.
    static func open(in folder: URL) throws -> [String] {
        let all = FileManager.default.enumerator(atPath: folder.path)?.allObjects ?? []
        return try all.compactMap { $0 as? String }.filter { name in
            try of(folder.appendingPathComponent(name).path) & 0o077 != 0
        }
    }
}
