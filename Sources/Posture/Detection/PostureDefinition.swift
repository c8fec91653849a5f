/// Defines a posture: conditions that must all hold, for how long, and the postures it gives way to.
///
/// The standard set is data (`Resources/postures.json`); ``load(_:)`` reads others in the same form.
package struct PostureDefinition: Sendable, Equatable, Codable {
    /// Such as `head_on_hand`; unique within a set.
    package var name: String
    /// What it is, and where its thresholds come from.
    package var about = ""
    /// A posture with a side is looked for on the left and on the right.
    package var isSided: Bool
    package var conditions: [PostureCondition]
    /// Conditions that must also be seen to hold, for half of `minimumHold`, somewhere in the hold.
    package var confirmation: [PostureCondition]
    /// What must be the case for the posture to be told at all.
    package var requirements: [PostureRequirement]
    /// Shorter holds do not count, seconds.
    package var minimumHold: Double
    /// Breaks up to this length do not end a hold, seconds.
    package var bridge: Double
    /// How long the last known state, held or not held, is assumed to last while a landmark is hidden,
    /// seconds.
    package var hiddenBridge: Double
    /// Longest lag that counts as adopting it, seconds; `nil` where it is that of all postures.
    package var maxLag: Double?
    /// While one of these is held, on whatever side, this one is not.
    package var unless: [String]
    /// While one of these is held on the same side, this one is not.
    package var unlessOnSameSide: [String]
    /// What it was held against; `nil` when it is not known to have been.
    package var validation: PostureValidation?
    /// `false` where it is not; left out otherwise.
    private var adopted: Bool?

    /// Whether taking it up after the other is mimicry, and holding it together a shared posture. Of an answer to the
    /// other, as turning to them is, and of what is told too roughly for who was first, it is not.
    package var isAdopted: Bool {
        get { adopted ?? true }
        set { adopted = newValue ? nil : false }
    }

    /// Whether it tells where the other person is.
    package var tellsOfPartner: Bool {
        (conditions + confirmation).contains {
            Channel(rawValue: $0.signal)?.tellsOfPartner == true
        }
    }

    package init(
        name: String, about: String = "", isSided: Bool = false, conditions: [PostureCondition],
        confirmation: [PostureCondition] = [], requirements: [PostureRequirement] = [],
        minimumHold: Double = 1, bridge: Double = 0.5, hiddenBridge: Double = 0.5,
        maxLag: Double? = nil, unless: [String] = [], unlessOnSameSide: [String] = [],
        validation: PostureValidation? = nil, isAdopted: Bool = true
    ) {
        self.name = name
        self.about = about
        self.isSided = isSided
        self.conditions = conditions
        self.confirmation = confirmation
        self.requirements = requirements
        self.minimumHold = minimumHold
        self.bridge = bridge
        self.hiddenBridge = hiddenBridge
        self.maxLag = maxLag
        self.unless = unless
        self.unlessOnSameSide = unlessOnSameSide
        self.validation = validation
        self.isAdopted = isAdopted
    }

    /// As records keep it; `about` stays out. Their coder joins words with underscores, which gives the
    /// keys of ``json``.
    private enum CodingKeys: String, CodingKey {
        case name, conditions, bridge, maxLag, unless, validation, adopted
        case isSided = "sided"
        case confirmation = "confirmedBy"
        case minimumHold = "minHold"
        case hiddenBridge = "bridgeHidden"
        case unlessOnSameSide = "unlessSameSide"
        case requirements = "requires"
    }

    /// Records of earlier versions have neither requirements nor a validation, nor lags of their own, and all
    /// postures are adopted.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try values.decode(String.self, forKey: .name),
            isSided: try values.decode(Bool.self, forKey: .isSided),
            conditions: try values.decode([PostureCondition].self, forKey: .conditions),
            confirmation: try values.decode([PostureCondition].self, forKey: .confirmation),
            requirements: try values.decodeIfPresent(
                [PostureRequirement].self, forKey: .requirements) ?? [],
            minimumHold: try values.decode(Double.self, forKey: .minimumHold),
            bridge: try values.decode(Double.self, forKey: .bridge),
            hiddenBridge: try values.decode(Double.self, forKey: .hiddenBridge),
            maxLag: try values.decodeIfPresent(Double.self, forKey: .maxLag),
            unless: try values.decode([String].self, forKey: .unless),
            unlessOnSameSide: try values.decode([String].self, forKey: .unlessOnSameSide),
            validation: try values.decodeIfPresent(PostureValidation.self, forKey: .validation),
            isAdopted: try values.decodeIfPresent(Bool.self, forKey: .adopted) ?? true)
    }

    /// The sides on which the posture is looked for; `[nil]` for a posture without one.
    package var sides: [Side?] { isSided ? Side.allCases : [nil] }

    /// The set that comes with Attune.
    package static let standard: [PostureDefinition] = {
        do {
            return try load(PackageResources.postures_json)
        } catch {
            // It is part of the program: no input leads here, and a test covers it.
            fatalError("the embedded postures.json is malformed: \(error)")
        }
    }()
}

/// One signal that must be beyond a threshold, with hysteresis.
package struct PostureCondition: Sendable, Equatable, Codable {
    package enum Direction: String, Sendable, Codable, CaseIterable {
        case above, below
    }

    /// Name of a `PostureSignal`, with `{side}` and `{other}` in a posture with a side. There,
    /// signals that are positive toward own left are counted positive toward the side in question.
    package var signal: String
    package var direction: Direction
    /// Beyond this the condition begins to hold, in the signal's unit.
    package var enter: Double
    /// It holds until the signal is back past this.
    package var leave: Double
    /// Whether thresholds are relative to the person's own rest (`RestLevels`).
    package var isRelative: Bool

    package init(
        signal: String, direction: Direction, enter: Double, leave: Double,
        isRelative: Bool = false
    ) {
        self.signal = signal
        self.direction = direction
        self.enter = enter
        self.leave = leave
        self.isRelative = isRelative
    }

    private enum CodingKeys: String, CodingKey {
        case signal, direction, enter, leave
        case isRelative = "relative"
    }

    /// The signal on one side; `nil` when there is none of that name.
    package func signal(on side: Side?) -> PostureSignal? {
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
