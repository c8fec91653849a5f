/// What a cell says when a number is expected.
enum TableNumber: Equatable {
    case value(Double)
    /// Empty, `NA`, `NaN` or `.`.
    case missing
    /// A decimal comma, as in `1,5`.
    case decimalComma
    case infinite
    case text

    init(_ cell: TableLine.Cell) {
        let bytes = cell.bytes
        if bytes.isEmpty || bytes.elementsEqual(".".utf8) {
            self = .missing
        } else if Self.isPlain(bytes) {
            guard let value = Double(String(decoding: bytes, as: UTF8.self)) else {
                self = .text
                return
            }
            self = value.isFinite ? .value(value) : .infinite
        } else {
            self = Self.word(cell.text, bytes)
        }
    }

    /// Digits, sign, point and exponent: nothing that only a programmer would read as a number.
    private static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
    }

    private static func word(_ text: String, _ bytes: ArraySlice<UInt8>) -> TableNumber {
        switch text.lowercased() {
        case "na", "nan", "n/a", "null": return .missing
        case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity": return .infinite
        default: break
        }
        let comma = UInt8(ascii: ",")
        if bytes.filter({ $0 == comma }).count == 1 {
            let point = bytes.map { $0 == comma ? UInt8(ascii: ".") : $0 }
            if isPlain(point[...]), Double(String(decoding: point, as: UTF8.self)) != nil {
                return .decimalComma
            }
        }
        return .text
    }
}
