/// The order and names in which a tool gives its keypoints, and the BlazePose landmark that each is.
///
/// Sources: OpenPose's `poseParameters.cpp` (BODY_25, COCO, MPI) and its train repository's
/// `README.md` (BODY_25B, BODY_135: COCO's 17, upper neck, head top, feet); Halpe-FullBody's README (26,
/// 136); COCO-WholeBody's README (133: COCO's 17, feet, face, hands); COCO's person keypoints (17);
/// BlazePose's model card (33). Of hands and faces nothing is used.
package enum Skeleton: String, Sendable, CaseIterable {
    /// 15 points of MPII as OpenPose gives them; no face.
    case mpi15 = "MPI-15"
    /// 17 points of COCO's person keypoints.
    case coco17 = "COCO-17"
    /// 18 points of OpenPose's COCO model.
    case coco18 = "COCO-18"
    /// 25 points of OpenPose's BODY_25.
    case body25 = "BODY_25"
    /// 25 points of OpenPose's BODY_25B.
    case body25b = "BODY_25B"
    /// 26 points of Halpe, as AlphaPose and RTMPose give them.
    case halpe26 = "Halpe-26"
    /// 33 points of BlazePose.
    case blazePose = "BlazePose"
    /// 133 points of COCO-WholeBody.
    case wholeBody133 = "WholeBody-133"
    /// 135 points of OpenPose's BODY_135.
    case body135 = "BODY_135"
    /// 136 points of Halpe.
    case halpe136 = "Halpe-136"

    /// The skeleton of that name, in any spelling of words: `BODY_25B`, `coco 17`, `halpe26`.
    package init?(named text: String) {
        let plain = Self.plain(text)
        guard let skeleton = Self.allCases.first(where: { Self.plain($0.rawValue) == plain }) else {
            return nil
        }
        self = skeleton
    }

    /// How many keypoints it has.
    package var count: Int {
        switch self {
        case .wholeBody133: 133
        case .body135: 135
        case .halpe136: 136
        default: landmarks.count
        }
    }

    /// The landmark of each number, of the body; `nil` for points that BlazePose does not have.
    package var landmarks: [Landmark?] { Self.tables[self] ?? [] }

    /// The number of the neck where it is the middle of the shoulders.
    package var neck: Int? {
        switch self {
        case .mpi15, .coco18, .body25: 1
        case .halpe26, .halpe136: 18
        default: nil
        }
    }

    private static let tables: [Skeleton: [Landmark?]] = [
        .mpi15: [nil, nil] + armsRightFirst + legsRightFirst + [nil],
        .coco17: coco,
        .coco18: [.nose, nil] + armsRightFirst + legsRightFirst + headRightFirst,
        .body25: [.nose, nil] + armsRightFirst + [nil] + legsRightFirst + headRightFirst
            + feetBySide,
        .body25b: coco + [nil, nil] + feetBySide,
        .halpe26: coco + [nil, nil, nil] + feetByPart,
        .blazePose: Landmark.allCases.map { $0 },
        .wholeBody133: coco + feetBySide,
        .body135: coco + [nil, nil] + feetBySide,
        .halpe136: coco + [nil, nil, nil] + feetByPart,
    ]

    private static let coco: [Landmark?] = [
        .nose, .leftEye, .rightEye, .leftEar, .rightEar, .leftShoulder, .rightShoulder,
        .leftElbow, .rightElbow, .leftWrist, .rightWrist, .leftHip, .rightHip, .leftKnee,
        .rightKnee, .leftAnkle, .rightAnkle,
    ]
    private static let armsRightFirst: [Landmark?] = [
        .rightShoulder, .rightElbow, .rightWrist, .leftShoulder, .leftElbow, .leftWrist,
    ]
    private static let legsRightFirst: [Landmark?] = [
        .rightHip, .rightKnee, .rightAnkle, .leftHip, .leftKnee, .leftAnkle,
    ]
    private static let headRightFirst: [Landmark?] = [.rightEye, .leftEye, .rightEar, .leftEar]
    /// Big toe, small toe, heel.
    private static let feetBySide: [Landmark?] = [
        .leftFootIndex, nil, .leftHeel, .rightFootIndex, nil, .rightHeel,
    ]
    private static let feetByPart: [Landmark?] = [
        .leftFootIndex, .rightFootIndex, nil, nil, .leftHeel, .rightHeel,
    ]

    /// The skeletons with so many keypoints, the commonest first. Only their places tell them apart.
    package static func with(count: Int) -> [Skeleton] { allCases.filter { $0.count == count } }

    /// The smallest skeletons that have a keypoint of that number.
    package static func holding(_ number: Int) -> [Skeleton] {
        // Who sits has no ankles: the numbers of COCO-17 may end early.
        if (0..<17).contains(number) { return [.coco17] }
        let larger = allCases.filter { $0.count > number && number >= 0 }
        return larger.filter { $0.count == larger.map(\.count).min() }
    }

    /// What a keypoint's name means.
    package enum Name: Equatable {
        case landmark(Landmark)
        /// A point that BlazePose does not have, such as the neck.
        case other
    }

    /// Names of COCO, OpenPose and BlazePose, in any spelling of words: `left_shoulder`,
    /// `Left Shoulder`, `LShoulder`; `nil` for a name that none of them has.
    package static func name(_ text: String) -> Name? { names[plain(text)] }

    private static func plain(_ text: String) -> String {
        String(text.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" })
    }

    private static let names: [String: Name] = {
        var names: [String: Name] = [:]
        for landmark in Landmark.allCases {
            names[plain(landmark.name)] = .landmark(landmark)
        }
        let short: [(String, Landmark, Landmark)] = [
            ("eye", .leftEye, .rightEye), ("ear", .leftEar, .rightEar),
            ("shoulder", .leftShoulder, .rightShoulder), ("elbow", .leftElbow, .rightElbow),
            ("wrist", .leftWrist, .rightWrist), ("hip", .leftHip, .rightHip),
            ("knee", .leftKnee, .rightKnee), ("ankle", .leftAnkle, .rightAnkle),
            ("heel", .leftHeel, .rightHeel), ("bigtoe", .leftFootIndex, .rightFootIndex),
        ]
        for (part, left, right) in short {
            for prefix in ["l", "left"] { names[prefix + part] = .landmark(left) }
            for prefix in ["r", "right"] { names[prefix + part] = .landmark(right) }
        }
        for name in [
            "neck", "upperneck", "midhip", "hip", "pelvis", "spine", "thorax", "chest", "head",
            "headtop", "background", "lsmalltoe", "rsmalltoe", "leftsmalltoe", "rightsmalltoe",
        ] { names[name] = .other }
        return names
    }()
}

// How a person is drawn.
extension Skeleton {
    /// BlazePose's own topology (Bazarevsky et al. 2020), for drawing; the face by its eyes, ears and mouth.
    package static let bones: [(Landmark, Landmark)] = [
        (.leftShoulder, .rightShoulder), (.leftHip, .rightHip),
        (.leftShoulder, .leftHip), (.rightShoulder, .rightHip),
        (.leftShoulder, .leftElbow), (.leftElbow, .leftWrist),
        (.rightShoulder, .rightElbow), (.rightElbow, .rightWrist),
        (.leftWrist, .leftIndex), (.leftWrist, .leftPinky), (.leftIndex, .leftPinky),
        (.leftWrist, .leftThumb),
        (.rightWrist, .rightIndex), (.rightWrist, .rightPinky), (.rightIndex, .rightPinky),
        (.rightWrist, .rightThumb),
        (.leftHip, .leftKnee), (.leftKnee, .leftAnkle),
        (.rightHip, .rightKnee), (.rightKnee, .rightAnkle),
        (.leftAnkle, .leftHeel), (.leftHeel, .leftFootIndex), (.leftAnkle, .leftFootIndex),
        (.rightAnkle, .rightHeel), (.rightHeel, .rightFootIndex), (.rightAnkle, .rightFootIndex),
        (.leftEar, .leftEye), (.leftEye, .nose), (.nose, .rightEye), (.rightEye, .rightEar),
        (.mouthLeft, .mouthRight),
    ]

    /// Where a joint is marked.
    package static let joints: [Landmark] = [
        .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist, .leftHip,
        .rightHip, .leftKnee, .rightKnee, .leftAnkle, .rightAnkle,
    ]

    /// Landmarks of the head.
    package static let head: [Landmark] = [.nose, .leftEye, .rightEye, .leftEar, .rightEar]
}
