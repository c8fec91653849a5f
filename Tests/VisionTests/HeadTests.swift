import CVision
import Posture
import Testing

@testable import Vision

/// Heads, by which people are told apart who sit close. A figure 100 wide has a face box of 40, 48 above
/// its shoulders.
@Suite struct HeadTests {
    private func pose(_ x: Float, _ y: Float = 200) -> BodyPose { Figure.pose(at: SIMD2(x, y)) }

    @Test func itLiesBetweenEyesAndMouthAndIsAsWideAsTheEarsAreApart() {
        let head = pose(300).head
        #expect(length(head.center - SIMD2(300, 152)) < 1e-3)
        #expect(abs(head.size - 40) < 1e-3)
    }

    @Test func halfAFaceTellsTwoApart() {
        #expect(pose(300).head.isSame(as: pose(319).head))
        #expect(!pose(300).head.isSame(as: pose(321).head))
    }

    @Test func twoWhoSitCloserThanTheirShouldersAreTwo() {
        #expect(pose(300).isSamePerson(as: pose(329)))
        #expect(!pose(300).isSamePerson(as: pose(331)))
    }

    @Test func thePictureIsDividedHalfwayBetweenTwoHeads() throws {
        let frame = try Clips.frame(Painting(1000, 400, .wall))
        let left = try #require(pose(300).head.part(beside: pose(400).head, in: frame))
        let right = try #require(pose(400).head.part(beside: pose(300).head, in: frame))
        #expect(left.x == 0 && abs(left.width - 350) < 1e-3)
        #expect(abs(right.x - 350) < 1e-3 && abs(right.width - 650) < 1e-3)
        #expect(pose(300).head.part(beside: pose(310, 300).head, in: frame) == nil)
    }

    @Test func aHeadAboveTheEdgeIsNotInThePicture() throws {
        let frame = try Clips.frame(Painting(1000, 400, .wall))
        #expect(pose(300).hasHead(in: frame))
        #expect(!pose(300, 40).hasHead(in: frame))
    }

    @Test func theFaceOfSomebodyInProfileOrInDoubtIsNotExpected() {
        #expect(pose(300).showsFace)
        var turned = pose(300)
        turned.points[Landmark.nose.rawValue].x += 30
        #expect(!turned.showsFace)
        var hidden = pose(300)
        hidden.points[Landmark.leftEye.rawValue].visibility = 0.7
        #expect(!hidden.showsFace)
    }

    @Test func twoWithAFaceEachAreTwo() {
        func face(_ x: Float) -> FaceMesh {
            FaceMesh(score: 1, points: [SIMD3(x - 21, 130, 0), SIMD3(x + 21, 172, 0)])
        }
        var one = pose(300)
        var other = pose(325)
        #expect(!one.haveOwnFaces(other))
        one.face = face(300)
        other.face = face(325)
        #expect(one.haveOwnFaces(other))
        other.face = face(305)
        #expect(!one.haveOwnFaces(other), "both have the same face")
    }
}

@Suite struct CandidateTests {
    private func person(_ x: Float) -> PersonDetector.Person {
        PersonDetector.Person(
            region: Region(x: x, y: 300, width: 400, height: 400),
            head: Head(center: SIMD2(x, 100), size: 40), score: 0.9)
    }

    @Test func aFaceOnABodysHeadIsItsOwnAndAnotherIsSomebodyElse() {
        let faces = [
            Head(center: SIMD2(210, 105), size: 44), Head(center: SIMD2(150, 90), size: 40),
        ]
        let found = PeopleFinder.Candidate.union([person(200)], faces)
        #expect(found.count == 2)
        #expect(found[0].face == faces[0] && found[0].body != nil)
        #expect(found[1].face == faces[1] && found[1].body == nil)
    }

    @Test func aBodyWithoutAFaceIsSomebodySeenFromBehind() {
        let found = PeopleFinder.Candidate.union([person(200)], [])
        #expect(found.count == 1 && found[0].face == nil)
    }

    @Test func tilesLieInTheCornersAndTheWholePictureIsTheFirstSquare() throws {
        let frame = try Clips.frame(Painting(1000, 400, .wall))
        let corners = (0..<4).map { PeopleFinder.Squares.tile($0, of: frame) }
        #expect(corners.map { $0.x.rounded() } == [300, 700, 300, 700])
        #expect(corners.map { $0.y.rounded() } == [120, 120, 280, 280])
        #expect(corners.allSatisfy { $0.width == 600 && $0.height == 600 })
        let squares = PeopleFinder.Squares(of: frame, .survey(4), isMirrored: false)
        #expect(squares.partsForFaces.isEmpty && squares.faces.count == 1)
    }

    @Test func aBodyIsLookedForBelowItsFace() {
        let face = Head(center: SIMD2(100, 50), size: 10)
        let region = FaceDetector.bodyRegion(below: face, in: .seated, isMirrored: false)
        #expect(region.x == 100 && region.y == 92 && region.width == 130 && region.height == 130)
    }

    @Test func theBodyOfSomebodyWhoWalksReachesToTheFeet() {
        let face = Head(center: SIMD2(100, 50), size: 13)
        let region = FaceDetector.bodyRegion(below: face, in: .walking, isMirrored: false)
        // 1.72 m below the face of an adult, whose box is 0.13 m.
        #expect(region.y + region.height / 2 > 50 + 172)
        #expect(region.y - region.height / 2 < 50 - 20)
    }
}
