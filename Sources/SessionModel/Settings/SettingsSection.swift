import Base

/// One object of a settings file by its keys; says of each what is wrong with it.
struct SettingsSection {
    private let path: String
    /// Its own key; empty for the outermost.
    private let name: String
    private var fields: [String: JSONValue] = [:]

    /// Longer names in the file are shown by their beginning.
    private static let shownLetters = 40

    /// - Throws: ``Failure/Kind/badInput`` when it is not an object, or has a key that is not known.
    init(_ value: JSONValue, _ name: String, in path: String, known: [String]) throws(Failure) {
        self.path = path
        self.name = name == "settings" ? "" : name
        guard case .object(let members) = value else {
            throw failure(
                "\(name.isEmpty ? "it" : "\"\(name)\"") is not an object in braces",
                "write it as docs/formats.md shows")
        }
        for member in members {
            guard known.contains(member.name) else {
                let place = name.isEmpty ? "" : " in \"\(name)\""
                throw failure(
                    "unknown key \"\(member.name.prefix(Self.shownLetters))\"\(place)",
                    "remove it; known are \(known.joined(separator: ", "))")
            }
            fields[member.name] = member.value
        }
    }

    subscript(key: String) -> JSONValue? { fields[key] }

    func failure(_ what: String, _ remedy: Remedy) -> Failure {
        Failure.badInput("settings file \(path): \(what)", remedy: remedy)
    }

    /// `2 to 600 seconds`
    static func range(_ range: ClosedRange<Double>, _ unit: String = "") -> String {
        let ends = [range.lowerBound, range.upperBound].map { end in
            end < 1e9 ? DecimalText.text(end, decimals: 3, atLeast: 0) : "any more"
        }
        return ends.joined(separator: " to ") + (unit.isEmpty ? "" : " \(unit)")
    }

    // MARK: Values, `nil` where there are none

    /// An object in it; `null` counts as none.
    func section(_ key: String, known: [String]) throws(Failure) -> SettingsSection? {
        guard let value = fields[key], value != .null else { return nil }
        return try SettingsSection(value, key, in: path, known: known)
    }

    func number(
        _ key: String, _ range: ClosedRange<Double>, _ unit: String = ""
    ) throws(Failure) -> Double? {
        guard let value = fields[key] else { return nil }
        guard let number = value.asNumber else {
            throw failure(
                "\(quoted(key)) is not a number", "give \(Self.range(range, unit))")
        }
        guard range.contains(number) else { throw outOfRange(key, value, Self.range(range, unit)) }
        return number
    }

    /// Puts the number in the place of the standard one.
    func take(
        _ key: String, _ range: ClosedRange<Double>, _ unit: String = "", into value: inout Double
    ) throws(Failure) {
        value = try number(key, range, unit) ?? value
    }

    func numbers(
        _ key: String, _ range: ClosedRange<Double>, _ unit: String, most: Int
    ) throws(Failure) -> [Double]? {
        guard let value = fields[key] else { return nil }
        guard case .array(let list) = value, list.count <= most else {
            throw failure(
                "\(quoted(key)) is not a list of at most \(most) numbers",
                "write \(Self.range(range, unit)) in square brackets, with commas between")
        }
        var numbers: [Double] = []
        for entry in list {
            guard let number = entry.asNumber else {
                throw failure(
                    "\(quoted(key)) holds something other than numbers",
                    "give \(Self.range(range, unit))")
            }
            guard range.contains(number) else {
                throw outOfRange(key, entry, Self.range(range, unit))
            }
            numbers.append(number)
        }
        return numbers
    }

    /// - Parameter or: what else may be given, before the range in the message.
    func integer(
        _ key: String, _ range: ClosedRange<Int>, or: String = ""
    ) throws(Failure) -> Int? {
        guard let value = fields[key] else { return nil }
        let allowed = "\(or)\(range.lowerBound) to \(range.upperBound)"
        guard value.asNumber != nil else {
            throw failure("\(quoted(key)) is not a number", "give \(allowed)")
        }
        guard case .integer(let number) = value else {
            throw failure("\(quoted(key)) is not a whole number", "give \(allowed)")
        }
        guard range.contains(number) else { throw outOfRange(key, value, allowed) }
        return number
    }

    func flag(_ key: String) throws(Failure) -> Bool? {
        guard let value = fields[key] else { return nil }
        guard case .bool(let flag) = value else {
            throw failure("\(quoted(key)) is not true or false", "give true or false")
        }
        return flag
    }

    /// A short text.
    func text(_ key: String) throws(Failure) -> String? {
        guard let value = fields[key] else { return nil }
        guard case .string(let text) = value, text.utf8.count <= 200 else {
            throw failure("\(quoted(key)) is not a short text", "write it in quotes")
        }
        return text
    }

    private func quoted(_ key: String) -> String { "\"\(name.isEmpty ? key : "\(name).\(key)")\"" }

    private func outOfRange(_ key: String, _ value: JSONValue, _ allowed: String) -> Failure {
        failure("\(quoted(key)) is \(value.text(.compact)), out of range", "give \(allowed)")
    }
}

extension JSONValue {
    /// With or without decimals.
    fileprivate var asNumber: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
