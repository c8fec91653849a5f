package import Posture

/// The definitions in force are part of the settings, under the names of a definition file.
extension PostureDefinition: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, sided, conditions, confirmedBy, minHold, bridge, bridgeHidden, unless
        case unlessSameSide
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try values.decode(String.self, forKey: .name),
            isSided: try values.decode(Bool.self, forKey: .sided),
            conditions: try values.decode([PostureCondition].self, forKey: .conditions),
            confirmation: try values.decode([PostureCondition].self, forKey: .confirmedBy),
            minimumHold: try values.decode(Double.self, forKey: .minHold),
            bridge: try values.decode(Double.self, forKey: .bridge),
            hiddenBridge: try values.decode(Double.self, forKey: .bridgeHidden),
            unless: try values.decode([String].self, forKey: .unless),
            unlessOnSameSide: try values.decode([String].self, forKey: .unlessSameSide))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encode(isSided, forKey: .sided)
        try values.encode(conditions, forKey: .conditions)
        try values.encode(confirmation, forKey: .confirmedBy)
        try values.encode(minimumHold, forKey: .minHold)
        try values.encode(bridge, forKey: .bridge)
        try values.encode(hiddenBridge, forKey: .bridgeHidden)
        try values.encode(unless, forKey: .unless)
        try values.encode(unlessOnSameSide, forKey: .unlessSameSide)
    }
}

extension PostureCondition: Codable {
    private enum CodingKeys: String, CodingKey {
        case signal, direction, enter, leave, relative
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            signal: try values.decode(String.self, forKey: .signal),
            direction: try values.decode(Direction.self, forKey: .direction),
            enter: try values.decode(Double.self, forKey: .enter),
            leave: try values.decode(Double.self, forKey: .leave),
            isRelative: try values.decode(Bool.self, forKey: .relative))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(signal, forKey: .signal)
        try values.encode(direction, forKey: .direction)
        try values.encode(enter, forKey: .enter)
        try values.encode(leave, forKey: .leave)
        try values.encode(isRelative, forKey: .relative)
    }
}
