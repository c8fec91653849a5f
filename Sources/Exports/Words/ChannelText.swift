package import Posture

extension Channel {
    /// Why mouth and face that follow each other say little.
    package static let speechCaveat =
        "Mouths and faces follow each other when people merely talk in turn."

    /// The channel's name for a reader.
    var title: String {
        let words = rawValue.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// What the numbers count, and which way is positive: `degrees, + toward own left shoulder`.
    ///
    /// - Parameter isBelt: whether breathing was measured with belts.
    func legend(isBelt: Bool = false) -> String {
        let unit =
            switch unit {
            case .shoulderWidths where isBelt && self == .breath:
                "standard deviations of the person’s own belt"
            case .shoulderWidths where isOfPair: "shoulder widths of the first seat"
            case .degrees: "degrees"
            case .shoulderWidths: "shoulder widths"
            case .share: shareOf
            case .signedShare: "share"
            case .eyeSpansPerSecond: "distances between the eyes’ outer corners a second"
            case .perMinute: "breaths a minute"
            case .faceHeights: "heights of the face"
            case .ratio: "ratio"
            }
        return positive.map { "\(unit), + \($0)" } ?? unit
    }

    private var shareOf: String {
        switch self {
        case .motionEnergy: "share of the person’s region that changed"
        case .smile: "share of a broad smile, against the person’s own neutral face"
        case .mouthOpen: "share of half the distance between the eyes’ outer corners"
        default: "share"
        }
    }

    /// What a positive value means; `nil` where there is no negative one.
    private var positive: String? {
        switch self {
        case .headTilt: "toward own left shoulder"
        case .headTurn, .trunkTurn, .gazeTurn: "to own left"
        case .headNod, .gazeNod: "up"
        case .shoulderTilt: "own left shoulder higher"
        case .shoulderRaise: "raised"
        case .trunkLean: "toward own left"
        case .trunkPitch: "forward"
        case .toPartner: "past the other person"
        case .leftHandX, .rightHandX: "toward own left"
        case .leftHandY, .rightHandY: "up"
        case .browRaise: "raised"
        case .breath: "inhaled"
        case .leftHandToFace, .rightHandToFace, .motionEnergy, .smile, .mouthOpen, .faceMotion,
            .breathRate, .distance, .breathDepth, .faceActivity, .nearness, .shoulderSpan,
            .leftHandSeen, .rightHandSeen,
            .leftFingersToFace,
            .rightFingersToFace, .handsApart, .handsPast, .handsOverlap, .wristsToElbows,
            .handsOffArms:
            nil
        }
    }
}
