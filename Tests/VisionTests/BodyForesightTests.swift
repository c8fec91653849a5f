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
            try Clips.ffmpeg(["-ss", "7", "-t", "12", "-i", Clips.example, "-crf", "16", clip])
            let whole = try track(clip)
            let end = try #require(whole.end)
            #expect(end.kept > 0.15, "some are told from lines, or nothing is tested")
            #expect(end.bound == 0.025)
            #expect(whole.frames.count == 150)
            try #require(!whole.checkpoints.isEmpty)
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

    @Test func whatIsInferredAheadChangesNoBit() throws {
        try Clips.inFolder { folder in
            let clip = folder.appendingPathComponent("clip.mp4").path
            try Clips.ffmpeg(["-ss", "5", "-t", "10", "-i", Clips.example, "-crf", "16", clip])
            let one = try Tracked(clip, Networks(ModelPlace(), foresees: false))
            let other = try Tracked(clip, Networks(ModelPlace(), foresees: true))
            #expect(one.tracker.foreseenBodies == 0)
            #expect(
                other.tracker.foreseenBodies > 40,
                "two a stretch and seat at least, or nothing is tested")
            #expect(one.frames == other.frames)
        }
    }

    @Test func largePicturesAreHeldInSmallNumbers() {
        func instants(_ pixels: Double, _ rate: Double?) -> Int {
            BodyForesight.reach(pixels: pixels, rate: rate).instants
        }
        #expect(instants(960 * 540, nil) == 32, "two stretches")
        #expect(instants(1920 * 1080, nil) == 16, "one, of 50 MB")
        #expect(instants(3840 * 2160, nil) == 4)
        #expect(instants(7680 * 4320, nil) == 1)
        #expect(instants(1920 * 1080, 12.5) == 16, "two stretches of eight instants")
        #expect(instants(3840 * 2160, 12.5) == 4)
        #expect(instants(960 * 540, 4) == 1, "0.7 s are too few instants to spare any")
        #expect(BodyForesight.reach(pixels: 960 * 540, rate: 12.5).time == 1.4)
        #expect(BodyForesight.reach(pixels: 3840 * 2160, rate: 12.5).time == 0.7)
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
