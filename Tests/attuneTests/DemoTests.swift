import Foundation
import TestSupport
import Testing

/// `attune demo` of programs that lie where a package puts them, and nothing of the checkout above them.
@Suite(.tags(.program), .untilStuck)
struct DemoTests {
    /// The programs under a prefix, with what belongs to them.
    private struct Installed {
        let prefix: URL

        init(in folder: URL) throws {
            prefix = folder.appendingPathComponent("usr")
            let manager = FileManager.default
            for (name, place) in [("attune", "bin"), ("attune-vision", "lib/attune")] {
                let target = prefix.appendingPathComponent(place)
                try manager.createDirectory(at: target, withIntermediateDirectories: true)
                try manager.copyItem(
                    at: Program.products.appendingPathComponent(name).resolvingSymlinksInPath(),
                    to: target.appendingPathComponent(name))
            }
            let shared = prefix.appendingPathComponent("share/attune")
            for place in ["models", "examples"] {
                try manager.createDirectory(
                    at: shared.appendingPathComponent(place), withIntermediateDirectories: true)
            }
            let models = Program.repository.appendingPathComponent(".deps/models")
            for file in try manager.contentsOfDirectory(atPath: models.path) {
                try manager.copyItem(
                    at: models.appendingPathComponent(file),
                    to: shared.appendingPathComponent("models/\(file)"))
            }
            for (from, to) in [
                ("models/models.json", "models/models.json"), (".deps/js/d3.min.js", "d3.min.js"),
                ("Examples/helle.mp4", "examples/helle.mp4"),
                ("Examples/helle.consent.json", "examples/helle.consent.json"),
            ] {
                try manager.copyItem(
                    at: Program.repository.appendingPathComponent(from),
                    to: shared.appendingPathComponent(to))
            }
        }

        func shared(_ name: String) -> URL {
            prefix.appendingPathComponent("share/attune/\(name)")
        }

        func attune(_ arguments: [String]) throws -> Program {
            let program = prefix.appendingPathComponent("bin/attune").path
            return try Program.run([program] + Kernel.arguments(arguments))
        }
    }

    @Test func theInstalledProgramAnalysesItsExample() throws {
        try Program.inFolder { folder in
            let installed = try Installed(in: folder)
            let output = folder.appendingPathComponent("session").path
            let demo = ["demo", "--output", output, "--progress", "none"]
            let run = try installed.attune(demo)
            #expect(run.status == 0, "\(run.errors)")
            let lines = run.output.split(separator: "\n")
            #expect(
                lines.first?.hasPrefix("The client rested their head on their left hand") == true)
            #expect(lines.contains { $0 == "report: \(output)/report.html" }, "\(lines)")
            #expect(lines.last == "video: \(installed.shared("examples/helle.mp4").path)")
            #expect(FileManager.default.fileExists(atPath: output + "/report.html"))

            // What is there stays, unless it is said that it may go.
            let again = try installed.attune(demo)
            #expect(again.status == 73, "\(again.errors)")
        }
    }

    @Test func theInstalledProgramIsFoundSound() throws {
        try Program.inFolder { folder in
            let installed = try Installed(in: folder)
            let run = try installed.attune(["doctor"])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(run.output.contains("d3 is at \(installed.shared("d3.min.js").path)"))

            try FileManager.default.removeItem(at: installed.shared("models/face_landmark.tflite"))
            let broken = try installed.attune(["doctor"])
            #expect(broken.status == 70)
            #expect(
                broken.output.contains(
                    "face_landmark.tflite: missing; install the package attune again"),
                "\(broken.output)")
        }
    }

    @Test func anExampleThatIsMissingIsSaid() throws {
        try Program.inFolder { folder in
            let installed = try Installed(in: folder)
            try FileManager.default.removeItem(at: installed.shared("examples"))
            let output = folder.appendingPathComponent("session").path
            let run = try installed.attune(["demo", "--output", output])
            #expect(run.status == 66)
            #expect(run.errors.contains("install the package attune again"), "\(run.errors)")
            #expect(!FileManager.default.fileExists(atPath: output))
        }
    }
}
