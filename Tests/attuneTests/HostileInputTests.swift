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
                "timeout", "-s", "KILL", "120", "sh", "-c",
                AddressSanitizer.bound("-v", kilobytes: 8_000_000) + "exec \"$@\"", "sh",
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

    // MARK: What reaches the terminal

    /// Nothing but printable text and line feeds.
    private func expectPlain(_ run: Program, location: SourceLocation = #_sourceLocation) {
        for text in [run.output, run.errors] {
            let driving = text.unicodeScalars.filter { $0 != "\n" && $0.isUnseen }
            #expect(driving.isEmpty, "\(text.debugDescription)", sourceLocation: location)
        }
    }

    /// Title, clipboard, C1 controls, turned writing: in names of files, seats, columns, tiers and options.
    @Test func nothingThatOthersNamedDrivesTheTerminal() throws {
        let evil = "x\u{1B}]0;PWNED\u{7}\u{1B}]52;c;ZXZpbA==\u{7}\u{9B}31m\u{202E}4pm"
        try Program.inFolder { place in
            let folder = place.appendingPathComponent(evil)
            let session = try StoredSession(
                folder, consent: try StoredSession.consent(), formats: "csv,json")
            let exported = try attune(["export", folder.path, "--format", "csv", "--force"])
            #expect(exported.status == 0 && exported.output.contains(#"x\u{1b}]0;PWNED\u{7}"#))
            expectPlain(exported)
            let coded = place.appendingPathComponent("coded.csv")
            try Data(
                "seat,posture,onset,offset\nclient,arms_crossed,1,2\nclient,\(evil),1,2\n".utf8
            ).write(to: coded)
            let compared = try attune(["compare", session.folder.path, coded.path])
            #expect(compared.output.contains("PWNED"), "\(compared.errors)")
            expectPlain(compared)
            let table = place.appendingPathComponent("table.csv").path
            for (column, seat) in [
                ("x", evil), ("x\u{1B}[2J\u{202E}", "a"), ("x", "=1"), ("x", "c\u{200D}"),
            ] {
                try Data("time,seat,head_tilt,\(column)\n0,\(seat),1,1\n".utf8).write(
                    to: URL(fileURLWithPath: table))
                let scored = try attune(["score", table, "--output", place.path + "/o"])
                expect(scored, 65, table)
                expectPlain(scored)
            }
            for arguments in [
                ["score", place.path + "/" + evil + ".csv", "--output", "o"], ["--\(evil)"], [evil],
                ["score", table, "--seats", "\(evil),b", "--output", "o"],
                ["consent", "check", place.path + "/" + evil + ".json"],
                ["analyze", place.path + "/" + evil, "--output", "o"], ["export", evil],
            ] {
                let run = try attune(arguments)
                #expect(run.status != 0 && run.messages.count == 1, "\(run.errors)")
                expectPlain(run)
            }
        }
    }

    // MARK: What costs time and memory

    /// Small or middling files that would become gigabytes or take minutes.
    @Test func tablesThatCostMinutesAndGigabytesAreRefusedSoon() throws {
        try Program.inFolder { place in
            let session = try StoredSession(
                place.appendingPathComponent("S01"), consent: try StoredSession.consent(),
                formats: "csv,json")
            func file(_ name: String, _ head: String, _ piece: String, _ count: Int) throws
                -> String
            {
                let path = place.appendingPathComponent(name)
                var text = Data(head.utf8)
                let pieces = Data(String(repeating: piece, count: min(count, 1000)).utf8)
                for _ in 0..<(count / 1000) { text.append(pieces) }
                try text.write(to: path)
                return path.path
            }
            let plain = try file(
                "f.csv", "time,seat,head_tilt\n0,a,1\n0,b,1\n", "", 0)
            let feeds = try file("lf.csv", "", "\n", 60_000_000)
            let crowd = place.appendingPathComponent("crowd")
            try FileManager.default.createDirectory(at: crowd, withIntermediateDirectories: true)
            let person =
                "{\"pose_keypoints_2d\":["
                + Array(repeating: "1", count: 75).joined(separator: ",") + "]}"
            _ = try file(
                "crowd/a_000000000000_keypoints.json", "{\"people\":[\(person)", ",\(person)",
                95_000)
            _ = try file("crowd/a_000000000001_keypoints.json", "{\"people\":[]}", "", 0)
            let output = place.path + "/out"
            let out = ["--output", output]
            let compare = ["compare", session.folder.path]
            let eaf = "<ANNOTATION_DOCUMENT><TIER TIER_ID=\"therapist head_on_hand\">"
            let annotation =
                "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a\"/></ANNOTATION>"
            for (arguments, words) in [
                (["score", feeds, "--rate", "25"] + out, "no numbers"),
                (["score", feeds, "--format", "attune"] + out, "is empty"),
                (
                    ["score", try file("g.csv", "1 2\n3 4\n", "\n", 60_000_000), "--rate", "25"]
                        + out, "empty lines"
                ),
                (
                    ["score", try file("h.csv", "time,seat,head_tilt\n0,a,1\n", "\n", 60_000_000)]
                        + out, "empty lines"
                ),
                (["score", crowd.path, "--rate", "25"] + out, "larger than 4 MB"),
                (compare + [feeds], "empty lines"),
                (compare + [try file("t.eaf", eaf, annotation, 200_000)], "annotations"),
                (
                    compare + [try file("b.json", "{\"observations\":[", "[],", 15_000_000)],
                    "values"
                ),
                (
                    compare + [
                        try file("p.csv", "seat,posture,onset,offset\n", "a,b,1,2\n", 200_000)
                    ], "rows"
                ),
                (
                    compare + [
                        try file(
                            "c.csv", "seat,posture,onset,offset\nclient,arms_crossed,1,2\n", "", 0),
                        "--channels", feeds,
                    ], "empty lines"
                ),
                (["score", plain, "--turns", feeds] + out, "empty lines"),
                (["score", plain, "--events", feeds] + out, "empty lines"),
                (
                    [
                        "score", plain, "--turns",
                        try file("r.rttm", "", "SPEAKER a 1 0 1 <NA> <NA> b <NA>\n", 200_000),
                    ] + out, "more than"
                ),
                (["score", plain, "--config", feeds] + out, "settings file"),
                (["consent", "check", feeds], "larger than 1 MB"),
            ] {
                let (run, peak, seconds) = try Program.measured(arguments)
                #expect([65, 77].contains(run.status), "\(arguments): \(run.errors)")
                #expect(run.messages.count == 1 && run.errors.contains(words), "\(run.errors)")
                #expect((1...500).contains(peak), "\(arguments): \(peak) MB")
                #expect((0...60).contains(seconds), "\(arguments): \(seconds) s")
            }
        }
    }
}
