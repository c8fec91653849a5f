/// What is wrong with a JSON file, and what to do about it. The reader of the file turns it into a
/// ``Failure`` that names the file.
package struct JSONProblem: Error, Equatable, CustomStringConvertible {
    package let what: String
    package let remedy: Remedy

    package init(_ what: String, remedy: Remedy) {
        self.what = what
        self.remedy = remedy
    }

    package var description: String { "\(what); \(remedy)" }
}

extension JSONParser {
    /// Reads one value from UTF-8 text, for files that people write: the problem names line and column.
    package static func parseFile(_ bytes: [UInt8]) throws(JSONProblem) -> JSONValue {
        do { return try parse(bytes) } catch {
            throw JSONProblem(
                "line \(error.line), column \(error.column): \(error.what)",
                remedy: "correct it to valid JSON")
        }
    }
}

/// A JSON object read strictly: an unknown key, a missing member, a wrong type or a value out of range is
/// a problem that names the key and what is allowed.
///
///     let object = try StrictObject(value, .section("synchrony"), known: ["window", "step"])
///     let window = try object.number("window", 2...600, "seconds")   // nil when it is left out
package struct StrictObject: Sendable {
    /// How messages name the object.
    package enum Place: Sendable {
        /// The outermost object: its members are named by their keys alone, as in `"rate"`.
        case file
        /// The value of a key, whose members are named by their keys alone all the same.
        case part(String)
        /// The value of a key: `"synchrony"`, and `"synchrony.window"` in it.
        case section(String)
        /// One of several: `participant 1`, and `"id" of participant 1` in it.
        case entry(String)
    }

    /// The longest text that ``text(_:most:)`` takes unless told otherwise, bytes of UTF-8.
    package static let shortText = 200
    /// Longer names and texts of the file are quoted by their beginning.
    private static let shownLetters = 40

    private let place: Place
    private var members: [String: JSONValue] = [:]

    /// - Parameters:
    ///   - known: the keys it may have.
    ///   - required: those of them that it must have.
    package init(
        _ value: JSONValue, _ place: Place = .file, known: [String], required: [String] = []
    ) throws(JSONProblem) {
        self.place = place
        guard case .object(let members) = value else {
            let name =
                switch place {
                case .file: "it"
                case .part(let name), .section(let name): "\"\(name)\""
                case .entry(let name): name
                }
            throw JSONProblem(
                "\(name) is not an object in braces", remedy: "write it as docs/formats.md shows")
        }
        for member in members {
            guard known.contains(member.name) else {
                let within =
                    switch place {
                    case .file: ""
                    case .part(let name), .section(let name): " in \"\(name)\""
                    case .entry(let name): " in \(name)"
                    }
                throw JSONProblem(
                    "unknown key \(Self.shown(member.name))\(within)",
                    remedy: "remove it; known are \(known.joined(separator: ", "))")
            }
            self.members[member.name] = member.value
        }
        for key in required where self.members[key] == nil {
            throw JSONProblem("\(named(key)) is missing", remedy: "add it")
        }
    }

    /// The value of a key, unchecked.
    package subscript(key: String) -> JSONValue? { members[key] }

    /// How messages name the value of a key.
    package func named(_ key: String) -> String {
        switch place {
        case .file, .part: "\"\(key)\""
        case .section(let name): "\"\(name).\(key)\""
        case .entry(let name): "\"\(key)\" of \(name)"
        }
    }

    /// A text of the file in quotes, cut when it is long.
    package static func shown(_ text: String) -> String { "\"\(text.prefix(shownLetters))\"" }

    /// `2 to 600 seconds`
    package static func range(_ range: ClosedRange<Double>, _ unit: String = "") -> String {
        let ends = [range.lowerBound, range.upperBound].map { end in
            end < 1e9 ? DecimalText.text(end, decimals: 3, atLeast: 0) : "any more"
        }
        return ends.joined(separator: " to ") + (unit.isEmpty ? "" : " \(unit)")
    }

    /// Checks that `"schema"` is the one that this program reads.
    ///
    /// - Parameter others: earlier ones that are read as well.
    package func requireSchema(
        _ schema: Int = 1, orEarlier others: Range<Int> = 0..<0
    ) throws(JSONProblem) {
        let known = others.map { JSONValue.integer($0) } + [.integer(schema)]
        guard let found = self["schema"], known.contains(found) else {
            throw JSONProblem(
                "\"schema\" is not \(schema)",
                remedy: "write \"schema\": \(schema), or use the attune that made the file")
        }
    }

    // MARK: Values; nil where the key is left out

    /// An object in it; `null` counts as left out.
    package func section(_ key: String, known: [String]) throws(JSONProblem) -> StrictObject? {
        guard let value = members[key], value != .null else { return nil }
        return try StrictObject(value, .section(key), known: known)
    }

    package func number(
        _ key: String, _ range: ClosedRange<Double>, _ unit: String = ""
    ) throws(JSONProblem) -> Double? {
        guard let value = members[key] else { return nil }
        let allowed = Self.range(range, unit)
        guard let number = value.asNumber else {
            throw JSONProblem("\(named(key)) is not a number", remedy: "give \(allowed)")
        }
        guard range.contains(number) else { throw outOfRange(key, value, allowed) }
        return number
    }

    package func numbers(
        _ key: String, _ range: ClosedRange<Double>, _ unit: String, most: Int
    ) throws(JSONProblem) -> [Double]? {
        guard let value = members[key] else { return nil }
        let allowed = Self.range(range, unit)
        guard case .array(let list) = value, list.count <= most else {
            throw JSONProblem(
                "\(named(key)) is not a list of at most \(most) numbers",
                remedy: "write \(allowed) in square brackets, with commas between")
        }
        var numbers: [Double] = []
        for entry in list {
            guard let number = entry.asNumber else {
                throw JSONProblem(
                    "\(named(key)) holds something other than numbers", remedy: "give \(allowed)")
            }
            guard range.contains(number) else { throw outOfRange(key, entry, allowed) }
            numbers.append(number)
        }
        return numbers
    }

    /// - Parameter or: what else may be given, before the range in the message.
    package func integer(
        _ key: String, _ range: ClosedRange<Int>, or: String = ""
    ) throws(JSONProblem) -> Int? {
        guard let value = members[key] else { return nil }
        let allowed = "\(or)\(range.lowerBound) to \(range.upperBound)"
        guard value.asNumber != nil else {
            throw JSONProblem("\(named(key)) is not a number", remedy: "give \(allowed)")
        }
        guard case .integer(let number) = value else {
            throw JSONProblem("\(named(key)) is not a whole number", remedy: "give \(allowed)")
        }
        guard range.contains(number) else { throw outOfRange(key, value, allowed) }
        return number
    }

    package func flag(_ key: String) throws(JSONProblem) -> Bool? {
        guard let value = members[key] else { return nil }
        guard case .bool(let flag) = value else {
            throw JSONProblem("\(named(key)) is not true or false", remedy: "give true or false")
        }
        return flag
    }

    /// - Parameter most: bytes of UTF-8.
    package func text(_ key: String, most: Int = shortText) throws(JSONProblem) -> String? {
        guard let value = members[key] else { return nil }
        guard case .string(let text) = value, text.utf8.count <= most else {
            throw JSONProblem("\(named(key)) is not a short text", remedy: "write it in quotes")
        }
        return text
    }

    /// - Parameter entries: what the list holds, in the plural.
    package func list(
        _ key: String, of entries: String, most: Int
    ) throws(JSONProblem) -> [JSONValue]? {
        guard let value = members[key] else { return nil }
        guard case .array(let list) = value, list.count <= most else {
            throw JSONProblem(
                "\(named(key)) is not a list of at most \(most) \(entries)",
                remedy: "write them in square brackets, as docs/formats.md shows")
        }
        return list
    }

    private func outOfRange(_ key: String, _ value: JSONValue, _ allowed: String) -> JSONProblem {
        JSONProblem(
            "\(named(key)) is \(value.text(.compact)), out of range", remedy: "give \(allowed)")
    }
}

extension JSONValue {
    /// A number, with or without decimals; `nil` for anything else.
    package var asNumber: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// `nil` for anything but a text.
    package var asText: String? { if case .string(let text) = self { text } else { nil } }
}
