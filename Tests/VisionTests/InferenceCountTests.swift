import Foundation
import Testing

@testable import Vision

/// Networks are four fifths of the processor time of a measurement: how often each is run is what it costs. Unlike
/// a time, that is the same on a busy machine.
@Suite(.serialized) struct InferenceCountTests {
    @Test func noNetworkIsRunMoreOftenThanItWas() throws {
        try Clips.inFolder { folder in
            let clip = folder.appendingPathComponent("clip.mp4").path
            try Clips.ffmpeg(["-ss", "8", "-t", "10", "-i", Clips.example, "-crf", "16", clip])
            let networks = try Networks(ModelPlace())
            let tracked = try Tracked(clip, networks)
            #expect(tracked.frames.count == 125)
            // In bfloat16, and in single precision, of 250 bodies and as many faces: 247 and 225 bodies with second
            // looks at arms, 236 and 234 faces, 46 and 45 hands, 16 and 15 pictures searched.
            let most = [
                "pose_landmark_full.tflite": 275, "face_landmark.tflite": 250,
                "hand_recrop.tflite": 60, "hand_landmark_lite.tflite": 60,
                "palm_detection_lite.tflite": 10, "pose_detection.tflite": 20,
                "face_detection_full_range_sparse.tflite": 20,
            ]
            for (network, count) in networks.inferences {
                let bound = try #require(most[network])
                #expect(count <= bound, "\(network)")
            }
            #expect(try #require(networks.inferences["face_landmark.tflite"]) > 100, "it counts")
        }
    }
}
