/// A posture feature as a time series, in the order and with the names of `features.csv`.
///
/// Angles are in degrees, lengths in `sw` (the person's own reference shoulder width). Everything
/// lateral is anatomical: positive is toward the person's own left.
package enum Channel: String, Sendable, Codable, CaseIterable, Hashable {
    /// Roll of the head against gravity, degrees; toward own left shoulder.
    case headTilt = "head_tilt"
    /// Yaw of the head away from the camera axis, degrees; to own left. In profile, where there is no face mesh,
    /// rough: from nose and ears.
    case headTurn = "head_turn"
    /// Pitch of the head, degrees; up.
    case headNod = "head_nod"
    /// Slope of the shoulder line, degrees; own left shoulder higher.
    case shoulderTilt = "shoulder_tilt"
    /// Shoulders toward the ears against the person's own rest, sw; raised.
    case shoulderRaise = "shoulder_raise"
    /// Sideways lean of the trunk, degrees; toward own left.
    case trunkLean = "trunk_lean"
    /// Forward lean of the trunk, degrees; forward.
    case trunkPitch = "trunk_pitch"
    /// Yaw of the trunk away from the camera axis, degrees; to own left.
    case trunkTurn = "trunk_turn"
    /// Hand centre from mid-shoulder, sw; x toward own left, y up.
    case leftHandX = "left_hand_x"
    case leftHandY = "left_hand_y"
    case rightHandX = "right_hand_x"
    case rightHandY = "right_hand_y"
    /// Shortest distance from the hand to the face, sw.
    case leftHandToFace = "left_hand_to_face"
    case rightHandToFace = "right_hand_to_face"
    /// Share of the person's region whose grey value changed, 0…1.
    case motionEnergy = "motion_energy"
    /// Corners of the mouth wide and up against the person's own neutral face, 0…1.
    case smile
    /// How far the lips are apart, 0…1: 1 where half as far as the outer corners of the eyes.
    case mouthOpen = "mouth_open"
    /// Brows against where the person usually has them at this pitch of the head, −1…1; raised.
    case browRaise = "brow_raise"
    /// How fast the points of mouth, brows, lids and cheeks move within the face, distances between the outer
    /// corners of the eyes a second; low is a still face.
    case faceMotion = "face_motion"
    /// Where the eyes look, head and eyes together, against the camera, degrees; to own left. Of scores of series
    /// only: Attune does not measure it itself.
    case gazeTurn = "gaze_turn"
    /// As ``gazeTurn``; up.
    case gazeNod = "gaze_nod"
    /// How the head is turned toward the other person, degrees: 0 faces them, negative falls short of it, −90 looks
    /// at the camera, positive is past them. See ``PartnerSide``.
    case toPartner = "to_partner"
    /// How far the chest is up, within the band of breathing, sw; inhaled. With consent to it only, and only
    /// where it could be told from all else that moves a chest; see `BreathEstimator`.
    case breath
    /// Breaths a minute.
    case breathRate = "breath_rate"
    /// Between the two mid-shoulders in the picture, shoulder widths of the *first* seat: the same for both people.
    /// Only where one picture shows both at about the same distance from the camera; see ``PartnerSide``.
    case distance
    // Evidence for postures, not compared between people.
    /// Size of the face in the picture against its own median; above 1 when nearer the camera.
    case nearness
    /// Length of the shoulder line in the picture, heights of the face; short in profile.
    case shoulderSpan = "shoulder_span"
    /// How sure the hand network is that it sees the hand, 0…1; 0 where it sees none.
    case leftHandSeen = "left_hand_seen"
    case rightHandSeen = "right_hand_seen"
    /// Shortest distance from the fingertips to the face, heights of the face; 0 on it, 1 also where the hand
    /// is hidden and was looked for at the face in vain.
    case leftFingersToFace = "left_fingers_to_face"
    case rightFingersToFace = "right_fingers_to_face"
    /// Between the middles of both hands, heights of the face.
    case handsApart = "hands_apart"
    /// How far the right hand is past the left one toward own left, heights of the face.
    case handsPast = "hands_past"
    /// Share of one hand's points that lie within the outline of the other, 0…1.
    case handsOverlap = "hands_overlap"
    /// From the wrist to the other arm's elbow, in lengths of that forearm; the greater of both.
    case wristsToElbows = "wrists_to_elbows"
    /// From a hand that is seen to the other forearm, heights of the face; the greater of both.
    case handsOffArms = "hands_off_arms"
    /// How deep the breaths around are, against the person's own median; see `BreathDepth`.
    case breathDepth = "breath_depth"
    /// How much the face moves in the minute around, against the person's own median; see `FaceActivity`.
    case faceActivity = "face_activity"

    /// Position in `features.csv` and in every per-channel array.
    package var index: Int { Self.indices[self] ?? 0 }

    private static let indices = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    /// The channel of the *other* person that shows the same movement in a mirror, and the sign to
    /// multiply it by; `nil` for a channel without a side.
    package var mirror: (channel: Channel, sign: Double)? {
        switch self {
        case .headTilt, .headTurn, .shoulderTilt, .trunkLean, .trunkTurn, .gazeTurn: (self, -1)
        case .leftHandX: (.rightHandX, -1)
        case .rightHandX: (.leftHandX, -1)
        case .leftHandY: (.rightHandY, 1)
        case .rightHandY: (.leftHandY, 1)
        case .leftHandToFace: (.rightHandToFace, 1)
        case .rightHandToFace: (.leftHandToFace, 1)
        case .leftHandSeen: (.rightHandSeen, 1)
        case .rightHandSeen: (.leftHandSeen, 1)
        case .leftFingersToFace: (.rightFingersToFace, 1)
        case .rightFingersToFace: (.leftFingersToFace, 1)
        case .headNod, .shoulderRaise, .trunkPitch, .motionEnergy, .smile, .mouthOpen, .browRaise,
            .faceMotion, .gazeNod, .toPartner, .breath, .breathRate, .distance, .nearness,
            .shoulderSpan, .handsApart, .handsPast, .handsOverlap, .wristsToElbows, .handsOffArms,
            .breathDepth,
            .faceActivity:
            nil
        }
    }
}

extension Channel {
    /// Whether it is a movement in which two people can be compared; the others are what postures are told
    /// by.
    package var isCompared: Bool { index <= Channel.gazeNod.index }

    /// The channels in which two people are compared.
    package static let compared = allCases.filter(\.isCompared)

    /// Whether it says what face and eyes do. Such channels are compared one by one, and are no part of what is
    /// said of the movement of the body.
    package var isFace: Bool {
        switch self {
        case .smile, .mouthOpen, .browRaise, .faceMotion, .gazeTurn, .gazeNod: true
        default: false
        }
    }

    /// Whether talking alone moves it.
    package var followsSpeech: Bool { self == .mouthOpen || self == .faceMotion }

    /// Whether it says how much something moves and not which way: an amplitude itself.
    package var isAmplitude: Bool { self == .motionEnergy || self == .faceMotion }

    /// What a channel is measured in.
    package enum Unit: String, Sendable {
        /// Degrees.
        case degrees = "deg"
        /// The person's own reference shoulder width.
        case shoulderWidths = "sw"
        /// A share, 0…1.
        case share = "0…1"
        /// A share to either side, −1…1.
        case signedShare = "−1…1"
        /// The person's own distance between the outer corners of the eyes a second.
        case eyeSpansPerSecond = "1/s"
        /// Times a minute.
        case perMinute = "1/min"
        /// Heights of the person's own face.
        case faceHeights = "faces"
        /// A ratio of two lengths.
        case ratio = "ratio"
    }

    /// The unit of the channel, as in `features.csv`.
    package var unit: Unit {
        switch self {
        case .headTilt, .headTurn, .headNod, .shoulderTilt, .trunkLean, .trunkPitch, .trunkTurn,
            .gazeTurn, .gazeNod, .toPartner:
            .degrees
        case .shoulderRaise, .leftHandX, .leftHandY, .rightHandX, .rightHandY,
            .leftHandToFace, .rightHandToFace, .breath, .distance:
            .shoulderWidths
        case .motionEnergy, .smile, .mouthOpen, .leftHandSeen, .rightHandSeen, .handsOverlap:
            .share
        case .browRaise: .signedShare
        case .faceMotion: .eyeSpansPerSecond
        case .breathRate: .perMinute
        case .shoulderSpan, .leftFingersToFace, .rightFingersToFace, .handsApart, .handsPast,
            .handsOffArms:
            .faceHeights
        case .nearness, .wristsToElbows, .breathDepth, .faceActivity: .ratio
        }
    }

    /// Whether it tells of breathing, which is measured with consent to it only.
    package var isBreathing: Bool {
        self == .breath || self == .breathRate || self == .breathDepth
    }

    /// Whether it is of both people at once, and the same of each.
    package var isOfPair: Bool { self == .distance }

    /// Whether it tells where the other person is.
    package var tellsOfPartner: Bool { isOfPair || self == .toPartner }

    var isAngle: Bool { unit == .degrees }
}
