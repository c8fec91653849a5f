import Testing

@testable import Posture

@Suite struct HandTests {
    /// Shoulders 180 px apart, two faces: from the front.
    private var person: Figure {
        var figure = Figure()
        figure.points[.leftShoulder] = [390, 220]
        figure.points[.rightShoulder] = [210, 220]
        return figure
    }

    private func body(_ figure: Figure) throws -> BodyMeasures {
        try #require(BodyMeasures(figure.pose, settings: FeatureSettings()))
    }

    @Test func aFingertipWithinTheOutlineIsOnTheFace() throws {
        var figure = person
        // The pose's own points lie on the lap, the hand network's reach up to the cheek.
        figure.hands[.left] = .drawn(wrist: SIMD2(340, 230), direction: 265)
        let outline = try #require(try body(figure).faceOutline)
        let hand = try #require(try body(figure).hand(.left))
        #expect(hand.tips.count == 5)
        #expect(hand.tipDistance(to: outline, finger: 18) == 0)
        #expect(hand.distance(to: outline) > 100)
        #expect(FeatureExtractor().row(of: figure)[.leftFingersToFace] == 0)
        #expect(isClose(FeatureExtractor().row(of: figure)[.leftHandSeen], 0.95, 1e-6))
        // Without the network the knuckles less the reach of bent fingers stand for them.
        figure.hands = [:]
        figure.putHand(.left, at: SIMD2(390, 140))
        let bare = try #require(try body(figure).hand(.left))
        let far = bare.distance(to: outline)
        #expect(isClose(bare.tipDistance(to: outline, finger: 18), far - 18))
        #expect(bare.tipDistance(to: outline, finger: 200) == 0)
    }

    @Test func aHandThatOnlyTheNetworkSeesIsThere() throws {
        var figure = person
        figure.hidden = [.leftWrist, .leftIndex, .leftPinky]
        #expect(try body(figure).hand(.left) == nil)
        figure.hands[.left] = .drawn(wrist: SIMD2(350, 350), direction: 200)
        #expect(try body(figure).hand(.left) != nil)
        figure.hands[.left]?.score = 0.3
        #expect(try body(figure).hand(.left) == nil)
        #expect(try body(figure).handScore(.left) == 0)
    }

    @Test func twoMeshesOnOneHandAreTheOneThatThePoseSees() throws {
        var figure = person
        let mesh = HandMesh.drawn(wrist: SIMD2(350, 350), direction: 190)
        figure.hands = [.left: mesh, .right: mesh.moved(by: SIMD2(3, -4))]
        figure.hidden = [.rightWrist, .rightIndex, .rightPinky]
        #expect(try body(figure).handMesh(.left) == mesh)
        #expect(try body(figure).handMesh(.right) == nil)
        figure.hidden = [.leftWrist, .leftIndex, .leftPinky]
        #expect(try body(figure).handMesh(.left) == nil)
        #expect(try body(figure).handMesh(.right) != nil)
    }

    @Test func twoMeshesOnOneHandLeaveOneWhereThePoseSeesBothAlike() throws {
        var figure = person
        let mesh = HandMesh.drawn(wrist: SIMD2(350, 350), direction: 190)
        figure.hands = [.left: mesh, .right: mesh]
        let body = try body(figure)
        #expect(Side.allCases.count { body.handMesh($0) != nil } == 1)
    }

    @Test func handsThatAreFoldedOverlapAndHandsSideBySideDoNot() throws {
        var figure = person
        figure.hands = [
            .left: .drawn(wrist: SIMD2(340, 350), direction: 180),
            .right: .drawn(wrist: SIMD2(260, 350), direction: 0),
        ]
        #expect(try body(figure).handsOverlap > 0.5)
        figure.hands = [
            .left: .drawn(wrist: SIMD2(350, 350), direction: 90),
            .right: .drawn(wrist: SIMD2(250, 350), direction: 90),
        ]
        #expect(try body(figure).handsOverlap == 0)
        #expect(try body(person).handsOverlap.isNaN)
    }

    @Test func besideOneMeshThePoseStandsForTheOtherHandButInProfile() throws {
        var figure = person
        figure.hands[.left] = .drawn(wrist: SIMD2(340, 350), direction: 180)
        figure.hidden = [.rightWrist, .rightIndex, .rightPinky]
        #expect(try body(figure).handsOverlap < 0.5)
        figure.putHand(.right, at: SIMD2(300, 350))
        #expect(try body(figure).handsOverlap == 1)
        // Shoulders nearer to each other than forehead and chin.
        figure.points[.leftShoulder] = [340, 220]
        figure.points[.rightShoulder] = [260, 220]
        #expect(try body(figure).handsOverlap.isNaN)
    }

    @Test func wristsLieAtTheOtherElbowsOnlyWhereArmsCross() throws {
        let open = try body(person)
        #expect(open.wristsToElbows > 1 && open.handsPast < 0)
        var figure = person
        figure.putHand(.left, at: SIMD2(250, 300))
        figure.putHand(.right, at: SIMD2(350, 300))
        let crossed = try body(figure)
        // 20 px from the elbow, of a forearm of 120 px.
        #expect(isClose(crossed.wristsToElbows, 20.0 / 120))
        #expect(isClose(crossed.handsPast, 100) && isClose(crossed.handsApart, 100))
        // One arm alone across the body does not.
        figure.putHand(.left, at: SIMD2(350, 350))
        #expect(try body(figure).wristsToElbows > 1)
    }

    @Test func aHandThatIsSeenOffTheOtherArmSpeaksAgainstCrossedArms() throws {
        var figure = person
        figure.putHand(.left, at: SIMD2(250, 300))
        figure.putHand(.right, at: SIMD2(350, 300))
        #expect(try body(figure).handsOffArms == 0)
        figure.hands[.left] = .drawn(wrist: SIMD2(290, 300), direction: 180)
        #expect(try body(figure).handsOffArms < 10)
        figure.hands[.right] = .drawn(wrist: SIMD2(350, 400), direction: 90)
        #expect(try body(figure).handsOffArms > 100)
    }
}
