import Foundation
import TestSupport
import Testing

/// What is printed may go to a disk that is full.
@Suite(.tags(.program), .untilStuck)
struct FullDeviceTests {
    private func score(_ output: URL, _ redirection: String) throws -> Program {
        let series = output.deletingLastPathComponent().appendingPathComponent("mea.txt")
        let rows = (0..<400).map { "\($0 % 7) \($0 % 5)" }
        try Data(rows.joined(separator: "\n").utf8).write(to: series)
        return try Program.attune(
            [
                "score", series.path, "--format", "mea", "--rate", "10", "--output", output.path,
            ], under: ["sh", "-c", "exec \"$0\" \"$@\" \(redirection)"])
    }

    @Test func messagesThatCannotBeWrittenStopNothing() throws {
        try Program.inFolder { folder in
            let output = folder.appendingPathComponent("out")
            let run = try score(output, "2> /dev/full")
            #expect(run.status == 0)
            #expect(run.output != "")
            // An error has no line to say it in; its code remains.
            #expect(try score(output, "2> /dev/full").status == 73)
        }
    }

    @Test func resultsThatCannotBePrintedAreAnError() throws {
        try Program.inFolder { folder in
            let output = folder.appendingPathComponent("out")
            let run = try score(output, "> /dev/full")
            #expect(run.status == 73)
            #expect(
                run.messages.last?.hasPrefix("attune: error: cannot write to standard output")
                    == true, "\(run.errors)")
            let report = output.appendingPathComponent("report.html")
            #expect(FileManager.default.fileExists(atPath: report.path))
        }
    }
}
