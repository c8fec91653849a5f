import Base

/// How a language writes numbers.
struct NumberStyle: Sendable, Equatable {
    /// Before the decimals.
    let decimal: String
    /// Between groups of three digits, of whole numbers with five digits or more; empty where they are not grouped.
    let group: String
    let minus: String
    /// Whether the names of channels and postures stand in a sentence as in a title.
    let keepsCapitals: Bool

    /// `nil` where something is missing.
    init?(_ value: JSONValue) {
        guard let decimal = value["decimal"]?.stringValue, let group = value["group"]?.stringValue,
            let minus = value["minus"]?.stringValue,
            case .bool(let keepsCapitals) = value["keeps_capitals"]
        else { return nil }
        self.decimal = decimal
        self.group = group
        self.minus = minus
        self.keepsCapitals = keepsCapitals
    }
}

extension Phrases {
    package func number(_ value: Double, decimals: Int, atLeast: Int? = nil) -> String {
        written(DecimalText.text(value, decimals: decimals, atLeast: atLeast))
    }

    /// A number in the digits of code as this language writes it.
    func written(_ digits: String) -> String {
        var text = digits
        var sign = ""
        if text.hasPrefix("-") {
            sign = numbers.minus
            text.removeFirst()
        }
        let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
        guard let whole = parts.first else { return digits }
        return sign + ([grouped(whole)] + parts.dropFirst()).joined(separator: numbers.decimal)
    }

    private func grouped(_ digits: String) -> String {
        guard digits.count > 4, !numbers.group.isEmpty else { return digits }
        let head = digits.count % 3
        var groups = head > 0 ? [String(digits.prefix(head))] : []
        var rest = digits.dropFirst(head)
        while !rest.isEmpty {
            groups.append(String(rest.prefix(3)))
            rest = rest.dropFirst(3)
        }
        return groups.joined(separator: numbers.group)
    }

    func count(_ count: Int) -> String { written("\(count)") }

    /// A length of time: `9.9 s`, `3 min 20 s`, `1 h 2 min`.
    package func duration(_ seconds: Double) -> String {
        if seconds < 99.95 {
            return self("duration.seconds", ["seconds": .number(seconds, decimals: 1)])
        }
        let whole = Int(bounded: seconds.rounded())
        if whole < 3600 {
            return self(
                "duration.minutes", ["minutes": .count(whole / 60), "seconds": .count(whole % 60)])
        }
        let minutes = Int(bounded: (seconds / 60).rounded())
        return self(
            "duration.hours", ["hours": .count(minutes / 60), "minutes": .count(minutes % 60)])
    }

    /// A place in the recording: `14.0 s` in the first minute, then `2:05.3`, `1:02:05.3`.
    func clock(_ seconds: Double) -> String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let tenths = Int(bounded: (seconds * 10).rounded())
        if tenths < 600 {
            return self("duration.seconds", ["seconds": .number(seconds, decimals: 1)])
        }
        let (minutes, rest) = (tenths / 600, tenths % 600)
        let tail = padded(rest / 10) + numbers.decimal + String(rest % 10)
        if minutes < 60 { return "\(minutes):\(tail)" }
        return "\(minutes / 60):\(padded(minutes % 60)):\(tail)"
    }

    /// A share as a percentage: `20 %`, and never 0 % or 100 % of what is neither nothing nor all.
    package func percent(_ share: Double) -> String {
        if share > 0, share < 0.01 { return self("percent.least") }
        if share < 1, share > 0.99 { return self("percent.most") }
        return wholePercent(share)
    }

    /// A share as a percentage in whole numbers.
    func wholePercent(_ share: Double) -> String {
        self("percent.whole", ["number": .count(Int(bounded: (share * 100).rounded()))])
    }

    /// A p-value as it is written: `p = 0.032`, `p < 0.001`.
    func p(_ value: Double, name: String = "p") -> String {
        value < 0.001
            ? "\(name) < \(written("0.001"))" : "\(name) = \(number(value, decimals: 3))"
    }

    /// `once`, `twice`, `three times`, `13 times`
    func times(_ count: Int) -> String {
        known("times.\(count)") ?? self("times.more", ["count": .count(count)])
    }

    /// `one`, `one and two`, `one, two and three`.
    func list(_ words: [String], joined last: String = "and") -> String {
        guard words.count > 1, let end = words.last else { return words.first ?? "" }
        let before = words.dropLast().joined(separator: ", ")
        return last == "or"
            ? self("list.or", ["before": .text(before), "last": .text(end)])
            : self("list.and", ["before": .text(before), "last": .text(end)])
    }
}
