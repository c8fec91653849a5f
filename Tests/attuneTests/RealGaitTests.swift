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

    private struct Steps {
        /// Of each contact that somebody saw, the error of the step that is nearest, seconds.
        var errors: [Double]
        /// Steps that were found up to the last contact.
        var found: Int
        /// From the first to the last contact, as a share of what somebody saw.
        var length: Double
        /// Of the contacts, where they were told.
        var feet: [String]
    }

    /// Measures a clip and holds it against contacts that somebody saw.
    private func steps(_ clip: String, _ truth: [Double]) throws -> Steps {
        try Program.inFolder { folder in
            let output = folder.appendingPathComponent("walk")
            let run = try Program.attune([
                "analyze", clip, "--scene", "walking", "--consent",
                Program.example("helle.consent.json"), "--output", output.path, "--progress",
                "none",
            ])
            try #require(run.status == 0, "\(run.errors)")
            let table = try String(
                contentsOf: output.appendingPathComponent("gait.csv"), encoding: .utf8)
            let rows = table.split(separator: "\n").dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            let times = rows.compactMap { Double($0[2]) }
            let nearest = try truth.map { time in
                try #require(times.indices.min { abs(times[$0] - time) < abs(times[$1] - time) })
            }
            let last = truth.count - 1
            return Steps(
                errors: zip(nearest, truth).map { times[$0] - $1 },
                found: times.count { $0 < truth[last] + 0.2 },
                length: (times[nearest[last]] - times[nearest[0]]) / (truth[last] - truth[0]),
                feet: nearest.map { rows[$0][1] }.filter { !$0.isEmpty })
        }
    }

    private func rms(_ values: [Double]) -> Double {
        (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    }

    @Test("A real walker's steps, their times within 40 ms (RMS) and the cadence within 2 %")
    func realWalker() throws {
        let truth = try coded()
        let steps = try steps(try #require(walker), truth)
        print("gait: errors \(steps.errors)")
        #expect(steps.errors.allSatisfy { abs($0) < 0.07 })
        #expect(rms(steps.errors) < 0.04)
        let times = zip(steps.errors.dropFirst(), steps.errors).map { $0 - $1 }
        // A picture is 33 ms, and the contacts were coded by the picture.
        #expect(rms(times) < 0.04 && times.allSatisfy { abs($0) < 0.05 })
        #expect(steps.found == truth.count)
        #expect(abs(steps.length - 1) < 0.02)
        // Feet take turns.
        #expect(zip(steps.feet, steps.feet.dropFirst()).allSatisfy { $0 != $1 })
    }
}

/// The demonstration of Sports2D (BSD-3-Clause; `Sports2D/Demo/demo.mp4` in the wheel sports2d 0.8.34 of PyPI), in which
/// a woman walks over a meadow while a man turns a somersault: `ATTUNE_SPORTS2D=FILE`.
private let meadow = ProcessInfo.processInfo.environment["ATTUNE_SPORTS2D"]

extension RealGaitTests {
    @Test("Somebody who crosses a picture with a bystander", .enabled(if: meadow != nil))
    func crossing() throws {
        // As one annotator saw them in enlarged pictures, within a picture. At the one before she comes out from
        // behind a tree.
        let truth = [2.02, 2.65, 3.28, 3.865, 4.51, 5.11]
        let steps = try steps(try #require(meadow), truth)
        print("gait: meadow: errors \(steps.errors), feet \(steps.feet)")
        #expect(steps.errors.allSatisfy { abs($0) < 0.05 })
        #expect(steps.found == truth.count)
        #expect(abs(steps.length - 1) < 0.02)
        #expect(steps.feet == ["right", "left", "right", "left", "right", "left"])
    }
}
