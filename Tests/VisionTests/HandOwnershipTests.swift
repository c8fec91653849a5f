import Posture
import Testing

@testable import Vision

/// Whose hand a mesh is.
@Suite struct HandOwnershipTests {
    /// A hand 40 long that points upward from its wrist.
    private func mesh(at wrist: SIMD2<Float>) -> HandMesh {
        let points = HandMesh.Point.allCases.map { point -> SIMD3<Float> in
            guard point != .wrist else { return SIMD3(wrist.x, wrist.y, 0) }
            let finger = Float((point.rawValue - 1) / 4 - 2)
            let joint = Float((point.rawValue - 1) % 4)
            return SIMD3(wrist.x + 4 * finger, wrist.y - 20 - 6 * joint, 0)
        }
        return HandMesh(score: 0.9, points: points)
    }

    private func pose(
        at x: Float, _ side: Side, _ wrist: SIMD2<Float>, visibility: Float, found: Bool = true
    ) -> BodyPose {
        var pose = Figure.pose(at: SIMD2(x, 200))
        let landmarks: [Landmark] =
            side == .left
            ? [.leftWrist, .leftIndex, .leftPinky] : [.rightWrist, .rightIndex, .rightPinky]
        for landmark in landmarks {
            pose.points[landmark.rawValue].x = wrist.x
            pose.points[landmark.rawValue].y = wrist.y
            pose.points[landmark.rawValue].visibility = visibility
        }
        if found { pose[hand: side] = mesh(at: wrist) }
        return pose
    }

    private func hands(_ poses: [BodyPose?]) -> [Bool] {
        HandOwnership.settled(poses).flatMap { pose in
            Side.allCases.map { pose?[hand: $0] != nil }
        }
    }

    @Test func aHandAtTheFaceOfAChildIsTheMothers() {
        let child = pose(at: 300, .left, SIMD2(330, 180), visibility: 0.3)
        let mother = pose(at: 500, .right, SIMD2(333, 182), visibility: 0.95)
        #expect(hands([child, mother]) == [false, false, false, true])
        #expect(hands([mother, child]) == [false, true, false, false])
    }

    @Test func alsoWhereOnlyHerWristIsSeen() {
        let child = pose(at: 300, .left, SIMD2(330, 180), visibility: 0.3)
        let mother = pose(at: 500, .right, SIMD2(333, 182), visibility: 0.95, found: false)
        #expect(hands([child, mother]) == [false, false, false, false])
        let hidden = pose(at: 500, .right, SIMD2(333, 182), visibility: 0.4, found: false)
        #expect(hands([child, hidden]) == [true, false, false, false], "nobody's arm is seen")
    }

    @Test func oneHandFoundAtBothArmsIsTheOneThatItLooksLike() {
        var both = pose(at: 300, .left, SIMD2(330, 180), visibility: 0.6)
        let right = pose(at: 300, .right, SIMD2(332, 181), visibility: 0.7)
        both[hand: .right] = right[hand: .right]
        for landmark in [Landmark.rightWrist, .rightIndex, .rightPinky] {
            both.points[landmark.rawValue] = right.points[landmark.rawValue]
        }
        func sides(_ leftness: Float) -> [Bool] {
            HandOwnership.settled([both], leftness: [leftness]).flatMap { pose in
                Side.allCases.map { pose?[hand: $0] != nil }
            }
        }
        #expect(sides(0.95) == [true, false])
        #expect(sides(0.05) == [false, true])
        #expect(sides(0.5) == [false, true], "the arm that is seen better")
    }

    @Test func whoseHandIsClearlySeenKeepsIt() {
        let one = pose(at: 300, .left, SIMD2(400, 180), visibility: 0.95)
        let other = pose(at: 500, .right, SIMD2(405, 182), visibility: 0.97)
        #expect(hands([one, other]) == [true, false, false, true], "they hold hands")
    }

    @Test func aDoubtfulHandByItselfIsKept() {
        let one = pose(at: 300, .left, SIMD2(330, 180), visibility: 0.3)
        let other = pose(at: 500, .right, SIMD2(420, 180), visibility: 0.95)
        #expect(hands([one, other]) == [true, false, false, true])
        #expect(hands([one, nil]) == [true, false, false, false])
    }

    @Test func oneHandIsNotBothHands() {
        var one = pose(at: 300, .left, SIMD2(330, 340), visibility: 0.9)
        one[hand: .right] = mesh(at: SIMD2(332, 341))
        for landmark in [Landmark.rightWrist, .rightIndex, .rightPinky] {
            one.points[landmark.rawValue].visibility = 0.2
        }
        #expect(hands([one]) == [true, false])
        one[hand: .right] = mesh(at: SIMD2(350, 341))
        #expect(hands([one]) == [true, true], "hands that are clasped lie beside each other")
    }

    @Test func whereBothAreSeenAlikeOneIsLeft() {
        var one = pose(at: 300, .left, SIMD2(330, 340), visibility: 1)
        one[hand: .right] = mesh(at: SIMD2(332, 341))
        #expect(hands([one]) == [true, false])
    }
}
