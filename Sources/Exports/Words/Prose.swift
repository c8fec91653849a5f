import Base
import SessionModel

/// Wording that the report's sentences have in common.
package enum Prose {
    /// A length of time: `9.9 s`, `3 min 20 s`, `1 h 2 min`.
    package static func duration(_ seconds: Double) -> String {
        if seconds < 99.95 { return "\(DecimalText.text(seconds, decimals: 1)) s" }
        let whole = Int(bounded: seconds.rounded())
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        let minutes = Int(bounded: (seconds / 60).rounded())
        return "\(minutes / 60) h \(minutes % 60) min"
    }

    /// Why nothing was measured.
    static func words(_ reason: Quality.Gap.Reason) -> String {
        switch reason {
        case .pause: "paused"
        case .camera: "the camera was away"
        }
    }

    /// When it went on.
    static func after(_ reason: Quality.Gap.Reason) -> String {
        switch reason {
        case .pause: "after the pause"
        case .camera: "after the camera was back"
        }
    }

    /// A place in the recording: `14.0 s` in the first minute, then `2:05.3`, `1:02:05.3`.
    static func clock(_ seconds: Double) -> String {
        let tenths = Int(bounded: (seconds * 10).rounded())
        if tenths < 600 { return "\(DecimalText.text(seconds, decimals: 1)) s" }
        let (minutes, rest) = (tenths / 600, tenths % 600)
        let tail = padded(rest / 10) + "." + String(rest % 10)
        if minutes < 60 { return "\(minutes):\(tail)" }
        return "\(minutes / 60):\(padded(minutes % 60)):\(tail)"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// How a sentence calls the person in a seat: `the therapist`, `the person on the left`; a seat
    /// that reads like a name or a code (`Anna`, `P01`) stays as it is.
    package static func person(_ seat: String) -> String {
        if seat == "left" || seat == "right" { return "the person on the \(seat)" }
        let isWord = seat.allSatisfy { $0.isLowercase || $0 == " " || $0 == "-" }
        return isWord ? "the \(seat)" : seat
    }

    /// The same at the beginning of a sentence.
    package static func capitalized(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// A clause as a sentence: capital first, full stop last.
    package static func sentence(_ clause: String) -> String {
        let text = capitalized(clause)
        return text.hasSuffix(".") ? text : text + "."
    }

    private static let numbers = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ]

    /// `once`, `twice`, `three times`, `13 times`
    static func times(_ count: Int) -> String {
        switch count {
        case 1: "once"
        case 2: "twice"
        case 3..<numbers.count: "\(numbers[count]) times"
        default: "\(count) times"
        }
    }

    /// A share as a percentage: `20 %`, and never 0 % or 100 % of what is neither nothing nor all.
    package static func percent(_ share: Double) -> String {
        if share > 0, share < 0.01 { return "less than 1 %" }
        if share < 1, share > 0.99 { return "more than 99 %" }
        return "\(Int(bounded: (share * 100).rounded())) %"
    }

    /// `one`, `one and two`, `one, two and three`.
    static func list(_ words: [String], joined last: String = "and") -> String {
        guard words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(last) " + words[words.count - 1]
    }

    /// A name from the data, for a reader: `head_on_hand` becomes `head on hand`.
    package static func words(_ name: String) -> String {
        name.split(separator: "_").joined(separator: " ")
    }
}
