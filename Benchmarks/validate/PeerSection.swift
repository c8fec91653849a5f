import Foundation
import Mimicry
import Posture
import ReferenceStatistics

/// Attune against the recipes of other packages on the same sessions.
struct PeerSection {
    /// All values of a condition and a measure.
    let value: (String, TrialMeasure) -> [Double]

    private struct Recipe: Sendable {
        var name: String
        /// Higher with more synchrony.
        var statistic: @Sendable (Channel) -> TrialMeasure
        /// What the recipe, as it is used, calls positive at 5 %.
        var criterion: @Sendable (Channel) -> TrialMeasure
        var isPositive: @Sendable (Double) -> Bool
    }

    private static let recipes = [
        Recipe(
            name: "Attune, the channel's p", statistic: { .effect($0, mapping($0)) },
            criterion: { .pValue($0, mapping($0)) }, isPositive: { $0 <= 0.05 + 1e-12 }),
        Recipe(
            name: "rMEA, grand average against shuffled segments",
            statistic: { .rMEAZ($0) }, criterion: { .rMEAPValue($0) },
            isPositive: { $0 <= 0.05 + 1e-12 }),
        Recipe(
            name: "SUSY, ES > 1.64", statistic: { .susyEffect($0) },
            criterion: { .susyEffect($0) }, isPositive: { $0 > 1.645 }),
        Recipe(
            name: "largest \\|r\\| over lags, its own p", statistic: { .largestR($0) },
            criterion: { .largestRPValue($0) }, isPositive: { $0 <= 0.05 }),
    ]

    private static func mapping(_ channel: Channel) -> Congruence {
        channel.mirror == nil ? .unsided : .mirror
    }

    var text: String {
        let strengths = Plan.strengths.filter { $0 <= 0.5 }
        let bouts = Plan.variants.first { $0.2.isSparse }
        var conditions = strengths.map { (String(format: "%g", $0), Plan.coupled($0)) }
        for strength in bouts?.strengths ?? [] {
            conditions.append(
                (String(format: "%g in bouts", strength), Plan.coupled(bouts?.name ?? "", strength))
            )
        }
        var rows: [[String]] = []
        for channel in PeerTrial.channels {
            for recipe in Self.recipes {
                let null = value(Plan.Name.short, recipe.statistic(channel))
                let threshold = Statistics.quantile(null, 0.95)
                let falsePositives = Rate(
                    value(Plan.Name.short, recipe.criterion(channel)).map(recipe.isPositive))
                rows.append(
                    [channel.rawValue, recipe.name, falsePositives.withInterval]
                        + conditions.map { condition in
                            Rate(
                                value(condition.1, recipe.statistic(channel))
                                    .map { $0 > threshold }
                            ).text
                        })
            }
        }
        let head =
            ["channel", "recipe", "false positives at 5 %, as used"]
            + conditions.map { "strength \($0.0)" }
        let lines = [head, head.map { _ in "---" }] + rows
        return """
            ### The same sessions by the recipes of other packages

            rMEA: windows of 30 s every 10 s, lags ±5 s, |z|, 99 shuffles of 1-min segments. SUSY: segments \
            of 30 s, lags ±5 s. All on means of 0.2 s. Power, %, is at an equal rate of false positives: \
            each recipe's own statistic above what 5 % of the independent 10-min sessions reach.

            \(lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n"))
            """
    }
}
