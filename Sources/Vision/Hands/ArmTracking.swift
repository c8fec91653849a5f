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

    /// True when the last look was a short while ago, or nothing has moved since.
    private func isKept(
        _ seat: Int, _ track: PersonTrack, _ pose: BodyPose, at time: Double,
        _ pictures: PictureHistory
    ) -> Bool {
        let age = time - track.arms.time
        if age < Self.parameters.patience { return true }
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

/// How the arms of one seat's person differ on a closer look.
struct ArmTrack: Codable {
    /// When they were last looked at, seconds.
    var time = -Double.infinity
    /// By landmark, from the first of ``arms``.
    private var corrections: [Correction] = []

    private struct Correction: Codable {
        /// Where the point was on the first look, pixels.
        var place: SIMD2<Float>
        /// From there to where it was on the second, pixels.
        var shift: SIMD3<Float>
        /// By how much it was more visible.
        var visibility: Float
    }

    /// Elbows, wrists and fingers. Shoulders give the size of the body, which must not hang on whether
    /// there was a second look.
    static let arms = Landmark.leftElbow.rawValue...Landmark.rightThumb.rawValue

    mutating func forget() { corrections = [] }

    /// Takes the second look.
    mutating func correct(_ pose: BodyPose, by other: BodyPose) {
        let last = corrections
        corrections = Self.arms.enumerated().map { index, landmark in
            let one = pose.points[landmark]
            let two = other.points[landmark]
            var new = Correction(
                place: SIMD2(one.x, one.y),
                shift: SIMD3(two.x - one.x, two.y - one.y, two.z - one.z),
                visibility: two.visibility - one.visibility)
            if index < last.count {
                let weight = TrackingParameters.standard.hands.weight
                new.shift = last[index].shift + (new.shift - last[index].shift) * weight
                new.visibility =
                    last[index].visibility + (new.visibility - last[index].visibility) * weight
            }
            return new
        }
    }

    /// A pose with its arms corrected. The shift of a point fades as the point moves on: it is gone where
    /// that is as far away as the shift is long.
    func corrected(_ pose: BodyPose) -> BodyPose {
        guard !corrections.isEmpty else { return pose }
        var pose = pose
        for (landmark, correction) in zip(Self.arms, corrections) {
            let point = pose.points[landmark]
            let moved = length(SIMD2(point.x, point.y) - correction.place)
            let reach = length(SIMD2(correction.shift.x, correction.shift.y))
            let share = reach > 0 ? max(0, 1 - moved / reach) : 0
            pose.points[landmark].x += correction.shift.x * share
            pose.points[landmark].y += correction.shift.y * share
            pose.points[landmark].z += correction.shift.z * share
            pose.points[landmark].visibility =
                min(max(point.visibility + correction.visibility, 0), 1)
        }
        return pose
    }
}
