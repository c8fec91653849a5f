import CVision
import Posture

/// Where a head is in the picture: by it people are told apart who sit so close that their bodies fill
/// the same part of it.
struct Head: Equatable, Codable {
    /// Middle of the face, pixels.
    var center: SIMD2<Float>
    /// Side of a box around the face, from the brows to the chin, pixels.
    var size: Float

    /// True when the two lie on each other: two people's faces never do by half, other than when one
    /// hides the other.
    func isSame(as other: Head) -> Bool {
        length(center - other.center) < 0.5 * max(size, other.size)
    }

    /// True when the boxes overlap, as far as they are as large.
    func touches(_ other: Head) -> Bool { length(center - other.center) < max(size, other.size) }

    /// True when the two sit shoulder to shoulder: an adult's shoulders are three face boxes wide.
    func isClose(to other: Head) -> Bool {
        length(center - other.center) < 3 * max(size, other.size)
    }

    /// The part of a picture beside another head: up to halfway between the two; `nil` when one is above
    /// the other.
    func part(beside other: Head, in frame: Frame) -> cv_rect? {
        guard abs(center.x - other.center.x) > 0.5 * max(size, other.size) else { return nil }
        let border = (center.x + other.center.x) / 2
        return center.x < other.center.x
            ? cv_rect(x: 0, y: 0, width: border, height: frame.height)
            : cv_rect(x: border, y: 0, width: frame.width - border, height: frame.height)
    }

    /// True when a point lies on it.
    func holds(_ point: SIMD2<Float>) -> Bool { length(point - center) < 0.5 * size }
}

extension FaceMesh {
    /// The head of this face: a box around the points, which reach up to the hair; `nil` without any.
    var head: Head? {
        guard let first = points.first else { return nil }
        var low = SIMD2(first.x, first.y)
        var high = low
        for point in points {
            low = pointwiseMin(low, SIMD2(point.x, point.y))
            high = pointwiseMax(high, SIMD2(point.x, point.y))
        }
        return Head(center: (low + high) / 2, size: (high - low).max() / FaceLandmarker.meshScale)
    }
}

extension BodyPose {
    /// True when each of the two lies on a face of their own.
    func haveOwnFaces(_ other: BodyPose) -> Bool {
        guard let face = face?.head, let others = other.face?.head else { return false }
        return !face.isSame(as: others) && face.holds(head.center)
            && others.holds(other.head.center)
    }

    /// The head as its landmarks have it. Between the middle of the eyes and that of the mouth lies half
    /// a face box, between the ears of somebody seen from the front one, from the nose to an ear of
    /// somebody seen from the side three quarters.
    var head: Head {
        func at(_ landmark: Landmark) -> SIMD2<Float> {
            SIMD2(self[landmark].x, self[landmark].y)
        }
        let eyes = (at(.leftEye) + at(.rightEye)) / 2
        let mouth = (at(.mouthLeft) + at(.mouthRight)) / 2
        let toEar = max(length(at(.leftEar) - nose), length(at(.rightEar) - nose))
        let size = max(
            2 * length(eyes - mouth), length(at(.leftEar) - at(.rightEar)), toEar / 0.75)
        return Head(center: (eyes + mouth) / 2, size: size)
    }

    /// Whether the head is in the picture; the network guesses one above its edge.
    func hasHead(in frame: Frame) -> Bool {
        let center = head.center
        return center.x >= 0 && center.x <= frame.width && center.y >= 0
            && center.y <= frame.height
    }

    /// Whether the camera should see the face: nose and eyes are visible, and the nose lies between the
    /// ears, which it does not in profile.
    var showsFace: Bool {
        let limits = TrackingParameters.standard.relight
        guard [.nose, .leftEye, .rightEye].allSatisfy({ self[$0].visibility >= limits.visibility })
        else { return false }
        let right = SIMD2(self[.rightEar].x, self[.rightEar].y)
        let line = SIMD2(self[.leftEar].x, self[.leftEar].y) - right
        let along = ((nose - right) * line).sum()
        let whole = (line * line).sum()
        return along > limits.inside * whole && along < (1 - limits.inside) * whole
    }
}
