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

    private func hand(at place: SIMD2<Float>) -> HandMesh {
        HandMesh(
            score: 0.9, points: Array(repeating: SIMD3(place.x, place.y, 3), count: 21))
    }

    @Test func betweenTwoLooksAHandGoesAlongWithTheWrist() throws {
        var pose = Figure.pose(at: SIMD2(100, 100))
        var hands = HandTracks()
        #expect(hands.shown(with: pose)[hand: .left] == nil)
        hands[.left].mesh = hand(at: SIMD2(10, 20))
        hands[.left].anchor = pose.wrist(.left)
        #expect(hands.shown(with: pose)[hand: .left] == hands[.left].mesh)
        pose.points[Landmark.leftWrist.rawValue].x += 3
        pose.points[Landmark.leftWrist.rawValue].y -= 2
        let moved = try #require(hands.shown(with: pose)[hand: .left])
        #expect(moved.points.allSatisfy { $0 == SIMD3(13, 18, 3) })
    }

    /// The forearm is below the picture's edge: the pose does not know of the hand at all.
    @Test func aHandFoundAtTheFaceIsTheOneItLooksLike() throws {
        let pose = Figure.pose(at: SIMD2(100, 100))
        for (leftness, side) in [(Float(0.1), Side.right), (0.9, .left)] {
            var hands = HandTracks()
            hands[.right].mesh = hand(at: SIMD2(90, 60))
            hands[.right].place = .faceOfEither
            hands[.right].anchor = pose.nose
            hands[.right].leftness = leftness
            let shown = hands.shown(with: pose)
            #expect(shown[hand: side] != nil && shown[hand: side.opposite] == nil)
            #expect(shown.wrist(side) == SIMD2(90, 60), "the pose's is at the hand")
            #expect(shown.handVisibility(side) > 0.85)
        }
    }

    @Test func aPoseThatWasLedToTheOtherHandGivesItBack() {
        var pose = Figure.pose(at: SIMD2(100, 100))
        for landmark in [Landmark.rightWrist, .rightIndex, .rightPinky] {
            pose.points[landmark.rawValue].visibility = 0.02
        }
        var hands = HandTracks()
        for _ in 0..<4 { hands[.left].take(.init(mesh: hand(at: SIMD2(90, 60)), leftness: 0)) }
        hands[.left].anchor = pose.wrist(.left)
        let shown = hands.shown(with: pose)
        #expect(shown[hand: .left] == nil && shown[hand: .right] != nil)
        #expect(shown.handVisibility(.left) == 0 && shown.handVisibility(.right) > 0.85)
    }

    @Test func oneLookDoesNotMakeALeftHandOfARightOne() {
        var track = HandTrack()
        let mesh = hand(at: SIMD2(90, 60))
        for _ in 0..<10 { track.take(.init(mesh: mesh, leftness: 0.1)) }
        track.take(.init(mesh: mesh, leftness: 1))
        #expect(track.leftness < 0.3)
        for _ in 0..<30 { track.take(.init(mesh: mesh, leftness: 1)) }
        #expect(track.leftness > 0.8)
        for _ in 0..<2 { track.take(nil) }
        #expect(track.leftness == 0.5)
    }

    @Test func handsLookedForAtTheFaceInVainAreAway() {
        let pose = Figure.pose(at: SIMD2(100, 100))
        var hands = HandTracks()
        hands[.right].place = .faceOfEither
        hands[.right].take(nil)
        #expect(!hands.shown(with: pose).isLeftHandAway, "one look is none")
        hands[.right].take(nil)
        #expect(Side.allCases.allSatisfy { hands.shown(with: pose)[isAway: $0] })
        hands[.right].place = .face
        #expect(!hands.shown(with: pose).isLeftHandAway && hands.shown(with: pose).isRightHandAway)
    }

    @Test func afterAnExchangeNothingIsKept() {
        var hands = HandTracks()
        hands[.left].time = 3
        hands[.right].time = 3
        hands.inferAgain()
        #expect(Side.allCases.allSatisfy { hands[$0].time == -.infinity })
    }
}
