import Testing

@testable import Posture

@Suite struct CameraViewTests {
    /// The ruler's figure with shoulders 1.8 faces wide, as those of real people are.
    private var person: Figure {
        var figure = Figure()
        figure.points[.leftShoulder] = [381, 220]
        figure.points[.rightShoulder] = [219, 220]
        return figure
    }

    private func view(_ figures: [Figure?]) -> CameraView {
        var estimator = CameraViewEstimator()
        for figure in figures { estimator.append(figure?.pose) }
        return estimator.view
    }

    @Test func somebodyInFrontOfTheCameraIsSeenWhole() {
        let view = view(Array(repeating: person, count: 20))
        #expect(view.found == 1 && view.instants == 20)
        for part in CameraView.Part.allCases { #expect(view[part] == 1, "\(part)") }
        #expect(view.head == .frontal && view.trunk == .frontal && view.extent == .knees)
        // The canonical eyes' outer corners are 0.985 of 1.807 faces apart.
        #expect(isClose(view.faceHeight, 90, 1) && isClose(view.eyeDistance, 49, 0.5))
        #expect(isClose(view.shoulderSpan, 1.8, 0.02) && isClose(view.faceScore, 0.99, 1e-6))
    }

    @Test func nobodyIsSeenAsNothing() {
        let view = view([nil, nil])
        #expect(view.found == 0 && view.extent == nil && view.head == nil && view.trunk == nil)
        #expect(view.faceHeight.isNaN)
        #expect(CameraViewEstimator().view.found == 0)
    }

    @Test func sharesAreOfTheInstantsWithAPose() {
        var hidden = person
        hidden.hidden = [.leftHip, .leftWrist, .leftIndex, .leftPinky]
        let view = view([person, hidden, hidden, hidden, nil])
        #expect(view.found == 0.8)
        #expect(view[.hips] == 0.25 && view[.leftHand] == 0.25 && view[.rightHand] == 1)
        #expect(view.extent == .knees)
    }

    @Test func someoneNotFilmedCountsForNothing() {
        var estimator = CameraViewEstimator()
        estimator.append(person.pose)
        estimator.append(.unfilmed)
        #expect(estimator.view.instants == 1 && estimator.view.found == 1)
    }

    @Test func behindATableThePersonEndsAtTheShoulders() {
        var figure = person
        figure.hidden = [.leftHip, .rightHip, .leftKnee, .rightKnee]
        #expect(view([figure]).extent == .shoulders)
        figure.hidden = [.leftHip, .leftKnee, .leftShoulder]
        #expect(view([figure]).extent == .head)
        #expect(view([figure]).trunk == nil)
    }

    @Test(arguments: [
        (0.0, CameraView.Turn.frontal), (-20, .frontal), (40, .threeQuarter), (-60, .profile),
    ])
    func theTurnOfTheHeadIsThatOfItsMesh(_ yaw: Double, _ turn: CameraView.Turn) {
        var figure = person
        figure.head = HeadAngles(yaw: yaw, pitch: 0, roll: 0)
        let view = view([figure, figure])
        #expect(view.head == turn)
        #expect(isClose(view.headTurn, yaw, 0.6))
        #expect(view.headInProfile == (turn == .profile ? 1 : 0))
    }

    @Test func aMeshThatIsLostIsAProfileOnlyWhereTheNoseSaysSo() {
        var figure = person
        figure.head = nil
        #expect(view([figure]).headInProfile == 0)
        #expect(view([figure]).faceScore == 0)
        // To the left of the picture, past both eyes.
        figure.points[.nose] = [270, 140]
        let turned = view([figure])
        #expect(turned.headInProfile == 1 && turned.head == .profile)
        #expect(turned.faceScore.isNaN)
    }

    @Test(arguments: [(162.0, CameraView.Turn.frontal), (110, .threeQuarter), (60, .profile)])
    func theTurnOfTheTrunkIsTheWidthOfItsShoulders(_ width: Double, _ turn: CameraView.Turn) {
        var figure = person
        figure.points[.leftShoulder] = [300 + width / 2, 220]
        figure.points[.rightShoulder] = [300 - width / 2, 220]
        #expect(view([figure]).trunk == turn)
    }

    /// A camera that is turned makes every line lean the same way.
    @Test func aCrookedCameraShowsInShouldersAndHead() {
        var figure = person
        figure.points[.leftShoulder] = [380, 206]
        figure.points[.rightShoulder] = [220, 234]
        figure.head = HeadAngles(yaw: 0, pitch: 0, roll: -10)
        let view = view([figure])
        #expect(isClose(view.shoulderSlope, 9.9, 0.2) && isClose(view.headRoll, -10, 0.5))
        // Seen in a looking glass, signs change.
        let other = self.view([figure.mirrored])
        #expect(isClose(other.shoulderSlope, -9.9, 0.2) && isClose(other.headRoll, 10, 0.5))
    }
}
