/// The order and names in which a tool gives its keypoints, and the BlazePose landmark that each is.
package enum Skeleton: String, Sendable {
    /// 17 points of COCO's person keypoints.
    case coco17 = "COCO-17"
    /// 18 points of OpenPose's COCO model.
    case coco18 = "COCO-18"
    /// 25 points of OpenPose's BODY_25.
    case body25 = "BODY_25"
    /// 33 points of BlazePose.
    case blazePose = "BlazePose"

    /// The landmark of each number; `nil` for points that BlazePose does not have.
    package var landmarks: [Landmark?] {
        switch self {
        case .coco17:
            [
                .nose, .leftEye, .rightEye, .leftEar, .rightEar, .leftShoulder, .rightShoulder,
                .leftElbow, .rightElbow, .leftWrist, .rightWrist, .leftHip, .rightHip, .leftKnee,
                .rightKnee, .leftAnkle, .rightAnkle,
            ]
        case .coco18:
            [
                .nose, nil, .rightShoulder, .rightElbow, .rightWrist, .leftShoulder, .leftElbow,
                .leftWrist, .rightHip, .rightKnee, .rightAnkle, .leftHip, .leftKnee, .leftAnkle,
                .rightEye, .leftEye, .rightEar, .leftEar,
            ]
        case .body25:
            [
                .nose, nil, .rightShoulder, .rightElbow, .rightWrist, .leftShoulder, .leftElbow,
                .leftWrist, nil, .rightHip, .rightKnee, .rightAnkle, .leftHip, .leftKnee,
                .leftAnkle, .rightEye, .leftEye, .rightEar, .leftEar, .leftFootIndex, nil,
                .leftHeel, .rightFootIndex, nil, .rightHeel,
            ]
        case .blazePose: Landmark.allCases.map { $0 }
        }
    }

    /// The smallest skeleton that has a keypoint of that number; `nil` when none has.
    package init?(holding number: Int) {
        switch number {
        case 0..<17: self = .coco17
        case 17: self = .coco18
        case 18..<25: self = .body25
        case 25..<33: self = .blazePose
        default: return nil
        }
    }

    /// The skeleton with so many keypoints that OpenPose's files can hold.
    package init?(count: Int) {
        switch count {
        case 17: self = .coco17
        case 18: self = .coco18
        case 25: self = .body25
        default: return nil
        }
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
            "neck", "midhip", "head", "background", "lsmalltoe", "rsmalltoe", "leftsmalltoe",
            "rightsmalltoe",
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
