/// A number that a posture's conditions test: a channel, or something computed from channels alone,
/// so that a `features.csv` is enough to find every posture.
///
/// In a definition, `{side}` stands for the side in question and `{other}` for the other one.
package enum PostureSignal: Sendable, Hashable {
    case channel(Channel)
    /// `presence`, 0…1.
    case presence
    /// `left_hand_speed`, `right_hand_speed`: speed of the hand centre against mid-shoulder, sw/s,
    /// from the straight line through `SignalWindow.halfWidth` seconds on either side.
    case handSpeed(Side)
    /// `hands_distance`: between the two hand centres, sw.
    case handsDistance
    /// `hands_crossing`: how far the right hand is beyond the left one toward own left, sw.
    case handsCrossing
    /// `lower_hand_y`: the height of the lower hand against mid-shoulder, sw; up.
    case lowerHandY

    /// The signal of that name; `nil` when there is none.
    package init?(name: String) {
        if let channel = Channel(rawValue: name) {
            self = .channel(channel)
            return
        }
        guard let known = Self.derived.first(where: { $0.name == name }) else { return nil }
        self = known
    }

    /// The signals that are not channels.
    package static let derived: [PostureSignal] = [
        .presence, .handSpeed(.left), .handSpeed(.right), .handsDistance, .handsCrossing,
        .lowerHandY,
    ]

    package var name: String {
        switch self {
        case .channel(let channel): channel.rawValue
        case .presence: "presence"
        case .handSpeed(let side): "\(side.rawValue)_hand_speed"
        case .handsDistance: "hands_distance"
        case .handsCrossing: "hands_crossing"
        case .lowerHandY: "lower_hand_y"
        }
    }

    /// Whether positive means toward own left, so that a sided posture counts it positive toward the
    /// side in question.
    var isLateral: Bool {
        switch self {
        case .channel(let channel): channel.mirror?.sign == -1
        default: false
        }
    }
}
