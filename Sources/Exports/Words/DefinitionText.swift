import Base
import Posture

extension Phrases {
    /// The definition in one line: `left/right hand to face below 0.18 until 0.3; at least 1 s, breaks
    /// up to 0.5 s`.
    func summary(_ definition: PostureDefinition) -> String {
        func all(_ conditions: [PostureCondition]) -> PhraseArgument {
            .text(conditions.map(summary).joined(separator: self("definition.and")))
        }
        var parts = [self("definition.conditions", ["all": all(definition.conditions)])]
        if !definition.confirmation.isEmpty {
            parts.append(self("definition.seen_with", ["all": all(definition.confirmation)]))
        }
        parts.append(
            self(
                "definition.times",
                ["hold": .plain(definition.minimumHold), "bridge": .plain(definition.bridge)]))
        if let maxLag = definition.maxLag {
            parts.append(self("definition.adopted_within", ["lag": .plain(maxLag)]))
        }
        let others =
            definition.unless.map(posture)
            + definition.unlessOnSameSide.map {
                self("definition.on_that_side", ["posture": .posture($0)])
            }
        if !others.isEmpty {
            parts.append(
                self("definition.not_with", ["all": .text(others.joined(separator: ", "))]))
        }
        return parts.joined(separator: "; ")
    }

    private func summary(_ condition: PostureCondition) -> String {
        let name = condition.signal.split(separator: "_").map { word in
            switch word {
            case "{side}": self("side.left_or_right")
            case "{other}": self("side.right_or_left")
            default: String(word)
            }
        }.joined(separator: " ")
        let text = self(
            "definition.condition",
            [
                "signal": .text(name), "direction": .text(condition.direction.rawValue),
                "enter": .plain(condition.enter), "leave": .plain(condition.leave),
            ])
        return condition.isRelative ? self("definition.relative", ["condition": .text(text)]) : text
    }
}
