/// A time or a length of time as people write it: seconds, `m:ss` or `h:mm:ss`, with decimals and a sign.
package struct ClockTime: Sendable, Equatable {
    package var seconds: Double

    package init(seconds: Double) { self.seconds = seconds }

    /// What to write, for a person whose text was none.
    package static let forms = "give seconds, m:ss or h:mm:ss, such as 75.5, 1:15.5 or 0:01:15.5"

    /// Reads `17`, `17.25`, `0:17`, `90:00`, `1:02:03.5`, each with a sign or without. Minutes and seconds
    /// after a colon have two digits and are less than 60; `nil` for anything else, such as `1:75`.
    package init?(_ text: String) {
        var rest = text[...]
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest.removeFirst() }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count) else { return nil }
        var total = 0.0
        for (index, part) in parts.enumerated() {
            guard
                let number = Self.number(
                    part, isFirst: index == 0, isLast: index == parts.count - 1)
            else { return nil }
            total = total * 60 + number
        }
        guard total.isFinite else { return nil }
        seconds = isNegative ? -total : total
    }

    /// Digits; in the last part also decimals, after the first part two digits below 60.
    private static func number(_ part: Substring, isFirst: Bool, isLast: Bool) -> Double? {
        let pieces = part.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count <= (isLast ? 2 : 1), pieces.allSatisfy(\.isDigits),
            let value = Double(part)
        else { return nil }
        return isFirst || (pieces[0].count == 2 && value < 60) ? value : nil
    }
}

extension Substring {
    /// At least one digit, and nothing else.
    fileprivate var isDigits: Bool {
        !isEmpty && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

extension ClockTime: CustomStringConvertible {
    /// In seconds.
    package var description: String {
        seconds == seconds.rounded() && seconds.magnitude < 1e9 ? "\(Int(seconds))" : "\(seconds)"
    }
}
