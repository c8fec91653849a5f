import CVision
import Posture

/// A second look at the arms, where a hand is in doubt: the pose network on the same
/// region, made smaller. How visible it takes a hand to be hangs on how large the body is in its region;
/// closer up it is surer, and says the same of a mirrored picture.
///
/// What it finds corrects the arms that are shown. It never says where to look next: in the smaller region
/// the network loses people.
struct ArmTracking {
    private let landmarker: PoseLandmarker
    /// Per seat, whether its slot of the pose network is at work on the arms.
    private var isInferring = [false, false]

    private static let parameters = TrackingParameters.standard.hands
    private static let rest = TrackingParameters.standard.rest

    init(_ landmarker: PoseLandmarker) { self.landmarker = landmarker }

    /// Starts a second look at a body that was just inferred, in the slot that inferred it.
    mutating func start(
        _ seat: Int, _ track: inout PersonTrack, _ instant: Instant, _ pictures: PictureHistory
    ) throws {
        guard let pose = track.pose, let frame = instant[seat],
            Side.allCases.contains(where: {
                HandNeed.isInDoubt($0, of: pose)
                    && HandNeed.isInPicture($0, of: pose, width: frame.width, height: frame.height)
            })
        else {
            track.arms.forget()
            return
        }
        guard track.bodyTime == instant.time, let view = track.view,
            !isKept(seat, track, pose, at: instant.time, pictures)
        else { return }
        try pictures.remember(.arms(seat))
        try landmarker.start(
            slot: seat, frame: frame, region: view.closer.region, clip: view.clip?.upright)
        track.arms.time = instant.time
        isInferring[seat] = true
    }

    /// True when the last look was a short while ago, or nothing has moved since. Where the first look's wrist
    /// has gone elsewhere the arm is looked at sooner.
    private func isKept(
        _ seat: Int, _ track: PersonTrack, _ pose: BodyPose, at time: Double,
        _ pictures: PictureHistory
    ) -> Bool {
        let age = time - track.arms.time
        if age < Self.parameters.interval { return true }
        if age < Self.parameters.patience, !track.arms.hasMoved(pose) { return true }
        guard age < Self.parameters.longest else { return false }
        return pictures.change(since: .arms(seat), in: pose.bounds) < Self.rest.body
    }

    mutating func finish(_ seat: Int, _ track: inout PersonTrack) throws {
        guard isInferring[seat] else { return }
        isInferring[seat] = false
        guard let pose = track.pose, let view = track.view else { return }
        let result = try landmarker.finish(slot: seat, region: view.closer.region)
        guard let result, result.pose.isSamePerson(as: pose) else { return track.arms.forget() }
        track.arms.correct(pose, by: result.pose)
    }
}

/// The arms of one seat's person on a closer look.
struct ArmTrack: Codable {
    /// When they were last looked at, seconds.
    var time = -Double.infinity
    /// By landmark, from the first of ``arms``.
    private var points: [Point] = []

    private struct Point: Codable {
        /// From the middle between the shoulders, pixels: on the first look, and on the closer one.
        var first: SIMD2<Float>
        var place: SIMD2<Float>
        var z: Float
        var visibility: Float
    }

    /// Elbows, wrists and fingers. Shoulders give the size of the body, which must not hang on whether
    /// there was a second look.
    static let arms = Landmark.leftElbow.rawValue...Landmark.rightThumb.rawValue

    mutating func forget() { points = [] }

    /// Takes the second look.
    mutating func correct(_ pose: BodyPose, by other: BodyPose) {
        let last = points
        let weight = TrackingParameters.standard.hands.weight
        points = Self.arms.enumerated().map { index, landmark in
            let one = pose.points[landmark]
            let two = other.points[landmark]
            var visibility = two.visibility
            if index < last.count {
                visibility = last[index].visibility + (visibility - last[index].visibility) * weight
            }
            return Point(
                first: SIMD2(one.x, one.y) - pose.midShoulder,
                place: SIMD2(two.x, two.y) - pose.midShoulder, z: two.z, visibility: visibility)
        }
    }

    /// Whether the first look's wrist of an arm in doubt is elsewhere than when the closer look was taken.
    func hasMoved(_ pose: BodyPose) -> Bool {
        guard !points.isEmpty else { return true }
        let parameters = TrackingParameters.standard.hands
        let reach = parameters.moved * FaceLandmarker.region(of: pose).width
        return Side.allCases.contains { side in
            let wrist = side == .left ? Landmark.leftWrist : .rightWrist
            let before = points[wrist.rawValue - Self.arms.lowerBound].first
            return HandNeed.isInDoubt(side, of: pose)
                && length(pose.wrist(side) - pose.midShoulder - before) > reach
        }
    }

    /// A pose with those arms that it does not see clearly as they were on the closer look, moved along with
    /// the shoulders: where an arm is hidden, the first look's points jump about.
    func corrected(_ pose: BodyPose) -> BodyPose {
        guard !points.isEmpty else { return pose }
        let clear = TrackingParameters.standard.hands.doubt.upperBound
        var pose = pose
        let doubtful = Side.allCases.filter { pose.handVisibility($0) < clear }
        for (landmark, point) in zip(Self.arms, points) {
            // Left landmarks have odd numbers.
            guard doubtful.contains(landmark.isMultiple(of: 2) ? .right : .left) else { continue }
            let place = pose.midShoulder + point.place
            pose.points[landmark] = LandmarkPoint(
                x: place.x, y: place.y, z: point.z, visibility: point.visibility)
        }
        return pose
    }
}
