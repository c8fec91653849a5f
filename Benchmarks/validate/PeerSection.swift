import Foundation
import Mimicry
import Posture
import ReferenceStatistics

/// Attune against the recipes of other packages on the same sessions.
struct PeerSection {
    /// All values of a condition and a key.
    let value: (String, String) -> [Double]

    private struct Recipe: Sendable {
        var name: String
        /// Key of a statistic that is higher the more there is, per channel.
        var statistic: @Sendable (Channel) -> String
        /// Whether the recipe, as it is used, calls a session positive at 5 %.
        var key: @Sendable (Channel) -> String
        var isPositive: @Sendable (Double) -> Bool
    }

    private static let recipes = [
        Recipe(
            name: "Attune, the channel's p", statistic: { "effect \(measure($0))" },
            key: { "p \(measure($0))" }, isPositive: { $0 <= 0.05 + 1e-12 }),
        Recipe(
            name: "rMEA, grand average against shuffled segments",
            statistic: { "rmea z \($0.rawValue)" }, key: { "rmea p \($0.rawValue)" },
            isPositive: { $0 <= 0.05 + 1e-12 }),
        Recipe(
            name: "SUSY, ES > 1.64", statistic: { "susy es \($0.rawValue)" },
            key: { "susy es \($0.rawValue)" }, isPositive: { $0 > 1.645 }),
        Recipe(
            name: "largest \\|r\\| over lags, its own p", statistic: { "max r \($0.rawValue)" },
            key: { "max r p \($0.rawValue)" }, isPositive: { $0 <= 0.05 }),
    ]

    private static func measure(_ channel: Channel) -> String {
        "\(channel.rawValue) \(channel.mirror == nil ? Congruence.unsided.rawValue : Congruence.mirror.rawValue)"
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
                    value(Plan.Name.short, recipe.key(channel)).map(recipe.isPositive))
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
