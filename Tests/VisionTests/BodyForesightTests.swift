import Foundation
import Posture
import Testing
import VisionProtocol

@testable import Vision

/// Recordings whose bodies are not all inferred.
@Suite(.serialized) struct BodyForesightTests {
    private struct Measured {
        var frames: [DyadFrame] = []
        var checkpoints: [TrackingCheckpoint] = []
        var end: TrackingEnd?
    }

    private func track(_ path: String, from checkpoint: TrackingCheckpoint? = nil) throws
        -> Measured
    {
        var result = Measured()
        var request = TrackingRequest(videos: [path], rate: 12.5)
        request.checkpoint = checkpoint
        try Tracking.run(request) { event in
            switch event {
            case .frame(let frame): result.frames.append(frame)
            case .checkpoint(let checkpoint): result.checkpoints.append(checkpoint)
            case .end(let end): result.end = end
            case .failure(let failure): throw failure
            default: break
            }
        }
        return result
    }

    @Test func whoIsResumedBetweenTwoStretchesIsMeasuredToTheBit() throws {
        try Clips.inFolder { folder in
            // One moves, one hardly.
            let clip = folder.appendingPathComponent("clip.mp4").path
            try Clips.ffmpeg(["-ss", "7", "-t", "8", "-i", Clips.example, "-crf", "16", clip])
            let whole = try track(clip)
            let end = try #require(whole.end)
            #expect(end.kept > 0.25, "some are told from lines, or nothing is tested")
            #expect(end.bound == 0.025)
            #expect(whole.frames.count == 100)
            try #require(whole.checkpoints.count > 1)
            for checkpoint in [
                whole.checkpoints[0], whole.checkpoints[whole.checkpoints.count / 2],
            ] {
                #expect(checkpoint.state.count < TrackingCheckpoint.largestState / 2)
                let rest = try track(clip, from: checkpoint)
                #expect(rest.frames == whole.frames.filter { $0.time > checkpoint.time })
                #expect(rest.end?.kept == end.kept, "what was spared before counts")
            }
        }
    }

    @Test func largePicturesAreHeldInSmallNumbers() {
        #expect(BodyForesight.instants(ahead: 960 * 540) == 16)
        #expect(BodyForesight.instants(ahead: 1920 * 1080) == 16)
        #expect(BodyForesight.instants(ahead: 3840 * 2160) == 4)
        #expect(BodyForesight.instants(ahead: 7680 * 4320) == 1)
    }

    @Test func thatTheNetworkScattersIsLearnedAndForgotten() {
        var scatter = BodyScatter()
        #expect(!scatter.isLow, "nothing is known at the beginning")
        for _ in 0..<20 { scatter.note(0.005, over: 2) }
        #expect(scatter.isLow)
        for _ in 0..<5 { scatter.note(.infinity, over: 2) }
        #expect(scatter.isLow, "a gesture is no scatter")
        for _ in 0..<60 { scatter.note(0.02, over: 2) }
        #expect(!scatter.isLow)
        // Over several instants the same movement lies twice as far from a line.
        for _ in 0..<60 { scatter.note(0.02, over: 8) }
        #expect(scatter.isLow)
    }
}
