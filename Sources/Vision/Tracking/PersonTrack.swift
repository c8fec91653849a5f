import Posture

/// What is carried from instant to instant for one seat: where to look for its person, and what they
/// looked like when they were last inferred.
struct PersonTrack: Codable {
    /// Where the body is looked for next; `nil` while nobody is followed.
    var region: Region?
    /// The newest landmarks; `nil` when nobody was found.
    var pose: BodyPose?
    var face = FaceTrack()
    var hands = HandTracks()
    private var alignment = OneEuroFilter()
    /// When the body was last inferred, seconds.
    var bodyTime = -Double.infinity
    /// Everywhere the nose has been since the seat was taken, in pixels, and since when.
    private var extent: Extent?

    private struct Extent: Codable {
        var low: SIMD2<Float>
        var high: SIMD2<Float>
        var since: Double
    }

    /// Takes what was inferred at a time; `nil` when nobody was found.
    mutating func accept(_ result: PoseLandmarker.Result?, time: Double) {
        guard let result else {
            self = PersonTrack()
            return
        }
        let box = alignment.apply(center: result.center, top: result.top, time: time)
        let next = Region.aligned(
            center: box.center, top: box.top, scale: PoseLandmarker.regionScale,
            isMirrored: result.isMirrored)
        guard next.isFinite, next.width > 4 else {
            self = PersonTrack()
            return
        }
        region = next
        let mesh = pose?.face
        pose = result.pose
        pose?.face = mesh
        bodyTime = time
        let nose = result.pose.nose
        extent =
            extent.map {
                Extent(
                    low: pointwiseMin($0.low, nose), high: pointwiseMax($0.high, nose),
                    since: $0.since)
            } ?? Extent(low: nose, high: nose, since: time)
    }

    /// The newest landmarks with the hands that go along with them.
    var shown: BodyPose? {
        guard var pose else { return nil }
        for side in Side.allCases {
            pose[hand: side] = hands[side].mesh(at: pose.wrist(side))
        }
        return pose
    }

    /// What was remembered of the pictures is another's: nothing may be kept.
    mutating func inferAgain() {
        bodyTime = -.infinity
        face.time = -.infinity
        hands.inferAgain()
    }

    /// True when this has not moved for a while: a picture on the wall, or somebody who sits very still.
    func isStillLife(at time: Double) -> Bool {
        let limits = TrackingParameters.standard.stillLife
        guard let extent, let pose, time - extent.since >= limits.duration else { return false }
        return length(extent.high - extent.low) < limits.reach * pose.shoulderWidth
    }
}
