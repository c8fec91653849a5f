import Foundation
import TestSupport
import Testing

/// Clips of real people, which are not ours to give away.
private let clips = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../../../shared/media/real").standardizedFileURL

/// A boy who walks past and back, filmed from the side; `nil` where the clip is not there.
private let walker: String? = {
    let path = clips.appendingPathComponent("gaitlab_input.mp4").path
    return FileManager.default.isReadableFile(atPath: path) ? path : nil
}()

/// A real walker, through the built program.
@Suite(.tags(.program), .untilStuck, .enabled(if: walker != nil))
struct RealGaitTests {
    /// When feet came to the ground as somebody saw it, within a frame.
    private func coded() throws -> [Double] {
        try String(
            contentsOf: clips.appendingPathComponent("gaitlab_input.steps.csv"),
            encoding: .utf8
        ).split(whereSeparator: \.isNewline).dropFirst().compactMap { Double($0) }
    }

    @Test("A real walker's steps, their times within 40 ms and the cadence within 2 %")
    func realWalker() throws {
        try Program.inFolder { folder in
            let output = folder.appendingPathComponent("walk")
            let run = try Program.attune([
                "analyze", try #require(walker), "--scene", "walking", "--consent",
                Program.example("helle.consent.json"), "--output", output.path, "--progress",
                "none",
            ])
            try #require(run.status == 0, "\(run.errors)")
            let table = try String(
                contentsOf: output.appendingPathComponent("gait.csv"), encoding: .utf8)
            let rows = table.split(separator: "\n").dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            let steps = rows.compactMap { Double($0[2]) }
            let truth = try coded()
            let found = try truth.map { time in
                try #require(steps.min { abs($0 - time) < abs($1 - time) })
            }
            let errors = zip(found, truth).map { $0 - $1 }
            print("gait: errors \(errors)")
            #expect(errors.allSatisfy { abs($0) < 0.07 })
            let rms = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
            #expect(rms < 0.04)
            let times = zip(errors.dropFirst(), errors).map { $0 - $1 }
            #expect(times.allSatisfy { abs($0) < 0.045 })
            let count = steps.count { $0 < (truth.last ?? 0) + 0.2 }
            #expect(count == truth.count)
            let cadence = (found[found.count - 1] - found[0]) / (truth[truth.count - 1] - truth[0])
            #expect(abs(cadence - 1) < 0.02)
            // Feet take turns.
            let feet = rows.prefix(truth.count).map { $0[1] }.filter { !$0.isEmpty }
            #expect(zip(feet, feet.dropFirst()).allSatisfy { $0 != $1 })
        }
    }
}
