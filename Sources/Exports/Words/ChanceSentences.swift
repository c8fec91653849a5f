import Base
import Mimicry
import SessionModel

/// How the findings compare with chance, in sentences that claim no more than was tested.
struct ChanceSentences {
    /// About the episodes, then about synchrony.
    let sentences: [String]

    /// p- and q-values up to this are called more than chance.
    static let level = 0.05

    init(_ session: Session) {
        guard let chance = session.chance, chance.episodes != nil || !chance.channels.isEmpty else {
            let tested = session.settings.surrogates.count > 0 ? "could not be" : "was not"
            sentences = [
                "Whether this is more than chance \(tested) tested: people who sit together share "
                    + "postures by coincidence too."
            ]
            return
        }
        sentences = [Self.episodes(session, chance), Self.synchrony(chance)].compactMap { $0 }
    }

    /// A p-value as it is written: `p = 0.032`, `p < 0.001`.
    static func p(_ value: Double, name: String = "p") -> String {
        value < 0.001 ? "\(name) < 0.001" : "\(name) = \(DecimalText.text(value, decimals: 3))"
    }

    private static func episodes(_ session: Session, _ chance: SurrogateTests) -> String? {
        guard let held = chance.episodes else { return nil }
        let how =
            "with one person’s postures shifted in time against the other’s, episodes as many and as "
            + "prompt arise in \(Prose.percent(held.pValue)) of \(held.surrogates) cases "
            + "(\(p(held.pValue)))"
        if session.episodes.isEmpty { return nil }
        return held.pValue <= level
            ? "This is more than coincidence: \(how)."
            : "This may be coincidence: \(how)."
    }

    private static func synchrony(_ chance: SurrogateTests) -> String? {
        guard let combined = chance.combined else { return nil }
        let all =
            combined.pValue <= level
            ? "Their movements follow each other more closely than by chance, all channels taken "
                + "together (\(p(combined.pValue)))"
            : "Their movements, all channels taken together, follow each other no more closely than "
                + "by chance (\(p(combined.pValue)))"
        let found = chance.channels.filter { $0.qValue <= level }.sorted { $0.qValue < $1.qValue }
        guard !found.isEmpty else {
            return "\(all); no single channel stands out after correction for their number."
        }
        let names = found.prefix(4).map {
            "\($0.channel.title.lowercased())\($0.mapping.words) (\(p($0.qValue, name: "q")))"
        }
        let more = found.count > 4 ? " and \(found.count - 4) more" : ""
        return "\(all); after correction for the number of channels, these stand out: "
            + names.joined(separator: ", ") + "\(more)."
    }
}

extension Congruence {
    /// Behind the name of a channel.
    var words: String {
        switch self {
        case .mirror: ", mirrored"
        case .identical: ", own side with own side"
        case .unsided: ""
        }
    }
}
