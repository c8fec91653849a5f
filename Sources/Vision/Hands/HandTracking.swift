import CVision
import Posture

/// Infers the hands of each seat, one slot of the hand networks per hand: where they are needed, not at
/// every instant, and not while nothing moves.
struct HandTracking {
    private let landmarker: HandLandmarker
    private let palms: PalmDetector

    private static let parameters = TrackingParameters.standard.hands
    private static let rest = TrackingParameters.standard.rest

    init(_ landmarker: HandLandmarker, _ palms: PalmDetector) {
        self.landmarker = landmarker
        self.palms = palms
    }

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
                let look = look(for: side, of: pose, other: other, track, frame),
                look.region.isFinite, look.region.width > Self.parameters.smallest
            else {
                track.hands[side] = HandTrack()
                continue
            }
            if look.place != track.hands[side].place {
                track.hands[side] = track.hands[side].sought(at: look.place)
            }
            let mark = PictureHistory.Mark.hand(seat, side)
            if isKept(track.hands[side], mark, look.region, at: instant.time, pictures) { continue }
            try pictures.remember(mark)
            track.hands[side].time = instant.time
            track.hands[side].anchor = track.hands[side].anchor(of: pose, side)
            track.hands[side].pending = try begin(
                look, slot: 2 * seat + (side == .left ? 0 : 1), frame)
            if track.hands[side].pending == nil { track.hands[side].take(nil) }
        }
    }

    /// Sets the networks to work; `nil` where there is nothing for them to look at.
    private func begin(
        _ look: (region: Region, place: HandTrack.Place), slot: Int, _ frame: Frame
    ) throws -> HandTrack.Pending? {
        guard look.place != .arm else {
            try landmarker.start(slot: slot, frame: frame, region: look.region)
            return .init(slot: slot, region: look.region, isClose: false)
        }
        guard let hand = try palms.hand(in: frame, look.region), hand.isFinite,
            hand.width > Self.parameters.smallest
        else { return nil }
        try landmarker.startClose(slot: slot, frame: frame, region: hand)
        return .init(slot: slot, region: hand, isClose: true)
    }

    /// Where a hand is looked for: where the pose sees it, else at the face, for both when both are missed.
    private func look(
        for side: Side, of pose: BodyPose, other: BodyPose?, _ track: PersonTrack, _ frame: Frame
    ) -> (region: Region, place: HandTrack.Place)? {
        let (width, height) = (frame.width, frame.height)
        let isMirrored = track.region?.isMirrored ?? false
        if HandNeed.isNeeded(side, of: pose, other: other, width: width, height: height) {
            return (HandLandmarker.region(of: pose, side, isMirrored: isMirrored), .arm)
        }
        let missed = Side.allCases.filter {
            HandNeed.isMissed($0, of: pose, width: width, height: height)
        }
        guard track.pose?.face != nil, missed.last == side,
            missed.count == 2 || !HandNeed.isAtFace(pose.palm(side.opposite), of: pose)
        else { return nil }
        var region = FaceLandmarker.region(of: pose, isMirrored: isMirrored)
        region.rotation = 0
        region.width *= Self.parameters.around
        region.height *= Self.parameters.around
        return (region, missed.count == 2 ? .faceOfEither : .face)
    }

    /// True when the hand was looked for a short while ago, or nothing has moved there since.
    private func isKept(
        _ hand: HandTrack, _ mark: PictureHistory.Mark, _ region: Region, at time: Double,
        _ pictures: PictureHistory
    ) -> Bool {
        let age = time - hand.time
        if age < interval(of: hand) { return true }
        guard age < Self.parameters.longest else { return false }
        return pictures.change(since: mark, in: region.upright) < Self.rest.body
    }

    private func interval(of hand: HandTrack) -> Double {
        if hand.mesh != nil { return Self.parameters.interval }
        let isAway = hand.place != .arm && hand.misses >= Self.parameters.misses
        return isAway ? Self.parameters.faceInterval : Self.parameters.patience
    }

    /// Looks more closely at the hands of a seat.
    func refine(_ seat: Int, _ track: inout PersonTrack, _ instant: Instant) throws {
        for side in Side.allCases {
            guard let look = track.hands[side].pending, !look.isClose else { continue }
            track.hands[side].pending = nil
            guard let frame = instant[seat],
                let closer = try landmarker.refine(
                    slot: look.slot, frame: frame, region: look.region)
            else {
                track.hands[side].take(nil)
                continue
            }
            track.hands[side].pending = .init(slot: look.slot, region: closer, isClose: true)
        }
    }

    func finish(_ track: inout PersonTrack) throws {
        for side in Side.allCases {
            guard let look = track.hands[side].pending else { continue }
            track.hands[side].pending = nil
            track.hands[side].take(try landmarker.finish(slot: look.slot, region: look.region))
        }
    }
}

/// What is known of one hand of a seat's person.
struct HandTrack: Codable {
    /// As it was inferred; `nil` when there was none.
    var mesh: HandMesh?
    /// How likely it is a left hand, 0…1: a running mean over its last looks, of which there were so many;
    /// 0.5 where nobody knows.
    var leftness: Float = 0.5
    var looks = 0
    /// The hand that it last clearly looked like.
    var likely: Side?
    /// Where it was looked for.
    var place = Place.arm
    /// Looks on end that found nothing.
    var misses = 0
    /// Where that which it goes along with was then, pixels: the pose's wrist, at the face its nose.
    var anchor = SIMD2<Float>.zero
    /// When it was last looked for, seconds.
    var time = -Double.infinity
    /// Where a hand is looked for: where the pose sees it; at the face, where the pose misses it; there for
    /// both, when it misses both.
    enum Place: String, Codable { case arm, face, faceOfEither }

    /// What is being looked for.
    var pending: Pending?

    /// The networks' slot that is at work, and the region it looks at: where the pose sees a hand, or more
    /// closely.
    struct Pending {
        var slot: Int
        var region: Region
        var isClose: Bool
    }

    /// All but what is being inferred: between two instants nothing is.
    private enum CodingKeys: CodingKey {
        case mesh, leftness, looks, likely, place, misses, anchor, time
    }

    /// Takes what a look found; which hand it was is forgotten when it stays away.
    mutating func take(_ found: HandLandmarker.Result?) {
        mesh = found?.mesh
        misses = found == nil ? misses + 1 : 0
        let parameters = TrackingParameters.standard.hands
        if misses >= parameters.misses { (leftness, looks, likely) = (0.5, 0, nil) }
        guard let found else { return }
        looks = min(looks + 1, parameters.memory)
        leftness += (found.leftness - leftness) / Float(looks + 1)
        if abs(leftness - 0.5) > parameters.handedness {
            likely = leftness > 0.5 ? .left : .right
        }
    }

    /// Which hand it is, as far as can be told.
    var side: Side { likely ?? (leftness > 0.5 ? .left : .right) }

    /// What is known when the hand is looked for in another place from here on.
    func sought(at place: Place) -> HandTrack {
        var next = HandTrack()
        (next.place, next.leftness, next.looks, next.likely) = (place, leftness, looks, likely)
        return next
    }

    func anchor(of pose: BodyPose, _ side: Side) -> SIMD2<Float> {
        place == .arm ? pose.wrist(side) : pose.nose
    }

    /// The mesh, moved along with the pose.
    func mesh(of pose: BodyPose, _ side: Side) -> HandMesh? {
        guard var mesh else { return nil }
        let way = anchor(of: pose, side) - anchor
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

    /// The hands as they go along with a pose; one found at the face is the one that it looks like, and
    /// the pose has its wrist and knuckles from there.
    func shown(with pose: BodyPose) -> BodyPose {
        var pose = pose
        for side in Side.allCases {
            let hand = self[side]
            let isEither = hand.place == .faceOfEither
            if hand.place != .arm, hand.misses >= TrackingParameters.standard.hands.misses {
                for missed in isEither ? Side.allCases : [side] { pose[isAway: missed] = true }
            }
            guard let mesh = hand.mesh(of: pose, side) else { continue }
            guard hand.place != .arm else {
                // The pose was led to the hand whose own arm it misses.
                let isOther =
                    hand.likely == side.opposite && self[side.opposite].mesh == nil
                    && pose.handVisibility(side.opposite)
                        < TrackingParameters.standard.hands.doubt.lowerBound
                if isOther {
                    pose.hide(side)
                    pose.put(mesh, at: side.opposite)
                } else {
                    pose[hand: side] = mesh
                }
                continue
            }
            // Looked for for both, it is whichever hand it looks like.
            pose.put(mesh, at: isEither ? hand.side : side)
        }
        return pose
    }

    /// How likely the two meshes, of one hand, are of the left one, 0…1.
    var leftness: Float { (left.leftness + right.leftness) / 2 }

    /// What was remembered of the pictures is another's: nothing may be kept.
    mutating func inferAgain() {
        left.time = -.infinity
        right.time = -.infinity
    }
}

extension BodyPose {
    /// Takes a hand that the pose misses from its mesh.
    fileprivate mutating func put(_ mesh: HandMesh, at side: Side) {
        self[hand: side] = mesh
        let pairs: [(Landmark, HandMesh.Point)] =
            side == .left
            ? [(.leftWrist, .wrist), (.leftIndex, .indexKnuckle), (.leftPinky, .littleKnuckle)]
            : [(.rightWrist, .wrist), (.rightIndex, .indexKnuckle), (.rightPinky, .littleKnuckle)]
        for (landmark, point) in pairs {
            let place = mesh[point]
            points[landmark.rawValue].x = place.x
            points[landmark.rawValue].y = place.y
            points[landmark.rawValue].visibility = mesh.score
        }
    }

    /// Nobody knows where this hand is.
    mutating func hide(_ side: Side) {
        self[hand: side] = nil
        let landmarks: [Landmark] =
            side == .left
            ? [.leftWrist, .leftIndex, .leftPinky, .leftThumb]
            : [.rightWrist, .rightIndex, .rightPinky, .rightThumb]
        for landmark in landmarks { points[landmark.rawValue].visibility = 0 }
    }
}
