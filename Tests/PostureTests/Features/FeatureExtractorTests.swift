import Foundation
import Testing

@testable import Posture

@Suite struct FeatureExtractorTests {
    private let extractor = FeatureExtractor()

    @Test func aPersonAtRestHasNoAnglesAndNoRaise() {
        let row = extractor.row(of: Figure())
        for channel in [
            Channel.headTilt, .headTurn, .headNod, .shoulderTilt, .trunkLean, .trunkTurn,
            .trunkPitch,
        ] {
            #expect(isClose(row[channel], 0, 1e-3), "\(channel)")
        }
        #expect(isClose(row[.shoulderRaise], 0, 0.005))
    }

    @Test func lengthsAreInShoulderWidths() {
        var figure = Figure()
        figure.putHand(.left, at: SIMD2(380, 170))
        let row = extractor.row(of: figure)
        // Mid-shoulder is (300, 220) and 1 sw is 100 px, exact to the half per cent of a bin.
        #expect(isClose(row[.leftHandX], 0.8, 0.01))
        #expect(isClose(row[.leftHandY], 0.5, 0.01))
    }

    @Test func twiceAsNearGivesTheSameChannels() {
        var far = Figure()
        far.putHand(.right, at: SIMD2(240, 160))
        let row = extractor.row(of: far)
        let near = Figure().scaled(by: 2)
        let other = extractor.row(of: far.scaled(by: 2), reference: near)
        for channel in Channel.allCases where channel != .handsOverlap && channel != .motionEnergy {
            #expect(isClose(row[channel], other[channel], 0.02), "\(channel)")
        }
    }

    @Test func headChannelsComeFromTheMesh() {
        var figure = Figure()
        figure.head = HeadAngles(yaw: 25, pitch: 10, roll: -15)
        let row = extractor.row(of: figure)
        #expect(isClose(row[.headTilt], -15, 1e-3))
        #expect(isClose(row[.headTurn], 25, 1e-3))
        #expect(isClose(row[.headNod], 10, 1e-3))
    }

    // MARK: The face

    private static let face: [Channel] = [.smile, .mouthOpen, .browRaise]

    @Test func aSmileIsToldAgainstTheOwnNeutralFace() {
        var figure = Figure()
        #expect(isClose(extractor.row(of: figure)[.smile], 0, 0.01))
        figure.smile(0.5)
        #expect(isClose(extractor.row(of: figure)[.smile], 0.5, 0.02))
        // Somebody who always smiles is seen to: no face is that neutral.
        #expect(isClose(extractor.row(of: figure, reference: figure)[.smile], 0.35, 0.02))
    }

    @Test(arguments: [(30.0, true, true), (-40, true, false), (50, false, false)])
    func aFaceThatIsTurnedFarIsUnknown(yaw: Double, isMouthKnown: Bool, areBrowsKnown: Bool) {
        var figure = Figure()
        figure.head = HeadAngles(yaw: yaw, pitch: 0, roll: 0)
        let row = extractor.row(of: figure)
        #expect(row[.smile].isFinite == isMouthKnown && row[.mouthOpen].isFinite == isMouthKnown)
        #expect(row[.browRaise].isFinite == areBrowsKnown)
    }

    @Test func aFaceThatIsLostOrTooSmallIsUnknown() {
        var figure = Figure()
        figure.head = nil
        #expect(Self.face.allSatisfy { extractor.row(of: figure)[$0].isNaN })
        // The corners of the eyes are 19 px apart.
        let far = Figure().scaled(by: 0.39)
        #expect(Self.face.allSatisfy { extractor.row(of: far, reference: far)[$0].isNaN })
        #expect(extractor.row(of: far, reference: far)[.headTilt].isFinite)
    }

    @Test func aMouthBehindAHandIsUnknown() {
        var figure = Figure()
        figure.hands[.left] = HandMesh(
            score: 0.9, points: Array(repeating: [302, 154, 0], count: 21))
        let row = extractor.row(of: figure)
        #expect(row[.smile].isNaN && row[.mouthOpen].isNaN && row[.browRaise].isFinite)
        figure.hands[.left] = HandMesh(
            score: 0.9, points: Array(repeating: [345, 154, 0], count: 21))
        #expect(extractor.row(of: figure)[.smile].isFinite)
    }

    /// Records of other versions may have kept fewer points.
    @Test func aMeshWithoutItsPointsGivesUnknown() {
        var pose = Figure().pose
        pose.face?.points.removeLast()
        var estimator = BodyReferenceEstimator()
        for _ in 0..<20 { estimator.append(pose) }
        let row = extractor.row(of: pose, reference: estimator.reference)
        #expect(Self.face.allSatisfy { row[$0].isNaN })
    }

    @Test(arguments: [-30.0, 0, 30]) func headTurnIsFromTheCameraWhereverTheTrunkTurns(yaw: Double)
    {
        var figure = Figure()
        figure.turnShoulders(by: 30)
        figure.head = HeadAngles(yaw: yaw, pitch: 0, roll: 0)
        let row = extractor.row(of: figure)
        #expect(isClose(row[.trunkTurn], 30, 0.1))
        #expect(isClose(row[.headTurn], yaw, 1e-3))
    }

    /// In profile the mesh of the face is lost, and the nose lies beside both eyes.
    @Test(arguments: [1.0, -1]) func aProfileWithoutAMeshHasATurn(side: Double) {
        var figure = Figure()
        figure.head = nil
        #expect(extractor.row(of: figure)[.headTurn].isNaN)
        figure.points[.nose] = [300 + 30 * side, 140]
        figure.depth[.nose] = -10
        let turn = extractor.row(of: figure)[.headTurn]
        #expect(isClose(turn, side * atan2(30, 10) * 180 / .pi, 0.5), "\(turn)")
        figure.depth[.nose] = -200
        #expect(isClose(extractor.row(of: figure)[.headTurn], side * 60, 1e-6))
        figure.hidden = [.nose]
        #expect(extractor.row(of: figure)[.headTurn].isNaN)
        // A mesh goes before.
        figure.hidden = []
        figure.head = HeadAngles(yaw: 20, pitch: 0, roll: 0)
        #expect(isClose(extractor.row(of: figure)[.headTurn], 20, 1e-3))
    }

    @Test func nearnessIsTheSizeOfTheFaceAgainstItsMedianHoweverTheHeadTurns() {
        var figure = Figure()
        #expect(isClose(extractor.row(of: figure)[.nearness], 1, 0.005))
        figure.headHeight *= 1.2
        for angles in [
            HeadAngles(yaw: 0, pitch: 0, roll: 0), HeadAngles(yaw: 35, pitch: -20, roll: 9),
        ] {
            figure.head = angles
            #expect(isClose(extractor.row(of: figure)[.nearness], 1.2, 0.006))
        }
        figure.head = nil
        #expect(extractor.row(of: figure)[.nearness].isNaN)
    }

    @Test func evidenceIsInHeightsOfTheFace() {
        var figure = Figure()
        // Palms 45 px apart, the right one past the left one.
        figure.putHand(.left, at: SIMD2(280, 330))
        figure.putHand(.right, at: SIMD2(325, 330))
        let row = extractor.row(of: figure)
        #expect(isClose(row[.shoulderSpan], 100 / 90, 0.01))
        #expect(isClose(row[.handsApart], 0.5, 0.005))
        #expect(isClose(row[.handsPast], 0.5, 0.005))
        #expect(extractor.row(of: Figure())[.handsPast] < -0.5)
    }

    @Test func trunkTurnIsPositiveWhenTheLeftShoulderGoesAway() {
        var figure = Figure()
        figure.depth[.leftShoulder] = 20
        figure.depth[.rightShoulder] = -20
        #expect(extractor.row(of: figure)[.trunkTurn] > 10)
    }

    @Test func shoulderTiltIsPositiveWhenTheLeftShoulderIsHigher() {
        var figure = Figure()
        figure.move([.leftShoulder], by: SIMD2(0, -10))
        let row = extractor.row(of: figure)
        #expect(isClose(row[.shoulderTilt], 5.71, 0.01))
    }

    @Test func aShoulderLineSeenFromItsEndHasNoSlope() {
        var figure = Figure()
        figure.points[.leftShoulder] = SIMD2(305, 215)
        figure.points[.rightShoulder] = SIMD2(295, 225)
        #expect(extractor.row(of: figure)[.shoulderTilt].isNaN)
    }

    @Test func raisedShouldersArePositive() {
        var figure = Figure()
        figure.move([.leftShoulder, .rightShoulder], by: SIMD2(0, -10))
        #expect(isClose(extractor.row(of: figure)[.shoulderRaise], 0.1, 0.01))
    }

    @Test func leaningToOwnLeftIsPositive() {
        var figure = Figure()
        figure.move(Figure.upperBody, by: SIMD2(13, 0))
        #expect(isClose(extractor.row(of: figure)[.trunkLean], 5.71, 0.01))
    }

    @Test func leaningForwardIsPositiveWhicheverWayTheChestFaces() {
        var facing = Figure()
        facing.depth[.leftShoulder] = -40
        facing.depth[.rightShoulder] = -40
        #expect(isClose(extractor.row(of: facing)[.trunkPitch], 17.1, 0.1))

        // Turned by 60° to own left, the chest faces the right of the picture.
        var turned = Figure()
        turned.turnShoulders(by: 60)
        turned.move([.leftShoulder, .rightShoulder], by: SIMD2(40, 0))
        #expect(extractor.row(of: turned)[.trunkPitch] > 10)
    }

    @Test func handToFaceIsTheShortestDistanceAndZeroOnTheFace() {
        var figure = Figure()
        figure.putHand(.right, at: SIMD2(243, 140))
        // The outline is 37 px to the side of (300, 140): 20 px are left.
        #expect(isClose(extractor.row(of: figure)[.rightHandToFace], 0.2, 0.01))
        figure.putHand(.right, at: SIMD2(290, 150))
        #expect(extractor.row(of: figure)[.rightHandToFace] == 0)
    }

    @Test func withoutAMeshTheFaceIsAnEllipseAroundThePosesOwnPoints() {
        var figure = Figure()
        figure.head = nil
        figure.putHand(.right, at: SIMD2(290, 150))
        let row = extractor.row(of: figure)
        #expect(row[.rightHandToFace] == 0)
        #expect(row[.leftHandToFace] > 1)
        #expect(row[.headTilt].isNaN && row[.headNod].isNaN && row[.headTurn].isNaN)
        #expect(row[.shoulderRaise].isNaN)
    }

    @Test func aLookingGlassMapsEveryChannelAsChannelMirrorSays() {
        var figure = Figure()
        figure.head = HeadAngles(yaw: 12, pitch: -8, roll: 17)
        figure.depth[.leftShoulder] = 12
        figure.move(Figure.upperBody, by: SIMD2(9, -3))
        figure.move([.leftShoulder], by: SIMD2(0, -6))
        figure.putHand(.left, at: SIMD2(342, 130))
        figure.hands = [
            .left: .drawn(wrist: SIMD2(342, 130), direction: 250),
            .right: .drawn(wrist: SIMD2(310, 150), direction: 280, score: 0.8),
        ]
        figure.putHand(.right, at: SIMD2(310, 150))
        let row = extractor.row(of: figure)
        let other = extractor.row(of: figure.mirrored)
        // The right hand lies on the mouth, nobody else is there, and other programs alone measure the gaze.
        let hidden: [Channel] = [
            .motionEnergy, .smile, .mouthOpen, .faceMotion, .gazeTurn, .gazeNod, .toPartner,
            .breath, .breathRate,
            .distance, .breathDepth, .faceActivity,
        ]
        for channel in Channel.allCases where !hidden.contains(channel) {
            let (image, sign) = channel.mirror ?? (channel, 1)
            #expect(!row[channel].isNaN)
            #expect(isClose(row[channel], sign * other[image], 0.02), "\(channel)")
        }
    }

    @Test func hiddenLandmarksMakeMissingWhatDependsOnThem() {
        var hips = Figure()
        hips.hidden = [.leftHip]
        let behindTable = extractor.row(of: hips)
        #expect(behindTable[.trunkLean].isNaN && behindTable[.trunkPitch].isNaN)
        #expect(!behindTable[.shoulderTilt].isNaN && !behindTable[.trunkTurn].isNaN)

        var hand = Figure()
        hand.hidden = [.leftWrist, .leftIndex, .leftPinky]
        let row = extractor.row(of: hand)
        #expect(row[.leftHandX].isNaN && row[.leftHandY].isNaN && row[.leftHandToFace].isNaN)
        #expect(row[.leftFingersToFace].isNaN && row[.leftHandSeen] == 0)
        #expect(!row[.rightHandX].isNaN && !row[.rightHandToFace].isNaN)

        var shoulder = Figure()
        shoulder.hidden = [.rightShoulder]
        let turned = extractor.row(of: shoulder)
        for channel in [
            Channel.shoulderTilt, .shoulderRaise, .trunkLean, .trunkPitch, .trunkTurn, .leftHandX,
            .rightHandY,
        ] {
            #expect(turned[channel].isNaN, "\(channel)")
        }
        #expect(!turned[.headTilt].isNaN && !turned[.headTurn].isNaN)
        #expect(!turned[.leftHandToFace].isNaN)
    }

    @Test func aPoseThatIsNotTrustedGivesNothingButItsPresence() {
        var figure = Figure()
        figure.score = 0.3
        #expect(extractor.row(of: figure).allSatisfy { $0.isNaN })
        #expect(isClose(extractor.presence(of: figure.pose), 0.3, 1e-6))
        #expect(extractor.presence(of: nil) == 0)
        #expect(extractor.row(of: nil, reference: BodyScale()).allSatisfy { $0.isNaN })
    }

    @Test func aFaceOfLowScoreIsNotUsed() {
        var figure = Figure()
        figure.faceScore = 0.2
        #expect(extractor.row(of: figure)[.headTilt].isNaN)
    }

    @Test func aMeshBesideThePosesFaceIsNotUsed() {
        var figure = Figure()
        figure.headPlace.y += 40
        let row = extractor.row(of: figure)
        #expect(row[.headTilt].isNaN && row[.shoulderRaise].isNaN)
        #expect(!row[.leftHandToFace].isNaN)
    }

    @Test func motionEnergyIsPassedOn() {
        var figure = Figure()
        #expect(extractor.row(of: figure)[.motionEnergy].isNaN)
        figure.motionEnergy = 0.25
        #expect(extractor.row(of: figure)[.motionEnergy] == 0.25)
    }

    @Test func withoutAReferenceLengthsAreMissingAndAnglesAreNot() {
        let row = extractor.row(of: Figure().pose, reference: BodyScale())
        for channel in Channel.allCases
        where channel.unit == .shoulderWidths || channel.unit == .faceHeights {
            #expect(row[channel].isNaN, "\(channel)")
        }
        #expect(!row[.headTilt].isNaN && !row[.trunkLean].isNaN)
    }

    @Test func aTrackKeepsItsTimestampsAndItsGaps() {
        var track = PoseTrack()
        for index in 0..<60 {
            track.append(
                time: Double(index) / 25, pose: (20..<30).contains(index) ? nil : Figure().pose)
        }
        let features = extractor.features(of: track)
        #expect(features.times == track.times)
        #expect(features.presence[25] == 0 && features.presence[5] > 0.9)
        #expect(features[.headTilt][25].isNaN && !features[.headTilt][5].isNaN)
    }

    @Test func aTrackTakesOneSeatFromWhatWasSeenOfBoth() {
        let frames = [
            DyadFrame(time: 0, poses: [nil, Figure().pose]), DyadFrame(time: 1, poses: [nil]),
        ]
        #expect(PoseTrack(frames, seat: .first).poses == [nil, nil])
        #expect(PoseTrack(frames, seat: .second).poses == [Figure().pose, nil])
    }
}

extension Figure {
    func scaled(by factor: Double) -> Figure {
        var result = self
        result.points = points.mapValues { $0 * factor }
        result.depth = depth.mapValues { $0 * factor }
        result.headPlace *= factor
        result.headHeight *= factor
        return result
    }

    /// Turns the shoulder line about mid-shoulder, degrees to own left.
    mutating func turnShoulders(by degrees: Double) {
        let half = 50.0
        let (across, away) = (half * Angle.cosine(degrees), half * Angle.cosine(90 - degrees))
        points[.leftShoulder] = SIMD2(300 + across, 220)
        points[.rightShoulder] = SIMD2(300 - across, 220)
        depth[.leftShoulder] = away
        depth[.rightShoulder] = -away
    }
}
