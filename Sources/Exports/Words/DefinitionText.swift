import Base
import Posture

extension PostureDefinition {
    /// The definition in one line: `left/right hand to face below 0.18 until 0.3; at least 1 s, breaks
    /// up to 0.5 s`.
    var summary: String {
        var parts = [conditions.map(\.summary).joined(separator: " and ")]
        if !confirmation.isEmpty {
            parts.append("seen with " + confirmation.map(\.summary).joined(separator: " and "))
        }
        parts.append(
            "at least \(Self.number(minimumHold)) s, breaks up to \(Self.number(bridge)) s")
        if let maxLag { parts.append("adopted within \(Self.number(maxLag)) s") }
        let others = unless + unlessOnSameSide.map { "\($0) on that side" }
        if !others.isEmpty {
            parts.append("not with " + others.map(Prose.words).joined(separator: ", "))
        }
        return parts.joined(separator: "; ")
    }

    fileprivate static func number(_ value: Double) -> String {
        DecimalText.text(value, decimals: 3, atLeast: 0)
    }
}

extension PostureCondition {
    fileprivate var summary: String {
        let name = signal.split(separator: "_").map { word in
            switch word {
            case "{side}": "left/right"
            case "{other}": "right/left"
            default: String(word)
            }
        }.joined(separator: " ")
        let text =
            "\(name) \(direction.rawValue) \(PostureDefinition.number(enter))"
            + " until \(PostureDefinition.number(leave))"
        return isRelative ? text + " (against own rest)" : text
    }
}
