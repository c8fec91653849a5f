import Foundation

/// A set of posture definitions that cannot be used; says which entry, what is wrong with it, and
/// what is expected.
package struct PostureDefinitionError: Error, Equatable, CustomStringConvertible {
    package var description: String

    init(_ description: String) {
        self.description = description
    }
}

extension PostureDefinition {
    /// Reads a set of definitions.
    ///
    /// ```json
    /// {"schema": 1, "postures": [
    ///   {"name": "head_tilted", "about": "", "sided": true, "min_hold": 1.0, "bridge": 0.5,
    ///    "bridge_hidden": 0.5, "unless": [], "unless_same_side": [], "confirmed_by": [],
    ///    "conditions": [{"signal": "head_tilt", "direction": "above", "enter": 10, "leave": 6,
    ///                    "relative": false}]}]}
    /// ```
    /// Only `name`, `conditions`, `signal`, `direction`, `enter` and `leave` are required; the other
    /// values above are what holds without them. Unknown keys, signals and postures are errors, so
    /// that a slip of the pen does not go unnoticed.
    ///
    /// - Parameter json: UTF-8 text.
    package static func load(
        _ json: some Sequence<UInt8>
    ) throws(PostureDefinitionError) -> [PostureDefinition] {
        let file: DefinitionFile
        do {
            file = try JSONDecoder().decode(DefinitionFile.self, from: Data(json))
        } catch let error as DecodingError {
            throw PostureDefinitionError(error.sentence)
        } catch {
            throw PostureDefinitionError("not readable as JSON: \(error)")
        }
        guard file.schema == 1 else {
            throw PostureDefinitionError("schema is \(file.schema); this version reads schema 1")
        }
        let definitions = file.postures.map(\.definition)
        try check(definitions)
        return definitions
    }

    /// Throws when a set contradicts itself.
    package static func check(
        _ definitions: [PostureDefinition]
    ) throws(PostureDefinitionError) {
        let names = definitions.map(\.name)
        for (place, definition) in definitions.enumerated() {
            let what = "posture \(place + 1) (“\(definition.name)”)"
            if definition.name.isEmpty {
                throw PostureDefinitionError("\(what): the name is empty")
            }
            if names[..<place].contains(definition.name) {
                throw PostureDefinitionError("\(what): the name is taken by an earlier one")
            }
            let others = definition.unless + definition.unlessOnSameSide
            if let unknown = others.first(where: { !names.contains($0) }) {
                throw PostureDefinitionError(
                    "\(what): gives way to “\(unknown)”, which is not in the set")
            }
            if others.contains(definition.name) {
                throw PostureDefinitionError("\(what): gives way to itself")
            }
            try definition.check(what)
        }
    }

    private func check(_ what: String) throws(PostureDefinitionError) {
        guard !conditions.isEmpty else {
            throw PostureDefinitionError("\(what): has no conditions")
        }
        guard [minimumHold, bridge, hiddenBridge].allSatisfy({ $0 >= 0 && $0.isFinite }) else {
            throw PostureDefinitionError(
                "\(what): min_hold, bridge and bridge_hidden are seconds, 0 or more")
        }
        for (place, condition) in (conditions + confirmation).enumerated() {
            let place = "\(what), condition \(place + 1)"
            guard sides.allSatisfy({ condition.signal(on: $0) != nil }) else {
                let derived = PostureSignal.derived.map(\.name).joined(separator: ", ")
                throw PostureDefinitionError(
                    "\(place): unknown signal “\(condition.signal)”; use a column of features.csv "
                        + "or one of \(derived), with {side} or {other} only where “sided” is true")
            }
            let slack = condition.enter - condition.leave
            guard condition.direction == .above ? slack >= 0 : slack <= 0 else {
                throw PostureDefinitionError(
                    "\(place): “leave” lies beyond “enter”, so that it would end as it begins")
            }
        }
    }
}

/// The file as it is written.
private struct DefinitionFile: Decodable {
    var schema: Int
    var postures: [Entry]

    struct Entry: Decodable {
        var definition: PostureDefinition

        enum Key: String, CodingKey, CaseIterable {
            case name, about, sided, conditions, unless, bridge
            case confirmation = "confirmed_by"
            case minimumHold = "min_hold"
            case hiddenBridge = "bridge_hidden"
            case unlessOnSameSide = "unless_same_side"
        }

        init(from decoder: any Decoder) throws {
            try decoder.refuseKeys(otherThan: Key.allCases.map(\.rawValue))
            let values = try decoder.container(keyedBy: Key.self)
            definition = PostureDefinition(
                name: try values.decode(String.self, forKey: .name),
                about: try values.decodeIfPresent(String.self, forKey: .about) ?? "",
                isSided: try values.decodeIfPresent(Bool.self, forKey: .sided) ?? false,
                conditions: try values.decode([Condition].self, forKey: .conditions)
                    .map(\.condition),
                confirmation: try values.decodeIfPresent([Condition].self, forKey: .confirmation)?
                    .map(\.condition) ?? [],
                minimumHold: try values.decodeIfPresent(Double.self, forKey: .minimumHold) ?? 1,
                bridge: try values.decodeIfPresent(Double.self, forKey: .bridge) ?? 0.5,
                hiddenBridge: try values.decodeIfPresent(Double.self, forKey: .hiddenBridge) ?? 0.5,
                unless: try values.decodeIfPresent([String].self, forKey: .unless) ?? [],
                unlessOnSameSide: try values.decodeIfPresent(
                    [String].self, forKey: .unlessOnSameSide) ?? [])
        }
    }

    struct Condition: Decodable {
        var condition: PostureCondition

        enum Key: String, CodingKey, CaseIterable {
            case signal, direction, enter, leave, relative
        }

        init(from decoder: any Decoder) throws {
            try decoder.refuseKeys(otherThan: Key.allCases.map(\.rawValue))
            let values = try decoder.container(keyedBy: Key.self)
            condition = PostureCondition(
                signal: try values.decode(String.self, forKey: .signal),
                direction: try values.decode(PostureCondition.Direction.self, forKey: .direction),
                enter: try values.decode(Double.self, forKey: .enter),
                leave: try values.decode(Double.self, forKey: .leave),
                isRelative: try values.decodeIfPresent(Bool.self, forKey: .relative) ?? false)
        }
    }

    enum Key: String, CodingKey, CaseIterable {
        case schema, postures
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(otherThan: Key.allCases.map(\.rawValue))
        let values = try decoder.container(keyedBy: Key.self)
        schema = try values.decode(Int.self, forKey: .schema)
        postures = try values.decode([Entry].self, forKey: .postures)
    }
}

private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Decoder {
    fileprivate func refuseKeys(otherThan known: [String]) throws {
        for key in try container(keyedBy: AnyKey.self).allKeys
        where !known.contains(key.stringValue) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: codingPath,
                    debugDescription: "unknown key “\(key.stringValue)”; known are "
                        + known.joined(separator: ", ")))
        }
    }
}

extension DecodingError {
    /// Where and what, in one sentence.
    fileprivate var sentence: String {
        switch self {
        case .keyNotFound(let key, let context):
            "\(Self.place(context.codingPath))“\(key.stringValue)” is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            Self.place(context.codingPath) + context.debugDescription
        @unknown default:
            "\(self)"
        }
    }

    private static func place(_ path: [any CodingKey]) -> String {
        guard !path.isEmpty else { return "" }
        let steps = path.map { key in
            key.intValue.map { "entry \($0 + 1)" } ?? key.stringValue
        }
        return steps.joined(separator: ", ") + ": "
    }
}
