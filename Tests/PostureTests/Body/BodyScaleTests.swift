import Testing

@testable import Posture

@Suite struct BodyScaleTests {
    @Test func thereIsNoReferenceBeforeEnoughPoses() {
        var estimator = BodyReferenceEstimator()
        for _ in 0..<5 { estimator.append(Figure().pose) }
        #expect(estimator.reference.shoulderWidth.isNaN)
        #expect(estimator.reference.neck.isNaN && estimator.reference.face.isNaN)
    }

    @Test func theWidthIsThatOfTheShouldersSeenFromTheFront() {
        var estimator = BodyReferenceEstimator()
        for index in 0..<100 {
            var figure = Figure()
            // Half of the time turned away by 50°, which makes the picture 36 % narrower.
            if index.isMultiple(of: 2) { figure.turnShoulders(by: 50) }
            estimator.append(figure.pose)
        }
        #expect(isClose(estimator.reference.shoulderWidth, 100, 1))
    }

    @Test func theFaceIsTheMedianOfItsHeightsHoweverTheHeadTurns() {
        var estimator = BodyReferenceEstimator()
        for index in 0..<90 {
            var figure = Figure()
            figure.head = HeadAngles(yaw: Double(index - 45), pitch: Double(index % 20), roll: 0)
            // A third of the time nearer by a quarter.
            if index.isMultiple(of: 3) { figure.headHeight = 112 }
            estimator.append(figure.pose)
        }
        #expect(isClose(estimator.reference.face, 90, 1))
    }

    @Test func aFewWrongPosesDoNotMoveIt() {
        var estimator = BodyReferenceEstimator()
        for index in 0..<100 {
            estimator.append((index % 10 == 0 ? Figure().scaled(by: 3) : Figure()).pose)
        }
        #expect(isClose(estimator.reference.shoulderWidth, 100, 1))
    }

    @Test func theOrderOfPosesMakesNoDifference() {
        let poses = (0..<40).map { Figure().scaled(by: 1 + Double($0) / 100).pose }
        var forward = BodyReferenceEstimator()
        var backward = BodyReferenceEstimator()
        for pose in poses { forward.append(pose) }
        for pose in poses.reversed() { backward.append(pose) }
        #expect(forward.reference == backward.reference)
    }
}
