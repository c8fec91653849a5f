import Foundation
import Posture
import Testing
import VisionProtocol

@testable import Vision

/// Hands on the rendered session: the network takes some drawn hands for none, which must do no harm.
@Suite(.serialized) struct HandTrackingTests {
    @Test func drawnHandsAreFoundOrRefusedWithoutHarm() throws {
        try Clips.inFolder { folder in
            // Both rest the head on a hand.
            let clip = folder.appendingPathComponent("rest.mp4").path
            try Clips.ffmpeg(["-ss", "16", "-t", "3", "-i", Clips.example, "-crf", "10", clip])
            var poses: [BodyPose] = []
            try Tracking.run(TrackingRequest(videos: [clip], rate: 12.5)) { event in
                switch event {
                case .frame(let frame): poses += frame.poses.compactMap { $0 }
                case .failure(let failure): throw failure
                default: break
                }
            }
            #expect(poses.count >= 70, "both are followed")
            for pose in poses {
                for side in Side.allCases {
                    guard let hand = pose[hand: side] else { continue }
                    #expect(hand.isComplete && hand.score > 0.5 && hand.score <= 1)
                    #expect(
                        hand.points.allSatisfy { $0.x.isFinite && $0.y.isFinite && $0.z.isFinite })
                    let wrist = SIMD2(hand[.wrist].x, hand[.wrist].y)
                    #expect(length(wrist - pose.wrist(side)) < pose.shoulderWidth, "\(side)")
                }
            }
        }
    }

    @Test func betweenTwoLooksAHandGoesAlongWithTheWrist() throws {
        var hand = HandTrack()
        #expect(hand.mesh(at: .zero) == nil)
        hand.mesh = HandMesh(score: 0.9, points: Array(repeating: SIMD3(10, 20, 3), count: 21))
        hand.wrist = SIMD2(100, 100)
        #expect(hand.mesh(at: hand.wrist) == hand.mesh)
        let moved = try #require(hand.mesh(at: SIMD2(103, 98)))
        #expect(moved.points.allSatisfy { $0 == SIMD3(13, 18, 3) })
    }

    @Test func afterAnExchangeNothingIsKept() {
        var hands = HandTracks()
        hands[.left].time = 3
        hands[.right].time = 3
        hands.inferAgain()
        #expect(Side.allCases.allSatisfy { hands[$0].time == -.infinity })
    }
}
