import Posture

/// What is carried from instant to instant for one seat: where to look for its person, and what they
/// looked like when they were last inferred.
struct PersonTrack: Codable {
    /// Where the body is looked for next; `nil` while nobody is followed.
    var region: Region?
    /// The newest landmarks; `nil` when nobody was found.
    var pose: BodyPose?
    /// What of the picture they were found in.
    private(set) var view: PoseLandmarker.View?
    /// The two points that came with them and place the region.
    private var points: PoseLandmarker.Placing?
    var face = FaceTrack()
    var arms = ArmTrack()
    var hands = HandTracks()
    var chest = ChestTrack()
    /// Where the head is: its face if that is seen, what the body's landmarks say otherwise.
    var head: Head? { face.head ?? pose?.head }
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
    ///
    /// - Parameter neighbour: the head of somebody whom the network sees, too. If it is close the next
    ///   region hangs on the person's own face: the points that the network gives for it lie between two
    ///   who sit close, and the region would wander from one to the other.
    mutating func accept(
        _ result: PoseLandmarker.Result?, time: Double, in scene: Scene = .seated,
        beside neighbour: Head? = nil
    ) {
        guard let result else {
            self = PersonTrack()
            return
        }
        face.isCrowded = neighbour.map { $0.isClose(to: head ?? $0) } ?? false
        var (center, top) = (result.center, result.top)
        if face.isCrowded, let face = face.head {
            let place = FaceDetector.bodyRegion(
                below: face, in: scene, isMirrored: result.isMirrored)
            center = SIMD2(place.x, place.y)
            top = center - SIMD2(0, place.width / 2 / PoseLandmarker.regionScale)
        }
        let box = alignment.apply(center: center, top: top, time: time)
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
        view = result.view
        points = result.placing
        bodyTime = time
        let nose = result.pose.nose
        extent =
            extent.map {
                Extent(
                    low: pointwiseMin($0.low, nose), high: pointwiseMax($0.high, nose),
                    since: $0.since)
            } ?? Extent(low: nose, high: nose, since: time)
    }

    /// The newest landmarks, the arms as they are on a closer look.
    var posed: BodyPose? { pose.map(arms.corrected) }

    /// The same with the hands that go along with them: what is told of the person.
    var shown: BodyPose? { posed.map(hands.shown) }

    /// The newest landmarks as they were found; `nil` where nobody is.
    var found: PoseLandmarker.Result? {
        guard let pose, let points, let region else { return nil }
        return PoseLandmarker.Result(
            pose: BodyPose(score: pose.score, points: pose.points, world: pose.world),
            center: points.center, top: points.top, isMirrored: region.isMirrored, view: view)
    }

    /// Where the body is looked for when the points that place it go over these, each at its time, seconds.
    func region(after points: [(PoseLandmarker.Placing, time: Double)]) -> Region? {
        guard let region, !points.isEmpty else { return region }
        var alignment = alignment
        var box = (center: SIMD2<Float>.zero, top: SIMD2<Float>.zero)
        for (place, time) in points {
            box = alignment.apply(center: place.center, top: place.top, time: time)
        }
        return Region.aligned(
            center: box.center, top: box.top, scale: PoseLandmarker.regionScale,
            isMirrored: region.isMirrored)
    }

    /// Takes the face that a detector found: the mesh is looked for there.
    mutating func see(_ found: Head?) {
        guard let found, let pose, let region else { return }
        let place = FaceLandmarker.region(of: found, isMirrored: region.isMirrored)
        if face.pending == nil { face.found = place } else { face.detected = place }
        face.nose = pose.nose
    }

    /// What was remembered of the pictures is another's: nothing may be kept.
    mutating func inferAgain() {
        bodyTime = -.infinity
        face.time = -.infinity
        arms.time = -.infinity
        hands.inferAgain()
        chest = ChestTrack()
    }

    /// True when this has not moved for a while: a picture on the wall, or somebody who sits very still.
    func isStillLife(at time: Double) -> Bool {
        let limits = TrackingParameters.standard.stillLife
        guard let extent, let pose, time - extent.since >= limits.duration else { return false }
        return length(extent.high - extent.low) < limits.reach * pose.shoulderWidth
    }
}
