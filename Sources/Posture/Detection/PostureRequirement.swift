import Base

/// What must be the case for a posture to be told at all: the camera sees enough of it.
///
/// Where it is known not to be, the posture is unknown, neither held nor not held.
package struct PostureRequirement: Sendable, Hashable, Codable {
    /// Name of a ``PostureSignal``, with `{side}` and `{other}` in a posture with a side.
    package var signal: String
    package var direction: PostureCondition.Direction
    /// In the signal's unit, without regard to its sign: a head turned by 40° is so to either side.
    package var value: Double
    /// Why the posture cannot be told otherwise, as in "the person is seen in profile".
    package var reason: String

    package init(
        signal: String, direction: PostureCondition.Direction, value: Double, reason: String
    ) {
        self.signal = signal
        self.direction = direction
        self.value = value
        self.reason = reason
    }

    /// The signal as a condition, which knows about sides.
    var condition: PostureCondition {
        PostureCondition(signal: signal, direction: direction, enter: value, leave: value)
    }

    /// Whether a value of the signal lets the posture be told; an unknown one does not forbid it.
    func allows(_ value: Double) -> Bool {
        guard value.isFinite else { return true }
        return direction == .above ? abs(value) >= self.value : abs(value) <= self.value
    }
}

extension PostureRequirement {
    private static let values = -1000.0...1000.0
    /// Letters of a reason.
    private static let longestReason = 200

    init(_ value: JSONValue, _ place: String) throws(JSONProblem) {
        let keys = ["signal", "direction", "value", "reason"]
        let object = try StrictObject(value, .entry(place), known: keys, required: keys)
        self.init(
            signal: try object.text("signal") ?? "",
            direction: try PostureCondition.Direction(in: object),
            value: try object.number("value", Self.values, "in the signal's unit") ?? 0,
            reason: try object.text("reason", most: Self.longestReason) ?? "")
    }

    var json: JSONValue {
        [
            "direction": .string(direction.rawValue),
            "reason": .string(reason),
            "signal": .string(signal),
            "value": .plain(value),
        ]
    }
}
