import Base
import ReferenceStatistics

/// The main figure of another package's statistic in a line.
struct PeerSentence: CustomStringConvertible {
    let description: String

    init(_ score: PeerScore) {
        func text(_ value: Double) -> String {
            value.isFinite ? DecimalText.text(value, decimals: 4) : "not known"
        }
        let figure =
            switch score.summary {
            case .rmea(let summary): "grand average \(text(summary.grandAverage))"
            case .susy(let summary):
                "Z \(text(summary.z)), of pseudo-segments \(text(summary.zPseudo)), "
                    + "ES \(text(summary.effectSize))"
            case .wcc(let summary):
                "mean peak z \(text(summary.maxMean)), mean lag \(text(summary.lagMean)) s"
            }
        description = "\(score.recipe.name) \(score.recipe.version): \(figure)"
    }
}
