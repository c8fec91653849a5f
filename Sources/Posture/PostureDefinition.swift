/// What makes a posture: conditions that must all hold, for how long, and what it gives way to.
///
/// The standard set is data (`Resources/postures.json`); `load` reads others in the same form.
public struct PostureDefinition: Sendable, Equatable {
    /// Such as `head_on_hand`; unique within a set.
    public var name: String
    /// What it is, and where its thresholds come from.
    public var about: String
    /// A posture with a side is looked for on the left and on the right.
    public var isSided: Bool
    public var conditions: [PostureCondition]
    /// Conditions that must also be seen to hold, for half of `minimumHold`, somewhere in the hold.
    public var confirmation: [PostureCondition]
    /// Shorter holds do not count, seconds.
    public var minimumHold: Double
    /// Breaks up to this length do not end a hold, seconds.
    public var bridge: Double
    /// How long what was last seen, held or not held, is taken to last while a landmark is hidden,
    /// seconds.
    public var hiddenBridge: Double
    /// While one of these is held, on whatever side, this one is not.
    public var unless: [String]
    /// While one of these is held on the same side, this one is not.
    public var unlessOnSameSide: [String]

    public init(
        name: String, about: String = "", isSided: Bool = false, conditions: [PostureCondition],
        confirmation: [PostureCondition] = [], minimumHold: Double = 1, bridge: Double = 0.5,
        hiddenBridge: Double = 0.5, unless: [String] = [], unlessOnSameSide: [String] = []
    ) {
        self.name = name
        self.about = about
        self.isSided = isSided
        self.conditions = conditions
        self.confirmation = confirmation
        self.minimumHold = minimumHold
        self.bridge = bridge
        self.hiddenBridge = hiddenBridge
        self.unless = unless
        self.unlessOnSameSide = unlessOnSameSide
    }

    /// The sides on which the posture is looked for; `[nil]` for a posture without one.
    public var sides: [Side?] { isSided ? Side.allCases : [nil] }

    /// The set that comes with Attune.
    public static let standard: [PostureDefinition] = {
        do {
            return try load(PackageResources.postures_json)
        } catch {
            // It is part of the program: no input leads here, and a test reads it.
            fatalError("the embedded postures.json is malformed: \(error)")
        }
    }()
}

/// One signal that must be beyond a threshold, with hysteresis.
public struct PostureCondition: Sendable, Equatable {
    public enum Direction: String, Sendable, Codable, CaseIterable {
        case above, below
    }

    /// Name of a `PostureSignal`, with `{side}` and `{other}` in a posture with a side. There,
    /// signals that are positive toward own left are counted positive toward the side in question.
    public var signal: String
    public var direction: Direction
    /// Beyond this the condition begins to hold, in the signal's unit.
    public var enter: Double
    /// It holds until the signal is back past this.
    public var leave: Double
    /// Whether thresholds are against the person's own rest: the median of the signal so far.
    public var isRelative: Bool

    public init(
        signal: String, direction: Direction, enter: Double, leave: Double,
        isRelative: Bool = false
    ) {
        self.signal = signal
        self.direction = direction
        self.enter = enter
        self.leave = leave
        self.isRelative = isRelative
    }

    /// The signal that is meant on one side; `nil` when there is none of that name.
    public func signal(on side: Side?) -> PostureSignal? {
        var name = ""
        var rest = Substring(signal)
        while let brace = rest.firstIndex(of: "{") {
            name += rest[..<brace]
            guard let side, let end = rest[brace...].firstIndex(of: "}") else { return nil }
            switch rest[brace...end] {
            case "{side}": name += side.rawValue
            case "{other}": name += side.opposite.rawValue
            default: return nil
            }
            rest = rest[rest.index(after: end)...]
        }
        return PostureSignal(name: name + rest)
    }
}
