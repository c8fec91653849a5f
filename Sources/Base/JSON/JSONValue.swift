/// A JSON value whose object members keep their order.
///
/// People read `session.json` too, so its keys come in an order that makes sense to them; and a consent
/// file must not state a fact twice, which Foundation's readers allow.
///
///     let value: JSONValue = ["schema": 1, "seats": ["therapist", "client"], "p_value": nil]
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Not finite: written as `null`.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One name and value of an object.
    package struct Member: Sendable, Equatable {
        package var name: String
        package var value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// A number rounded to so many decimals; `null` when there is none.
    package static func rounded(_ value: Double?, decimals: Int = 3) -> JSONValue {
        guard let value, value.isFinite else { return .null }
        var factor = 1.0
        for _ in 0..<decimals { factor *= 10 }
        let scaled = (value * factor).rounded()
        return scaled.isFinite ? .number(scaled / factor) : .number(value)
    }

    /// A number as ``JSONParser`` reads it back: whole numbers are integers.
    package static func plain(_ value: Double) -> JSONValue {
        value == value.rounded() && value.magnitude < 1e15 ? .integer(Int(value)) : .number(value)
    }

    /// The member of that name; `nil` when this is no object or has none.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// Its text; `nil` when it is none.
    package var stringValue: String? { if case .string(let text) = self { text } else { nil } }

    /// Its number; `nil` when it is none.
    package var numberValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
    ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }

    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
}
