import Base
import Foundation
import TestSupport
import Testing

/// What is digested is what is measured: another file that comes to stand at the path meanwhile is not.
@Suite(.tags(.program), .untilStuck)
struct OneDescriptorTests {
    private static let vision =
        Program.products.appendingPathComponent("attune-vision").path
    private static let consent = Program.example("helle.consent.json")

    /// Makes a clip of 4 s and another of 1 s, and runs `attune` beside a vision process that does
    /// something to the first before it begins.
    private func run(
        _ arguments: [String], doing script: String, in folder: URL
    ) throws -> (run: Program, digest: String) {
        let clip = folder.appendingPathComponent("clip.mp4").path
        let other = folder.appendingPathComponent("other.mp4").path
        for (path, length) in [(clip, "4"), (other, "1")] {
            try Program.ffmpeg([
                "-t", length, "-i", Program.example("helle.mp4"), "-c", "copy", path,
            ])
        }
        let digest = try Digest.sha256(ofFile: clip)
        let attune = try DecoderFaultTests.install(
            in: folder,
            vision: "clip='\(clip)' other='\(other)'\n\(script)\nexec '\(Self.vision)' \"$@\"")
        let run = try Program.run(
            [attune]
                + Kernel.arguments(
                    arguments + [
                        "--consent", Self.consent, "--output",
                        folder.appendingPathComponent("out").path,
                    ]))
        return (run, digest)
    }

    private func lastTime(_ folder: URL) throws -> Double {
        let features = try String(
            contentsOf: folder.appendingPathComponent("out/features.csv"), encoding: .utf8)
        return features.split(separator: "\n").dropFirst().compactMap {
            Double($0.prefix { $0 != "," })
        }.max() ?? 0
    }

    @Test func aFileThatTakesItsPlaceIsNotMeasured() throws {
        try Program.inFolder { folder in
            let clip = folder.appendingPathComponent("clip.mp4").path
            let (run, digest) = try run(
                ["analyze", clip], doing: "mv \"$other\" \"$clip\"", in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(try lastTime(folder) > 3.5)
            let text = try String(
                contentsOf: folder.appendingPathComponent("out/session.json"), encoding: .utf8)
            #expect(text.contains(digest))
        }
    }

    @Test func norPlayedLive() throws {
        try Program.inFolder { folder in
            let clip = folder.appendingPathComponent("clip.mp4").path
            let (run, _) = try run(
                ["live", "--camera", clip], doing: "mv \"$other\" \"$clip\"", in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(try lastTime(folder) > 3)
        }
    }

    /// That it is gone is no matter either.
    @Test func aFileThatIsRemovedIsMeasured() throws {
        try Program.inFolder { folder in
            let clip = folder.appendingPathComponent("clip.mp4").path
            let (run, _) = try run(["analyze", clip], doing: "rm \"$clip\"", in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(try lastTime(folder) > 3.5)
        }
    }

    @Test func whatIsWrittenToMeanwhileIsSaid() throws {
        try Program.inFolder { folder in
            let clip = folder.appendingPathComponent("clip.mp4").path
            let (run, _) = try run(
                ["analyze", clip], doing: "printf x >> \"$clip\"", in: folder)
            #expect(run.status == 0 && run.errors.contains("was written to while it was measured"))
            let text = try String(
                contentsOf: folder.appendingPathComponent("out/session.json"), encoding: .utf8)
            #expect(text.contains("clip.mp4 was written to") && !text.contains(folder.path))
        }
    }
}
