import CVision
import Posture

/// Infers the hands of each seat, one slot of the hand networks per hand: where they are needed, not at
/// every instant, and not while nothing moves.
struct HandTracking {
    private let landmarker: HandLandmarker

    private static let parameters = TrackingParameters.standard.hands
    private static let rest = TrackingParameters.standard.rest

    init(_ landmarker: HandLandmarker) { self.landmarker = landmarker }

    /// Looks for the hands of a seat where the pose sees them, as far as they are due.
    ///
    /// - Parameters:
    ///   - pose: the seat's person.
    ///   - other: the other person in the same picture.
    func start(
        _ seat: Int, _ track: inout PersonTrack, pose: BodyPose?, other: BodyPose?,
        _ instant: Instant, _ pictures: PictureHistory
    ) throws {
        for side in Side.allCases {
            guard let pose, let frame = instant[seat],
                HandNeed.isNeeded(
                    side, of: pose, other: other, width: frame.width, height: frame.height)
            else {
                track.hands[side] = HandTrack()
                continue
            }
            let region = HandLandmarker.region(
                of: pose, side, isMirrored: track.region?.isMirrored ?? false)
            guard region.isFinite, region.width > Self.parameters.smallest else {
                track.hands[side] = HandTrack()
                continue
            }
            let mark = PictureHistory.Mark.hand(seat, side)
            if isKept(track.hands[side], mark, region, at: instant.time, pictures) { continue }
            try pictures.remember(mark)
            let slot = 2 * seat + (side == .left ? 0 : 1)
            try landmarker.start(slot: slot, frame: frame, region: region)
            track.hands[side].time = instant.time
            track.hands[side].wrist = pose.wrist(side)
            track.hands[side].pending = (slot, region)
        }
    }

    /// True when the hand was looked for a short while ago, or nothing has moved there since.
    private func isKept(
        _ hand: HandTrack, _ mark: PictureHistory.Mark, _ region: Region, at time: Double,
        _ pictures: PictureHistory
    ) -> Bool {
        let age = time - hand.time
        let isRefused = hand.mesh == nil
        if age < (isRefused ? Self.parameters.patience : Self.parameters.interval) { return true }
        guard age < Self.parameters.longest else { return false }
        return pictures.change(since: mark, in: region.upright) < Self.rest.body
    }

    /// Looks more closely at the hands of a seat.
    func refine(_ seat: Int, _ track: inout PersonTrack, _ instant: Instant) throws {
        for side in Side.allCases {
            guard let (slot, region) = track.hands[side].pending else { continue }
            track.hands[side].pending = nil
            track.hands[side].mesh = nil
            guard let frame = instant[seat],
                let closer = try landmarker.refine(slot: slot, frame: frame, region: region)
            else { continue }
            track.hands[side].pending = (slot, closer)
        }
    }

    func finish(_ track: inout PersonTrack) throws {
        for side in Side.allCases {
            guard let (slot, region) = track.hands[side].pending else { continue }
            track.hands[side].pending = nil
            track.hands[side].take(try landmarker.finish(slot: slot, region: region))
        }
    }
}

/// What is known of one hand of a seat's person.
struct HandTrack: Codable {
    /// As it was inferred; `nil` when there was none.
    var mesh: HandMesh?
    /// How likely it is a left hand, 0…1: a running mean over its looks; 0.5 where nobody knows.
    var leftness: Float = 0.5
    /// Where the pose's wrist was then, pixels.
    var wrist = SIMD2<Float>.zero
    /// When it was last looked for, seconds.
    var time = -Double.infinity
    /// The networks' slot that is at work, and the region it looks at.
    var pending: (slot: Int, region: Region)?

    /// All but what is being inferred: between two instants nothing is.
    private enum CodingKeys: CodingKey { case mesh, leftness, wrist, time }

    /// Takes what a look found; a hand that it did not find is forgotten.
    mutating func take(_ found: HandLandmarker.Result?) {
        mesh = found?.mesh
        let now = found?.leftness ?? 0.5
        leftness =
            found == nil ? now : leftness + (now - leftness) * TrackingParameters.standard.hands.weight
    }

    /// The mesh, moved along with the wrist of the pose.
    func mesh(at wrist: SIMD2<Float>) -> HandMesh? {
        guard var mesh else { return nil }
        let way = wrist - self.wrist
        guard way != .zero else { return mesh }
        for index in mesh.points.indices {
            mesh.points[index].x += way.x
            mesh.points[index].y += way.y
        }
        return mesh
    }
}

/// Both hands of a seat's person.
struct HandTracks: Codable {
    private var left = HandTrack()
    private var right = HandTrack()

    subscript(_ side: Side) -> HandTrack {
        get { side == .left ? left : right }
        set {
            if side == .left { left = newValue } else { right = newValue }
        }
    }

    /// How likely the two meshes, of one hand, are of the left one, 0…1.
    var leftness: Float { (left.leftness + right.leftness) / 2 }

    /// What was remembered of the pictures is another's: nothing may be kept.
    mutating func inferAgain() {
        left.time = -.infinity
        right.time = -.infinity
    }
}
