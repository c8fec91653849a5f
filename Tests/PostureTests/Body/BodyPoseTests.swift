import Testing

@testable import Posture

/// Poses of which only places in the picture are known.
@Suite struct BodyPoseTests {
    private let coco: [Landmark] = [
        .nose, .leftEye, .rightEye, .leftEar, .rightEar, .leftShoulder, .rightShoulder,
        .leftElbow, .rightElbow, .leftWrist, .rightWrist, .leftHip, .rightHip,
    ]

    private func track(
        _ figure: Figure, of landmarks: [Landmark] = Landmark.allCases
    ) -> FeatureTrack {
        let points = Dictionary(
            uniqueKeysWithValues: landmarks.filter { !figure.hidden.contains($0) }.map {
                ($0, (x: Float(figure[$0].x), y: Float(figure[$0].y), visibility: Float(1)))
            })
        let pose = BodyPose(flat: points, score: 1)
        return FeatureExtractor().features(
            of: PoseTrack(
                times: (0..<30).map { Double($0) / 10 }, poses: Array(repeating: pose, count: 30)))
    }

    private func value(_ track: FeatureTrack, _ channel: Channel) -> Double { track[channel][15] }

    @Test func whatThePictureShowsIsMeasured() {
        var figure = Figure()
        figure.move([.leftEye, .leftEar], by: [0, 6])
        figure.move([.rightEye, .rightEar], by: [0, -6])
        figure.move([.leftShoulder], by: [0, -10])
        figure.putHand(.right, at: [250, 180])
        let track = track(figure)
        // (24 px over 30 + 72 px): own left is lower.
        #expect(abs(value(track, .headTilt) - 13.24) < 0.01)
        #expect(abs(value(track, .shoulderTilt) - 5.71) < 0.01)
        #expect(abs(value(track, .rightHandX) + 0.4975) < 0.003)
        #expect(abs(value(track, .rightHandY) - 0.348) < 0.003)
        #expect(value(track, .rightHandToFace) < 0.6)
        #expect(abs(value(track, .shoulderRaise)) < 0.003)
        #expect(value(track, .trunkLean).isFinite)
    }

    @Test func whatNeedsDepthIsNot() {
        let track = track(Figure())
        for channel in [Channel.headTurn, .headNod, .trunkTurn, .trunkPitch] {
            #expect(value(track, channel).isNaN)
        }
    }

    @Test func withoutFingersTheHandIsTheWristAndWithoutAMouthTheFaceHangsOnTheNose() {
        var figure = Figure()
        figure.points[.rightWrist] = [264, 150]
        let coco = track(figure, of: coco)
        #expect(abs(value(coco, .rightHandX) + 0.36) < 0.003)
        #expect(value(coco, .rightHandToFace) < 0.15)
        #expect(value(coco, .leftHandToFace) > 1)
    }

    @Test func aHiddenWristHidesTheHandAndFromBehindThereIsNoTilt() {
        var figure = Figure()
        figure.hidden = [.leftWrist]
        #expect(value(track(figure, of: coco), .leftHandX).isNaN)
        var turned = Figure()
        for (left, right) in [(Landmark.leftEye, Landmark.rightEye), (.leftEar, .rightEar)] {
            (turned.points[left], turned.points[right]) = (turned[right], turned[left])
        }
        #expect(value(track(turned), .headTilt).isNaN)
    }

    @Test func raisedShouldersAreToldFromTheEars() {
        var up = Figure()
        up.move([.leftShoulder, .rightShoulder], by: [0, -20])
        let poses = (0..<60).map { index -> BodyPose? in
            let figure = (40..<50).contains(index) ? up : Figure()
            return BodyPose(
                flat: Dictionary(
                    uniqueKeysWithValues: coco.map {
                        ($0, (x: Float(figure[$0].x), y: Float(figure[$0].y), visibility: 1))
                    }), score: 1)
        }
        let track = FeatureExtractor().features(
            of: PoseTrack(times: (0..<60).map { Double($0) / 10 }, poses: poses))
        #expect(abs(track[.shoulderRaise][45] - 0.2) < 0.01)
        #expect(abs(track[.shoulderRaise][10]) < 0.01)
    }
}
