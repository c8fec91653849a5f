import Foundation
import TestSupport
import Testing

/// `attune doctor` says what works and what to do about what does not.
@Suite(.tags(.program), .untilStuck)
struct DoctorTests {
    private func states(_ run: Program) -> [String: String] {
        var states: [String: String] = [:]
        for line in run.output.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
            if words.count == 3 { states[String(words[1])] = String(words[0]) }
        }
        return states
    }

    @Test func aSoundInstallationIsSaidToBe() throws {
        let run = try Program.attune(["doctor"])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.errors == "")
        let states = states(run)
        for subject in ["program", "networks", "confinement", "models", "report"] {
            #expect(states[subject] == "ok", "\(run.output)")
        }
        #expect(states["video"] != nil && states["cache"] != nil && states["camera"] != nil)
    }

    @Test func missingModelsAreNamed() throws {
        try Program.inFolder { folder in
            let run = try Program.attune(
                ["doctor"], under: ["env", "ATTUNE_MODELS=\(folder.path)"])
            #expect(run.status == 70)
            let states = states(run)
            #expect(states["networks"] == "FAIL" && states["models"] == "FAIL", "\(run.output)")
            #expect(run.output.contains("face_landmark.tflite"))
            #expect(run.messages.count == 1)
            #expect(run.errors.contains("attune: error: 2 of "), "\(run.errors)")
        }
    }

    @Test func aChangedModelIsNoticed() throws {
        try Program.inFolder { folder in
            let models = Program.repository.appendingPathComponent(".deps/models")
            for name in try FileManager.default.contentsOfDirectory(atPath: models.path) {
                try FileManager.default.copyItem(
                    at: models.appendingPathComponent(name),
                    to: folder.appendingPathComponent(name))
            }
            let changed = folder.appendingPathComponent("face_landmark.tflite")
            let file = try FileHandle(forWritingTo: changed)
            try file.seekToEnd()
            try file.write(contentsOf: Data([0]))
            try file.close()
            let run = try Program.attune(
                ["doctor"], under: ["env", "ATTUNE_MODELS=\(folder.path)"])
            #expect(run.status == 70)
            #expect(
                run.output.contains("face_landmark.tflite: not as published"), "\(run.output)")
        }
    }

    @Test func aProgramThatDoesNotRunIsSaid() throws {
        try Program.inFolder { folder in
            let program = folder.appendingPathComponent("attune")
            try FileManager.default.copyItem(
                at: Program.products.appendingPathComponent("attune").resolvingSymlinksInPath(),
                to: program)
            let run = try Program.run([program.path, "doctor"])
            #expect(run.status == 70)
            #expect(states(run)["program"] == "FAIL")
            #expect(run.output.contains("attune-vision is not beside attune"))
        }
    }
}
