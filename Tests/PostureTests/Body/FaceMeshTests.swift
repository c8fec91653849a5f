import Testing

@testable import Posture

@Suite struct FaceMeshTests {
    @Test func keepsAtMostEightyDistinctVerticesOfTheMesh() {
        #expect(FaceMesh.kept.count <= 80)
        #expect(Set(FaceMesh.kept).count == FaceMesh.kept.count)
        #expect(FaceMesh.kept.allSatisfy { (0..<468).contains($0) })
    }

    @Test func pairsAndOvalNameEveryLateralOutlinePointOnce() {
        #expect(Set(FaceMesh.oval).count == 36)
        let paired = FaceMesh.pairs.flatMap { [$0.left, $0.right] }
        #expect(Set(paired).count == paired.count)
        for (right, left) in FaceMesh.pairs {
            #expect("\(left)".hasPrefix("left") && "\(right)".hasPrefix("right"))
        }
        let lateral = FaceMesh.Point.allCases.filter {
            "\($0)".hasPrefix("left") || "\($0)".hasPrefix("right")
        }
        #expect(Set(lateral) == Set(paired))
    }

    @Test func theCanonicalFaceHasEveryPointAndIsSymmetric() throws {
        #expect(CanonicalFace.places.count == FaceMesh.Point.allCases.count)
        for (right, left) in FaceMesh.pairs {
            let (one, other) = (
                try #require(CanonicalFace.places[right]), try #require(CanonicalFace.places[left])
            )
            #expect(one == SIMD3(-other.x, other.y, other.z), "\(left)")
        }
    }

    @Test func namedPointsAreFoundInKeptOrder() {
        let points = FaceMesh.kept.map { SIMD3<Float>(Float($0), 0, 0) }
        let mesh = FaceMesh(score: 1, points: points)
        #expect(mesh.isComplete)
        #expect(mesh[.chin].x == 152)
        #expect(mesh[.leftEyeOuter].x == 263)
        #expect(mesh[.rightEyeOuter].x == 33)
    }

    @Test func aMeshOfAnotherLengthHasNoPoints() {
        let mesh = FaceMesh(score: 1, points: [SIMD3(1, 2, 3)])
        #expect(!mesh.isComplete)
        #expect(mesh[.chin].x.isNaN)
    }
}
