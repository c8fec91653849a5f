import Archive
import Foundation
import TestSupport
import Testing

/// A run that is killed or interrupted goes on under `--resume` and ends in the same tables.
@Suite(.tags(.program), .untilStuck)
struct ResumeTests {
    static let tables = [
        "features.csv", "postures.csv", "episodes.csv", "synchrony.csv", "timeline.csv",
    ]

    private func expectSame(_ one: URL, _ other: URL, _ names: [String] = tables) throws {
        for name in names {
            let files = try [one, other].map {
                try Data(contentsOf: $0.appendingPathComponent(name))
            }
            #expect(files[0] == files[1], "\(name)")
        }
    }

    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func whateverTheInstantOfTheKill() throws {
        try Program.inFolder { folder in
            let vision = try ScriptedVision(in: folder)
            let whole = folder.appendingPathComponent("whole")
            #expect(try vision.analyze(whole).status == 0)
            for cut in [31, vision.count / 2, vision.count - 1] {
                let output = folder.appendingPathComponent("cut-\(cut)")
                let killed = try vision.analyze(output, .killed(after: cut))
                #expect(killed.status == 9 || killed.status == 137)
                #expect(
                    try names(output).allSatisfy { $0.hasPrefix("session.partial.sqlite") })

                let plain = try vision.analyze(output)
                #expect(plain.status == 73)
                #expect(plain.errors.contains("--resume"), "\(plain.errors)")
                let report = try Program.attune(["report", output.path])
                #expect(report.status == 65 && report.errors.contains("--resume"))

                let resumed = try vision.analyze(output, .whole, ["--resume"])
                #expect(resumed.status == 0)
                #expect(resumed.errors.contains("going on with"), "\(resumed.errors)")
                try expectSame(output, whole, Self.tables + ["session.json", "report.html"])
                #expect(try names(output) == names(whole))
            }
        }
    }

    @Test func anInterruptedRunKeepsItsPartAndGoesOn() throws {
        try Program.inFolder { folder in
            let vision = try ScriptedVision(in: folder)
            let whole = folder.appendingPathComponent("whole")
            #expect(try vision.analyze(whole).status == 0)
            let output = folder.appendingPathComponent("out")
            let first = try vision.analyze(output, .stuck(after: 40))
            #expect(first.status == 130)
            #expect(first.errors.contains("--resume"))
            let half = try Data(contentsOf: output.appendingPathComponent("features.csv"))
            #expect(try Program.attune(["export", output.path]).status == 0)
            #expect(try vision.analyze(output).status == 73)
            #expect(try vision.analyze(output, .whole, ["--resume"]).status == 0)
            try expectSame(output, whole)
            #expect(
                try Data(contentsOf: output.appendingPathComponent("features.csv")).count
                    > half.count)
            let again = try vision.analyze(output, .whole, ["--resume"])
            #expect(again.status == 73)
            #expect(again.errors.contains("complete"))
        }
    }

    /// Half a result does not replace a whole one, but its measurement is not lost.
    @Test func aNewMeasurementThatIsCutOffLeavesTheOldResults() throws {
        try Program.inFolder { folder in
            let vision = try ScriptedVision(in: folder)
            let output = folder.appendingPathComponent("out")
            #expect(try vision.analyze(output).status == 0)
            let old = try Data(contentsOf: output.appendingPathComponent("features.csv"))
            try FileManager.default.removeItem(
                at: output.appendingPathComponent(SessionRecord.fileName))
            let second = try vision.analyze(output, .stuck(after: 40), ["--force"])
            #expect(second.status == 130)
            #expect(try Data(contentsOf: output.appendingPathComponent("features.csv")) == old)
            #expect(try names(output).contains(SessionRecord.unfinishedName))
            #expect(try vision.analyze(output, .whole, ["--resume"]).status == 0)
            #expect(try Data(contentsOf: output.appendingPathComponent("features.csv")) == old)
            #expect(try !names(output).contains(SessionRecord.unfinishedName))
        }
    }

    @Test func onlyTheSameRunGoesOn() throws {
        try Program.inFolder { folder in
            let vision = try ScriptedVision(in: folder)
            let output = folder.appendingPathComponent("out")
            _ = try vision.analyze(output, .killed(after: 60))
            let other = try vision.analyze(output, .whole, ["--resume", "--rate", "10"])
            #expect(other.status == 64)
            #expect(other.errors.contains("rate 12.5, not with rate 10"), "\(other.errors)")
            try Data([0]).append(to: vision.video)
            let changed = try vision.analyze(output, .whole, ["--resume"])
            #expect(changed.status == 73)
            #expect(changed.errors.contains("clip.mp4"), "\(changed.errors)")
        }
    }
}

extension Data {
    fileprivate func append(to path: String) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: self)
        try file.close()
    }
}
