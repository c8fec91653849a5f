extension Channel {
    /// What a channel is measured in.
    package enum Unit: String, Sendable {
        /// Degrees.
        case degrees = "deg"
        /// The person's own reference shoulder width.
        case shoulderWidths = "sw"
        /// A share, 0…1.
        case share = "0…1"
    }

    /// The unit of the channel, as in `features.csv`.
    package var unit: Unit {
        switch self {
        case .headTilt, .headTurn, .headNod, .shoulderTilt, .trunkLean, .trunkPitch, .trunkTurn:
            .degrees
        case .shoulderRaise, .leftHandX, .leftHandY, .rightHandX, .rightHandY,
            .leftHandToFace, .rightHandToFace:
            .shoulderWidths
        case .motionEnergy: .share
        }
    }

    var isAngle: Bool { unit == .degrees }
}
