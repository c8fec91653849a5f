import Testing

@testable import Posture

@Suite struct FaceExpressionTests {
    private func expression(_ figure: Figure) throws -> FaceExpression {
        let body = try #require(BodyMeasures(figure.pose, settings: FeatureSettings()))
        return try #require(body.expression)
    }

    private func learned(_ figures: [Figure]) -> NeutralFace {
        var estimator = BodyReferenceEstimator()
        for figure in figures { estimator.append(figure.pose) }
        return estimator.reference.neutral
    }

    @Test(arguments: [
        HeadAngles(yaw: 30, pitch: 0, roll: 0), HeadAngles(yaw: -20, pitch: 15, roll: 25),
        HeadAngles(yaw: 0, pitch: -20, roll: -10),
    ])
    func howTheHeadIsHeldMakesNoDifference(head: HeadAngles) throws {
        var figure = Figure()
        figure.smile(0.7)
        let upright = try expression(figure)
        figure.head = head
        figure.headHeight = 130
        let turned = try expression(figure)
        #expect(isClose(turned.smile, upright.smile, 1e-4))
        #expect(isClose(turned.lipsApart, upright.lipsApart, 1e-4))
        #expect(isClose(turned.brows, upright.brows, 1e-4))
        #expect(isClose(turned.eyeSpan, 130 / 1.807 * 0.985, 1e-3))
    }

    @Test func cornersThatAreWiderAndHigherAreASmile() throws {
        var figure = Figure()
        let neutral = try expression(figure)
        figure.smile(1)
        #expect(isClose(try expression(figure).smile - neutral.smile, 0.3, 1e-4))
    }

    @Test func anOpenMouthIsToldInHalfTheDistanceOfTheEyes() throws {
        var figure = Figure()
        figure.open(by: 0.3)
        let gap = 0.7334 - 0.6579 + 0.3
        #expect(isClose(try expression(figure).lipsApart, gap / (0.985 / 2), 0.01))
    }

    /// Somebody who smiles for a good part of the session, but not all the time.
    @Test func theNeutralFaceIsThatOfTheFifthWithTheLeastSmile() throws {
        var smiling = Figure()
        smiling.smile(1)
        let neutral = learned((0..<100).map { $0 < 30 ? Figure() : smiling })
        let level = try expression(Figure()).smile
        #expect(isClose(neutral.smile, level, 1e-3))
        #expect(isClose(neutral.smile(try expression(smiling).smile), 1, 0.01))
        #expect(isClose(neutral.smile(level), 0, 0.01))
    }

    @Test func nothingIsKnownOfAFaceThatWasHardlySeen() {
        let neutral = learned([Figure(), Figure()])
        #expect(neutral.smile.isNaN && neutral.brows.isNaN)
        #expect(neutral.smile(0.5).isNaN && neutral.browRaise(0.2, pitch: 0).isNaN)
        #expect(NeutralFace().smile(.nan).isNaN)
    }

    /// The network moves the brows of a head that looks up or down.
    @Test func whatThePitchOfTheHeadDoesToTheBrowsIsTakenOut() throws {
        func figure(_ pitch: Double, raised: Double = 0) -> Figure {
            var figure = Figure()
            figure.head = HeadAngles(yaw: 0, pitch: pitch, roll: 0)
            for point in [
                FaceMesh.Point.leftBrowInner, .leftBrowMiddle, .rightBrowInner, .rightBrowMiddle,
            ] {
                figure.expression[point] = [0, -0.004 * pitch - raised, 0]
            }
            return figure
        }
        let neutral = learned((0..<200).map { figure(Double($0 % 40) - 20) })
        for pitch in [-15.0, 0, 15] {
            let still = try expression(figure(pitch))
            #expect(abs(neutral.browRaise(still.brows, pitch: pitch)) < 0.05)
            let raised = try expression(figure(pitch, raised: 0.025))
            #expect(isClose(neutral.browRaise(raised.brows, pitch: pitch), 0.5, 0.05))
        }
    }

    // MARK: Motion

    private func motion(
        rate: Double, height: Double = 130, _ gap: (Double) -> Double
    ) throws -> [Double] {
        var motion = FaceMotion()
        return try (0..<Int(4 * rate)).map { index in
            let time = Double(index) / rate
            var figure = Figure()
            figure.headHeight = height
            figure.head = HeadAngles(yaw: 10 * time, pitch: 5, roll: -5 * time)
            figure.headPlace = [300 + time, 140]
            figure.open(by: gap(time))
            return motion.append(time: time, try expression(figure))
        }
    }

    @Test func aHeadThatMovesWithAStillFaceHasNoFaceMotion() throws {
        let still = try motion(rate: 12.5) { _ in 0.1 }
        #expect(still[0].isNaN && still[1].isNaN)
        #expect(still.dropFirst(3).allSatisfy { $0 < 1e-4 })
    }

    /// The lower lip and what goes with it move by 0.2 a second.
    @Test(arguments: [5.0, 12.5, 25, 30, 60]) func theRateOfPicturesMakesNoDifference(rate: Double)
        throws
    {
        let moving = try motion(rate: rate) { 0.2 * $0 }.dropFirst(Int(rate / 2))
        let expected = (3 * 0.2 + 2 * 0.2 * (0.2 * 0.2 + 0.4 * 0.4).squareRoot()) / 19 / 0.985
        #expect(moving.allSatisfy { isClose($0, expected, 0.003) })
    }

    @Test func ofASmallFaceItIsNotKnownHowStillItIs() throws {
        #expect(try motion(rate: 12.5, height: 100) { _ in 0 }.allSatisfy(\.isNaN))
    }

    @Test func afterAGapItBeginsAnew() throws {
        var motion = FaceMotion()
        var figure = Figure()
        figure.headHeight = 130
        let face = try expression(figure)
        let found = [0, 0.2, 0.4, 2, 2.2, 2.4].map { motion.append(time: $0, face) }
        #expect(found.map(\.isNaN) == [true, false, false, true, false, false])
        #expect(motion.append(time: 2.6, nil).isNaN)
        #expect(motion.append(time: 2.8, face).isNaN)
    }
}
