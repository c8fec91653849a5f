import Posture

extension Channel {
    /// The channel's name for a reader.
    var title: String {
        let words = rawValue.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// What the numbers count, and which way is positive: `degrees, + toward own left shoulder`.
    var legend: String {
        let unit =
            switch unit {
            case .degrees: "degrees"
            case .shoulderWidths: "shoulder widths"
            case .share:
                self == .motionEnergy ? "share of the person’s region that changed" : "share"
            case .faceHeights: "heights of the face"
            case .ratio: "ratio"
            }
        return positive.map { "\(unit), + \($0)" } ?? unit
    }

    /// What a positive value means; `nil` where there is no negative one.
    private var positive: String? {
        switch self {
        case .headTilt: "toward own left shoulder"
        case .headTurn, .trunkTurn: "to own left"
        case .headNod: "up"
        case .shoulderTilt: "own left shoulder higher"
        case .shoulderRaise: "raised"
        case .trunkLean: "toward own left"
        case .trunkPitch: "forward"
        case .toPartner: "past the other person"
        case .leftHandX, .rightHandX: "toward own left"
        case .leftHandY, .rightHandY: "up"
        case .leftHandToFace, .rightHandToFace, .motionEnergy, .nearness, .shoulderSpan,
            .leftHandSeen, .rightHandSeen, .leftFingersToFace, .rightFingersToFace, .handsApart,
            .handsPast, .handsOverlap, .wristsToElbows, .handsOffArms:
            nil
        }
    }
}
