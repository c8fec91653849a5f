import Foundation

/// On which side of somebody the other person in the picture sits, how far away, and how far the head is turned
/// toward them.
///
/// Both are taken to sit at the same distance from the camera, so that whoever faces the other has turned by
/// 90° from it, however the chairs stand. Where one face is much larger than the other that does not hold: of
/// a picture over somebody's shoulder nothing is said.
struct PartnerSide: Sendable, Equatable {
    /// The bearing of the other person from the camera axis, degrees; to own left positive.
    var bearing: Double
    /// Between both mid-shoulders in the picture, pixels; `NaN` where a shoulder is hidden.
    var distance: Double

    /// Of the larger face to the smaller one beyond which two people do not sit at the same distance: their line
    /// is then more than some 30° off the picture plane, with heads six faces apart and filmed from ten.
    static let largestRatio = 1.4

    /// `nil` where a head is not seen or the two are at different distances.
    init?(of other: BodyMeasures, for body: BodyMeasures) {
        let (own, theirs) = (body.headPlace.x, other.headPlace.x)
        let faces = [body.faceHeight, other.faceHeight].sorted()
        // The same of both people, to the last digit.
        guard own != theirs, own.isFinite, theirs.isFinite,
            faces[1] <= Self.largestRatio * faces[0]
        else { return nil }
        bearing = theirs > own ? 90 : -90
        distance = (other.midShoulder - body.midShoulder).length
    }

    /// How far a head turned by so many degrees to own left is turned toward the other person, degrees: 0
    /// faces them, negative falls short of it, positive is past them.
    func turn(of head: Double) -> Double {
        (bearing > 0 ? head : -head) - abs(bearing)
    }
}

extension BodyMeasures {
    /// Between the ears, seen or guessed, pixels.
    fileprivate var headPlace: Vector2 { (place(.leftEar) + place(.rightEar)) / 2 }
}
