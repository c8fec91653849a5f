import Base
import Foundation
import Posture
import Testing
import VisionProtocol

@testable import Vision

/// Both people through the chapters of one recording: a part of the rendered session in three files.
@Suite(.serialized) struct ChapterTrackingTests {
    private struct Result {
        var frames: [DyadFrame] = []
        var checkpoints: [TrackingCheckpoint] = []
        var starts: [Double] = []
        var uncertain: [UncertainSpan] = []
        var warnings: [String] = []
        var end: TrackingEnd?
    }

    private func track(
        _ footage: [Footage], checkpoint: TrackingCheckpoint? = nil
    ) throws -> Result {
        var result = Result()
        let request = TrackingRequest(footage: footage, rate: 12.5, checkpoint: checkpoint)
        try Tracking.run(request) { event in
            switch event {
            case .frame(let frame): result.frames.append(frame)
            case .checkpoint(let checkpoint): result.checkpoints.append(checkpoint)
            case .chapter(let chapter): result.starts.append(chapter.start)
            case .uncertain(let span): result.uncertain.append(span)
            case .warning(let text): result.warnings.append(text)
            case .end(let end): result.end = end
            case .failure(let failure): throw failure
            default: break
            }
        }
        return result
    }

    /// Six seconds, whole and in three files that say nothing of when they began.
    private func make(_ folder: URL) throws -> (whole: Footage, chapters: Footage) {
        let whole = folder.appendingPathComponent("whole.mp4").path
        try Clips.ffmpeg([
            "-ss", "11", "-t", "6", "-i", Clips.example, "-g", "50", "-keyint_min", "50",
            "-sc_threshold", "0", "-bf", "0", whole,
        ])
        try Clips.ffmpeg([
            "-i", whole, "-c", "copy", "-f", "segment", "-segment_time", "2", "-reset_timestamps",
            "1", folder.appendingPathComponent("%d.mp4").path,
        ])
        return (
            Footage([whole]),
            Footage((0..<3).map { folder.appendingPathComponent("\($0).mp4").path })
        )
    }

    @Test func theBordersOfChaptersChangeNothingAndAreGoneOnOver() throws {
        try Clips.inFolder { folder in
            let (whole, chapters) = try make(folder)
            let one = try track([whole])
            let three = try track([chapters])
            #expect(three.starts.map { ($0 * 1000).rounded() } == [0, 2000, 4000])
            #expect(three.frames.map(\.poses) == one.frames.map(\.poses))
            #expect(zip(one.frames, three.frames).allSatisfy { abs($0.time - $1.time) < 1e-9 })
            #expect(three.uncertain == one.uncertain)
            #expect(three.warnings.count == 1, "\(three.warnings)")
            #expect(three.end?.videos[0].chapters.map(\.frames) == [50, 50, 50])
            #expect(three.end?.videos[0].frames == 150)
            // Killed in the second chapter and in the third.
            for time in [2.0, 4.0] {
                let checkpoint = try #require(three.checkpoints.first { $0.time > time })
                let rest = try track([chapters], checkpoint: checkpoint)
                #expect(rest.frames == three.frames.filter { $0.time > checkpoint.time })
                #expect(rest.starts == three.starts && rest.warnings == three.warnings)
                #expect(rest.end?.videos == three.end?.videos)
            }
        }
    }

    /// The second file is missing, and the clock in the files shows it.
    @Test func afterAGapWhoIsWhoIsUncertain() throws {
        try Clips.inFolder { folder in
            let (whole, _) = try make(folder)
            try Clips.ffmpeg([
                "-i", whole.files[0], "-c", "copy", "-f", "segment", "-segment_time", "2",
                folder.appendingPathComponent("%d.ts").path,
            ])
            let result = try track([
                Footage([0, 2].map { folder.appendingPathComponent("\($0).ts").path })
            ])
            #expect(result.starts.map { ($0 * 1000).rounded() } == [0, 4000])
            #expect(result.warnings.count == 1)
            #expect(result.warnings.first?.contains("nothing was recorded for 2.0 s") == true)
            let times = result.frames.map(\.time)
            #expect(times.allSatisfy { $0 < 2.01 || $0 > 3.99 })
            #expect(abs(times.count - 50) <= 1, "\(times)")
            let span = try #require(result.uncertain.first)
            #expect(span.cause == .cut && span.start < 2 && span.end > 4, "\(span)")
            #expect(result.frames.last?.poses.contains { $0 == nil } == false)
        }
    }
}
