package import Base

/// Definitions as JSON, in settings files, in `session.json` and in the standard set:
///
/// ```json
/// {"name": "head_tilted", "about": "", "sided": true, "min_hold": 1.0, "bridge": 0.5,
///  "bridge_hidden": 0.5, "max_lag": 4, "adopted": true, "unless": [], "unless_same_side": [], "confirmed_by": [],
///  "conditions": [{"signal": "head_tilt", "direction": "above", "enter": 10, "leave": 6,
///                  "relative": false}],
///  "requires": [{"signal": "head_turn", "direction": "below", "value": 35,
///                "reason": "the head is turned from the camera"}],
///  "validation": {"kappa": [0.84, 0.86]}}
/// ```
///
/// Only `name`, `conditions`, `signal`, `direction`, `enter` and `leave` are required. What is left out
/// has the default of ``PostureDefinition/init(name:about:isSided:conditions:confirmation:requirements:minimumHold:bridge:hiddenBridge:maxLag:unless:unlessOnSameSide:validation:isAdopted:)``.
extension PostureDefinition {
    private static let keys = [
        "name", "about", "sided", "conditions", "confirmed_by", "min_hold", "bridge",
        "bridge_hidden", "max_lag", "adopted", "unless", "unless_same_side", "requires",
        "validation",
    ]

    /// The standard set has 18. Each posture is looked for at every instant, and is a lane of the
    /// report.
    private static let mostPostures = 64
    /// Conditions of one posture, and as many that confirm it.
    private static let mostConditions = 16
    /// Letters of a posture's name, which stands in every table.
    private static let longestName = 64
    /// Seconds a posture must be held: ten minutes, beyond which it would be a sitting.
    private static let minimumHolds = 0.0...600.0
    /// Seconds of a break that does not end a hold: a minute without it is no hold.
    private static let bridges = 0.0...60.0
    /// Seconds until a posture is adopted; as for all postures (`EpisodeSettings`).
    private static let lags = 0.1...60.0

    /// Reads a set of definitions: `{"schema": 1, "postures": […]}`.
    ///
    /// - Parameter json: UTF-8 text.
    package static func load(
        _ json: some Sequence<UInt8>
    ) throws(JSONProblem) -> [PostureDefinition] {
        let file = try StrictObject(
            try JSONParser.parseFile(Array(json)), known: ["schema", "postures"],
            required: ["schema", "postures"])
        try file.requireSchema()
        return try list(in: file) ?? []
    }

    /// Reads the definitions under the key `postures` of a file; `nil` when it is left out.
    package static func list(
        in file: StrictObject
    ) throws(JSONProblem) -> [PostureDefinition]? {
        guard let list = try file.list("postures", of: "definitions", most: mostPostures) else {
            return nil
        }
        var definitions: [PostureDefinition] = []
        for (index, value) in list.enumerated() {
            definitions.append(try PostureDefinition(value, number: index + 1))
        }
        try check(definitions)
        return definitions
    }

    /// - Parameter number: from 1, for messages.
    private init(_ value: JSONValue, number: Int) throws(JSONProblem) {
        let place = Self.place(number, value["name"]?.asText)
        let object = try StrictObject(
            value, .entry(place), known: Self.keys, required: ["name", "conditions"])
        self.init(
            name: try object.text("name") ?? "",
            conditions: try Self.conditions("conditions", object, place) ?? [])
        about = try object.text("about", most: .max) ?? about
        isSided = try object.flag("sided") ?? isSided
        confirmation = try Self.conditions("confirmed_by", object, place) ?? confirmation
        requirements = try Self.requirements(object, place) ?? requirements
        minimumHold = try object.number("min_hold", Self.minimumHolds, "seconds") ?? minimumHold
        bridge = try object.number("bridge", Self.bridges, "seconds") ?? bridge
        hiddenBridge =
            try object.number("bridge_hidden", Self.bridges, "seconds") ?? hiddenBridge
        maxLag = try object.number("max_lag", Self.lags, "seconds")
        isAdopted = try object.flag("adopted") ?? isAdopted
        unless = try Self.names("unless", object) ?? unless
        unlessOnSameSide = try Self.names("unless_same_side", object) ?? unlessOnSameSide
        validation = try PostureValidation("validation", of: value, place)
    }

    private static func conditions(
        _ key: String, _ object: StrictObject, _ place: String
    ) throws(JSONProblem) -> [PostureCondition]? {
        guard let list = try object.list(key, of: "conditions", most: mostConditions) else {
            return nil
        }
        var conditions: [PostureCondition] = []
        for (index, value) in list.enumerated() {
            conditions.append(
                try PostureCondition(value, "entry \(index + 1) of \"\(key)\" of \(place)"))
        }
        return conditions
    }

    private static func requirements(
        _ object: StrictObject, _ place: String
    ) throws(JSONProblem) -> [PostureRequirement]? {
        guard let list = try object.list("requires", of: "requirements", most: mostConditions)
        else {
            return nil
        }
        var requirements: [PostureRequirement] = []
        for (index, value) in list.enumerated() {
            requirements.append(
                try PostureRequirement(value, "entry \(index + 1) of \"requires\" of \(place)"))
        }
        return requirements
    }

    private static func names(
        _ key: String, _ object: StrictObject
    ) throws(JSONProblem) -> [String]? {
        guard let list = try object.list(key, of: "names", most: mostPostures) else { return nil }
        let names = list.compactMap(\.asText)
        guard names.count == list.count else {
            throw JSONProblem(
                "\(object.named(key)) holds something other than names",
                remedy: "give names of postures in the list")
        }
        return names
    }

    /// How messages name a definition: `posture 2 ("nod")`.
    private static func place(_ number: Int, _ name: String?) -> String {
        "posture \(number)" + (name.map { " (\(StrictObject.shown($0)))" } ?? "")
    }

    /// Checks that the definitions of a set go together.
    package static func check(_ definitions: [PostureDefinition]) throws(JSONProblem) {
        let names = definitions.map(\.name)
        for (index, definition) in definitions.enumerated() {
            let place = place(index + 1, definition.name)
            try definition.checkName(place)
            if names[..<index].contains(definition.name) {
                throw JSONProblem(
                    "\(place): the name is taken by an earlier one", remedy: "choose another name")
            }
            let others = definition.unless + definition.unlessOnSameSide
            if let unknown = others.first(where: { !names.contains($0) }) {
                throw JSONProblem(
                    "\(place): gives way to \(StrictObject.shown(unknown)), which is not in the set",
                    remedy: "add that posture, or leave it out here")
            }
            if others.contains(definition.name) {
                throw JSONProblem("\(place): gives way to itself", remedy: "leave it out here")
            }
            try definition.checkConditions(place)
        }
    }

    private func checkName(_ place: String) throws(JSONProblem) {
        let isName =
            name.count <= Self.longestName && name.first?.isLetter == true
            && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            && CodeText.fault(in: name) == nil
        guard isName else {
            throw JSONProblem(
                "\(place): \(StrictObject.shown(name)) is not a name for tables",
                remedy:
                    "use a letter and then up to \(Self.longestName - 1) letters, digits and underscores"
            )
        }
    }

    private func checkConditions(_ place: String) throws(JSONProblem) {
        guard !conditions.isEmpty else {
            throw JSONProblem("\(place): has no conditions", remedy: "give at least one")
        }
        for condition in conditions + confirmation + requirements.map(\.condition) {
            let signal = StrictObject.shown(condition.signal)
            guard sides.allSatisfy({ condition.signal(on: $0) != nil }) else {
                let derived = PostureSignal.derived.map(\.name).joined(separator: ", ")
                throw JSONProblem(
                    "\(place): unknown signal \(signal)",
                    remedy:
                        "use a column of features.csv or one of \(derived), with {side} or {other} "
                        + "only where \"sided\" is true")
            }
            let slack = condition.enter - condition.leave
            guard condition.direction == .above ? slack >= 0 : slack <= 0 else {
                throw JSONProblem(
                    "\(place): \"leave\" of \(signal) lies beyond \"enter\", so that it would end as "
                        + "it begins",
                    remedy: "give a \"leave\" that lets go later than \"enter\" takes hold")
            }
        }
    }

    /// The definition as in `session.json`, keys in alphabetical order; `about` stays out.
    package var json: JSONValue {
        let names = { (names: [String]) in JSONValue.array(names.map { .string($0) }) }
        let members: [JSONValue.Member] = [
            .init("adopted", isAdopted ? .null : .bool(false)),
            .init("bridge", .plain(bridge)),
            .init("bridge_hidden", .plain(hiddenBridge)),
            .init("conditions", .array(conditions.map(\.json))),
            .init("confirmed_by", .array(confirmation.map(\.json))),
            .init("max_lag", maxLag.map { .plain($0) } ?? .null),
            .init("min_hold", .plain(minimumHold)),
            .init("name", .string(name)),
            .init("requires", .array(requirements.map(\.json))),
            .init("sided", .bool(isSided)),
            .init("unless", names(unless)),
            .init("unless_same_side", names(unlessOnSameSide)),
            .init("validation", validation?.json ?? .null),
        ]
        // What is not there is left out, as the coder of records does.
        return .object(members.filter { $0.value != .null })
    }
}

extension PostureCondition {
    /// Thresholds are degrees (at most 360), shoulder widths or shares: beyond this, never reached.
    private static let thresholds = -1000.0...1000.0

    fileprivate init(_ value: JSONValue, _ place: String) throws(JSONProblem) {
        let required = ["signal", "direction", "enter", "leave"]
        let object = try StrictObject(
            value, .entry(place), known: required + ["relative"], required: required)
        let direction = try Direction(in: object)
        let unit = "in the signal's unit"
        self.init(
            signal: try object.text("signal") ?? "", direction: direction,
            enter: try object.number("enter", Self.thresholds, unit) ?? 0,
            leave: try object.number("leave", Self.thresholds, unit) ?? 0)
        isRelative = try object.flag("relative") ?? isRelative
    }

    fileprivate var json: JSONValue {
        [
            "direction": .string(direction.rawValue),
            "enter": .plain(enter),
            "leave": .plain(leave),
            "relative": .bool(isRelative),
            "signal": .string(signal),
        ]
    }
}

extension PostureCondition.Direction {
    init(in object: StrictObject) throws(JSONProblem) {
        guard let direction = try Self(rawValue: object.text("direction") ?? "") else {
            throw JSONProblem(
                "\(object.named("direction")) is unknown",
                remedy: "give "
                    + Remedy(Self.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")))
        }
        self = direction
    }
}
