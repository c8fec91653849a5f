import Posture

/// What is carried from instant to instant for one seat: where to look for its person, and what they
/// looked like when they were last inferred.
struct PersonTrack: Codable {
    /// Where the body is looked for next; `nil` while nobody is followed.
    var region: Region?
    /// The newest landmarks; `nil` when nobody was found.
    var pose: BodyPose?
    /// Where the face was found, and where the nose was then.
    var face: Region?
    var nose: SIMD2<Float>?
    /// The face that is being inferred: the network's slot and the region it looks at.
    var pendingFace: (slot: Int, region: Region)?
    private var alignment = OneEuroFilter()
    /// When body and face were last inferred, seconds.
    var bodyTime = -Double.infinity
    var faceTime = -Double.infinity
    /// Everywhere the nose has been since the seat was taken, in pixels, and since when.
    private var extent: Extent?

    private struct Extent: Codable {
        var low: SIMD2<Float>
        var high: SIMD2<Float>
        var since: Double
    }

    /// All but the face that is being inferred: between two instants there is none.
    private enum CodingKeys: CodingKey {
        case region, pose, face, nose, alignment, bodyTime, faceTime, extent
    }

    /// Landmarks of a person who does not move are kept at most this long, seconds.
    static let longestRest = 0.5
    /// A person does not move while no part of their region has changed by more than this, in grey
    /// values of 255 above the noise; the face, whose angles are finer, by no more than that.
    static let restingBody: Float = 2.5
    static let restingFace: Float = 1.5
    /// What has never moved by this share of its shoulder width may be a picture on the wall…
    static let stillness: Float = 0.1
    /// …and is one when somebody this many times larger is there besides.
    static let larger: Float = 1.3
    /// What counts as noise of the sensor at most, grey values of 255.
    static let noise: Float = 4

    /// Takes what was inferred at a time; `nil` when nobody was found.
    mutating func accept(_ result: PoseLandmarker.Result?, time: Double) {
        guard let result else {
            self = PersonTrack()
            return
        }
        let box = alignment.apply(center: result.center, top: result.top, time: time)
        let next = Region.aligned(
            center: box.center, top: box.top, scale: PoseLandmarker.regionScale)
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

    /// What was remembered of the pictures is another's: nothing may be kept.
    mutating func inferAgain() {
        bodyTime = -.infinity
        faceTime = -.infinity
    }

    /// True when this has never moved by a tenth of its shoulder width in five seconds or more: a picture
    /// on the wall, or somebody who sits very still.
    func isStillLife(at time: Double) -> Bool {
        guard let extent, let pose, time - extent.since >= 5 else { return false }
        return length(extent.high - extent.low) < Self.stillness * pose.shoulderWidth
    }

    /// Where the face is now: where it was, moved along with the nose as long as the nose is in it;
    /// otherwise where the pose says.
    func faceRegion() -> Region? {
        guard let pose else { return nil }
        if var region = face, let last = nose {
            region.x += pose.nose.x - last.x
            region.y += pose.nose.y - last.y
            if length(SIMD2(region.x, region.y) - pose.nose) < region.width / 3 { return region }
        }
        let fresh = FaceLandmarker.region(of: pose)
        return fresh.isFinite && fresh.width > 4 ? fresh : nil
    }
}
