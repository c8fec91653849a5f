package import Base

/// A change to an input that keeps its form, so that what lies behind the first check is reached: bytes that are changed
/// blindly hardly ever make another table, another consent or another record.
package struct Mutation: Sendable {
    /// A changed copy of the input; `nil` when there is nothing to change in it.
    package let change: @Sendable (_ input: [UInt8], inout SplitMix64) -> [UInt8]?

    package init(_ change: @escaping @Sendable ([UInt8], inout SplitMix64) -> [UInt8]?) {
        self.change = change
    }

    /// Objects, lists, texts and numbers of JSON are left out, doubled, exchanged and nested.
    package static let json = parts(
        JSONParts.of, odd: oddNumbers + ["null", "true", "{}", "[]", "\"\""])
    /// The same of elements, attributes and texts of XML.
    package static let xml = parts(XMLParts.of, odd: oddNumbers.map { "\"\($0)\"" } + ["\"\""])
    /// The same of lines and cells.
    package static let table = parts(TableParts.of, odd: oddNumbers + ["", "\"", "\"\"", "NA"])

    /// Numbers at which readers err: ends of their ranges, no numbers, other ways of writing.
    package static let oddNumbers = [
        "0", "-0", "-1", "1e-320", "1e308", "1e999", "-1e999", "nan", "inf", "0x1p3", "1,5",
        "1_000",
        "9223372036854775807", "-9223372036854775808", "18446744073709551616", "2147483648",
        "172800", "172801", "0.0005", "00:00:60", "99:99:99", "٣", "1e", ".",
    ]

    private static func parts(
        _ find: @escaping @Sendable ([UInt8]) -> [Range<Int>], odd: [String]
    ) -> Mutation {
        let odd = odd.map { Array($0.utf8) }
        return Mutation { input, random in
            let parts = find(input)
            guard let part = parts.randomElement(using: &random),
                let other = parts.randomElement(using: &random),
                let number = odd.randomElement(using: &random)
            else { return nil }
            var result = input
            switch Int.random(in: 0..<6, using: &random) {
            case 0: result.removeSubrange(part)
            case 1: result.insert(contentsOf: input[part], at: part.upperBound)
            case 2: result.replaceSubrange(part, with: input[other])
            case 3: result.replaceSubrange(part, with: number)
            case 4 where part.upperBound <= other.lowerBound:
                result.replaceSubrange(other, with: input[part])
                result.replaceSubrange(part, with: input[other])
            default:
                let count = 1 << Int.random(in: 1..<7, using: &random)
                let many = (0..<count).flatMap { _ in input[part] }
                result.insert(contentsOf: many, at: part.upperBound)
            }
            return result
        }
    }
}

/// What stands for something by itself in a text of JSON; also in one that is broken.
enum JSONParts {
    static func of(_ text: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var open: [Int] = []
        var place = 0
        while place < text.count {
            let start = place
            place += 1
            switch text[start] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): open.append(start)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if let begun = open.popLast() { found.append(begun..<place) }
            case UInt8(ascii: "\""):
                while place < text.count, text[place] != UInt8(ascii: "\"") {
                    place += text[place] == UInt8(ascii: "\\") ? 2 : 1
                }
                place = min(place + 1, text.count)
                found.append(start..<place)
            case let byte where isWord(byte):
                while place < text.count, isWord(text[place]) { place += 1 }
                found.append(start..<place)
            default: break
            }
        }
        return found
    }

    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x80...: true
        default: false
        }
    }
}

/// The same of XML: elements with what is in them, tags, values of attributes, texts.
enum XMLParts {
    static func of(_ text: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var open: [Int] = []
        var place = 0
        while place < text.count {
            let start = place
            guard text[start] == UInt8(ascii: "<") else {
                while place < text.count, text[place] != UInt8(ascii: "<") { place += 1 }
                found.append(start..<place)
                continue
            }
            while place < text.count, text[place] != UInt8(ascii: ">") { place += 1 }
            place = min(place + 1, text.count)
            found.append(start..<place)
            found += values(in: text, start..<place)
            let isClosing = start + 1 < text.count && text[start + 1] == UInt8(ascii: "/")
            let isEmpty = place - 2 > start && text[place - 2] == UInt8(ascii: "/")
            if isClosing, let begun = open.popLast() {
                found.append(begun..<place)
            } else if !isClosing, !isEmpty {
                open.append(start)
            }
        }
        return found
    }

    private static func values(in text: [UInt8], _ tag: Range<Int>) -> [Range<Int>] {
        let quotes = tag.filter { text[$0] == UInt8(ascii: "\"") }
        return stride(from: 0, to: quotes.count - 1, by: 2).map { quotes[$0]..<quotes[$0 + 1] + 1 }
    }
}

/// The same of tables: lines and cells.
enum TableParts {
    private static let ends = Set(",;\t\n".utf8)

    static func of(_ text: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var (cell, line) = (0, 0)
        for (place, byte) in text.enumerated() where ends.contains(byte) {
            found.append(cell..<place)
            cell = place + 1
            if byte == UInt8(ascii: "\n") {
                found.append(line..<cell)
                line = cell
            }
        }
        return found
    }
}
