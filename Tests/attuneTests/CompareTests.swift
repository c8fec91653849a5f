import Foundation
import TestSupport
import Testing

/// `attune compare` as a user runs it.
@Suite(.tags(.program), .untilStuck)
struct CompareTests {
    private static let files = [
        "session.json": """
        {"seats": ["therapist", "client"], "source": {"duration": 60},
         "settings": {"postures": [{"name": "head_on_hand"}]}}
        """,
        "postures.csv": """
        seat,posture,side,onset,offset
        therapist,head_on_hand,right,10.000,20.000
        client,head_on_hand,left,14.000,24.000

        """,
        "episodes.csv": """
        posture,leader,follower,leader_side,follower_side,congruence,leader_onset,follower_onset,lag,\
        offset,shared_duration,p_value
        head_on_hand,therapist,client,right,left,mirror,10.000,14.000,4.000,20.000,6.000,

        """,
        "coded.csv": """
        Subject,Behavior,Behavior type,Start (s),Stop (s)
        therapist,head_on_hand,STATE,11,20
        client,Kopf,STATE,13.5,24

        """,
    ]

    private func inSession(_ body: (URL) throws -> Void) throws {
        try Program.inFolder { folder in
            chmod(folder.path, 0o700)
            for (name, text) in Self.files {
                try Data(text.utf8).write(to: folder.appendingPathComponent(name))
            }
            try body(folder)
        }
    }

    private func compare(_ folder: URL, _ more: [String] = []) throws -> Program {
        try Program.attune(
            [
                "compare", folder.path, folder.appendingPathComponent("coded.csv").path, "--map",
                "client Kopf=client head_on_hand",
            ] + more)
    }

    @Test func theFiguresArePrintedAndWritten() throws {
        try inSession { folder in
            let run = try compare(folder)
            #expect(run.status == 0 && run.errors == "")
            #expect(run.output.contains("therapist head_on_hand"))
            #expect(run.output.contains("1 are the same"))
            let table = try String(
                contentsOf: folder.appendingPathComponent("agreement.csv"), encoding: .utf8)
            #expect(table.split(separator: "\n").count == 4)
            #expect(
                FileManager.default.fileExists(
                    atPath: folder.appendingPathComponent("agreement.json").path))
        }
    }

    @Test func twoCodersAndWhatIsWorthKnowing() throws {
        try inSession { folder in
            let other = folder.appendingPathComponent("other.csv").path
            try Data(
                "person,posture,onset,offset\ntherapist,Head-on-hand,0:10,21\nclient,head on hand,99,100\n"
                    .utf8
            ).write(to: URL(fileURLWithPath: other))
            let run = try compare(folder, [other])
            #expect(run.status == 0)
            #expect(run.output.contains("Agreement of coded.csv (BORIS) with other.csv (table)"))
            #expect(run.messages.count == 1)
            #expect(run.errors.contains("warning: other.csv: 1 of 2 holds lie outside"))
            let table = try String(
                contentsOf: folder.appendingPathComponent("agreement.csv"), encoding: .utf8)
            #expect(table.split(separator: "\n").count == 10)
        }
    }

    @Test func resultsAreNotReplacedUnasked() throws {
        try inSession { folder in
            #expect(try compare(folder).status == 0)
            let again = try compare(folder)
            #expect(again.status == 73 && again.messages.count == 1)
            #expect(try compare(folder, ["--force"]).status == 0)
            let elsewhere = folder.appendingPathComponent("more").path
            #expect(try compare(folder, ["--output", elsewhere]).status == 0)
        }
    }

    @Test func everyFaultHasItsExitCodeAndOneLine() throws {
        try inSession { folder in
            let coded = folder.appendingPathComponent("coded.csv").path
            try Data("a,b\n".utf8).write(to: folder.appendingPathComponent("bad.csv"))
            let cases: [([String], Int32)] = [
                (["compare", folder.path], 64),
                (["compare", folder.path, coded, "--map", "x"], 64),
                (["compare", folder.path, coded, "--map", "x=client slumped"], 64),
                (["compare", folder.path, coded, "--postures", "slumped"], 64),
                (["compare", folder.path, coded, "--tolerance", "-1"], 64),
                (["compare", folder.path, coded, "--from", "70"], 64),
                (["compare", folder.path, folder.appendingPathComponent("bad.csv").path], 65),
                (["compare", folder.path, folder.path + "/none.eaf"], 66),
                (["compare", folder.path + "/none", coded], 66),
            ]
            for (arguments, status) in cases {
                let run = try Program.attune(arguments)
                #expect(run.status == status, "\(arguments): \(run.errors)")
                #expect(run.messages.count == 1 && run.errors.hasPrefix("attune: error: "))
                #expect(run.output == "")
            }
        }
    }
}
