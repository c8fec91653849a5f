import Foundation
import Testing

@testable import Base
@testable import Posture

/// Whether a picture that is askew is told from people who are.
@Suite struct CameraRollTests {
    /// What is usual of heads and shoulders of two people, degrees to the right of the picture.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var heads: [Double]
        var shoulders: [Double]
        var roll: Double?
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "level", heads: [1, -2], shoulders: [2, -1], roll: 0),
        Case(name: "askew", heads: [10, 8], shoulders: [9, 11], roll: 9.5),
        Case(name: "askew the other way", heads: [-10, -8], shoulders: [-9, -11], roll: -9.5),
        Case(name: "one likes to tilt", heads: [14, 0], shoulders: [1, -1], roll: 0),
        Case(
            name: "one likes to tilt, and it is askew", heads: [23, 9], shoulders: [9, 8],
            roll: 26 / 3),
        Case(name: "one is lopsided", heads: [6, 0], shoulders: [6, 0], roll: nil),
        Case(name: "they lean to each other", heads: [9, -9], shoulders: [8, -8], roll: nil),
        Case(name: "both tilt to one side", heads: [12, 13], shoulders: [0, 1], roll: nil),
        Case(name: "seen from above", heads: [0, 1], shoulders: [10, -10], roll: 0.25),
        Case(name: "seen from above, and askew", heads: [9, 9], shoulders: [19, -1], roll: 9),
        Case(name: "shoulders of one hidden", heads: [9, 9], shoulders: [9, .nan], roll: 9),
        Case(name: "heads alone", heads: [9, 9], shoulders: [.nan, .nan], roll: nil),
        Case(name: "one alone", heads: [9, .nan], shoulders: [9, .nan], roll: nil),
    ]) func isWhatAllShare(_ one: Case) {
        let roll = CameraRoll(heads: one.heads, shoulders: one.shoulders)
        switch (roll.degrees, one.roll) {
        case (nil, nil): break
        case (let found?, let true_?): #expect(abs(found - true_) < 1, "\(found)")
        default: Issue.record("\(String(describing: roll.degrees))")
        }
        #expect(roll.correction == (abs(roll.degrees ?? 0) < 3 ? 0 : roll.degrees))
    }

    /// Two people at 10 Hz; a picture that is turned clockwise turns both.
    private func estimate(
        seconds: Double = 30, turned degrees: Double, tilts: (Double) -> [Double] = { _ in [0, 0] }
    ) -> CameraRollEstimator {
        var estimator = CameraRollEstimator()
        for index in 0..<Int(seconds * 10) {
            let time = Double(index) / 10
            let poses = tilts(time).map { tilt in
                var figure = Figure()
                figure.head = HeadAngles(
                    yaw: 5 * sin(time), pitch: 3 * cos(time), roll: tilt + 2 * sin(3 * time))
                return figure.pose.levelled(by: -degrees)
            }
            estimator.append(time: time, poses)
        }
        return estimator
    }

    @Test(arguments: [-9.0, -4, 4, 9]) func aTurnedPictureIsKnown(degrees: Double) throws {
        let roll = try #require(estimate(turned: degrees).roll.degrees)
        #expect(abs(roll - degrees) < 1, "\(roll)")
    }

    @Test func whoTiltsAllTheTimeDoesNotTurnThePicture() {
        #expect(estimate(turned: 0, tilts: { _ in [18, 0] }).roll.correction == 0)
        let askew = estimate(turned: 9, tilts: { _ in [18, 0] }).roll.correction
        #expect(abs(askew - 9) < 1, "\(askew)")
    }

    /// A camera does not stand up straight in between.
    @Test func whatLastsForPartOfTheTimeIsNoCamera() {
        var estimator = CameraRollEstimator()
        for index in 0..<600 {
            let time = Double(index) / 10
            let pose = Figure().pose.levelled(by: index < 360 ? -9 : 0)
            estimator.append(time: time, [pose, pose])
        }
        #expect(estimator.roll.correction == 0)
    }

    @Test func itIsNotKnownBeforeBothWereSeenLongEnough() {
        let short = estimate(seconds: 15, turned: 9)
        #expect(!short.isReady && short.roll.degrees == nil)
        var alone = CameraRollEstimator()
        for index in 0..<600 {
            alone.append(time: Double(index) / 10, [Figure().pose.levelled(by: -9), nil])
        }
        #expect(!alone.isReady && alone.roll.degrees == nil)
    }

    @Test func aLevelledPoseHasTheChannelsOfAnUprightOne() {
        var figure = Figure()
        figure.head = HeadAngles(yaw: 20, pitch: -5, roll: 12)
        figure.putHand(.left, at: [330, 180])
        figure.move(Figure.upperBody, by: [8, 0])
        let extractor = FeatureExtractor()
        var estimator = BodyReferenceEstimator()
        for _ in 0..<20 { estimator.append(Figure().pose) }
        let upright = extractor.row(of: figure.pose, reference: estimator.reference)
        let askew = extractor.row(
            of: figure.pose.levelled(by: -9), reference: estimator.reference)
        let levelled = extractor.row(
            of: figure.pose.levelled(by: -9).levelled(by: 9), reference: estimator.reference)
        #expect(askew[.headTilt] > upright[.headTilt] + 7)
        for channel in Channel.allCases {
            #expect(isClose(levelled[channel], upright[channel], 0.01), "\(channel)")
        }
    }
}
