package import Posture

extension Channel {
    /// Why mouth and face that follow each other say little.
    package static let speechCaveat = Phrases.english("combined.speech")
}

extension Phrases {
    /// What the numbers count, and which way is positive: `degrees, + toward own left shoulder`.
    ///
    /// - Parameter isBelt: whether breathing was measured with belts.
    func legend(_ channel: Channel, isBelt: Bool = false) -> String {
        let unit = self("unit.\(Self.unit(of: channel, isBelt: isBelt))")
        let sign = "sign.\(channel.rawValue)"
        return has(sign)
            ? self("unit.signed", ["unit": .text(unit), "sign": .text(self(sign))]) : unit
    }

    private static func unit(of channel: Channel, isBelt: Bool) -> String {
        switch channel.unit {
        case .shoulderWidths where isBelt && channel == .breath: "belt"
        case .shoulderWidths where channel.isOfPair: "shoulder_widths_of_first"
        case .shoulderWidths: "shoulder_widths"
        case .degrees: "degrees"
        case .share: share(of: channel)
        case .signedShare: "share"
        case .eyeSpansPerSecond: "eye_spans"
        case .perMinute: "breaths"
        case .faceHeights: "face_heights"
        case .ratio: "ratio"
        }
    }

    private static func share(of channel: Channel) -> String {
        switch channel {
        case .motionEnergy: "share_of_region"
        case .smile: "share_of_smile"
        case .mouthOpen: "share_of_mouth"
        default: "share"
        }
    }
}
