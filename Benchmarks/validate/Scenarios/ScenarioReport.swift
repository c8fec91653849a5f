import Foundation
import Posture

/// The tables of a campaign of scenarios, in Markdown.
struct ScenarioReport {
    let results: [(condition: ScenarioCondition, sessions: [ScenarioResult])]
    let options: ScenarioOptions

    var text: String {
        [intro, sessions, studies, power].joined(separator: "\n\n")
    }

    private var intro: String {
        """
        ## Is chance right when people change?

        Written by `attune-validate scenarios` (\(options.sessions) sessions of \
        \(Int(options.minutes)) min a row, \(options.surrogates) surrogates, seed \(options.seed)). Two \
        simulated people who do not mimic each other, in whose session something happens that circular \
        shifts do not know of. Per cent of p-values ≤ 0.05; 5 is right, less is on the safe side. \
        **Bold**: more than 6.5 even at the lower end of the 95 % interval. Rows that fail are printed \
        like the others. *Claimed*: the p-value is 0.05 or less and the session does not refuse to say \
        anything of it because both were lively at the same or at opposite times (*activity shared*).
        """
    }

    private var independent: [(condition: ScenarioCondition, sessions: [ScenarioResult])] {
        results.filter { $0.condition.coupling == 0 }
    }

    private var sessions: String {
        let rows = independent.map { condition, sessions in
            [condition.name]
                + ScenarioMeasure.allCases.map { measure in
                    cell(sessions.map { $0.pValues[measure] ?? [] })
                } + [String(format: "%.0f", sessions.compactMap(\.percentile).meanOfAll)]
        }
        let head = ["scenario"] + ScenarioMeasure.allCases.map(\.rawValue) + ["mean percentile"]
        return "### Sessions\n\n" + table(head, rows)
    }

    private func cell(_ clusters: [[Double]]) -> String {
        let cases = clusters.map { $0.map { $0 <= 0.05 + 1e-12 } }
        guard cases.contains(where: { !$0.isEmpty }) else { return "" }
        let isSingle = cases.allSatisfy { $0.count <= 1 }
        let rate = isSingle ? Rate(cases.flatMap { $0 }) : Rate(clusters: cases)
        return rate.interval.lowerBound > 0.065 ? "**\(rate.text)**" : rate.text
    }

    private var studies: String {
        let head =
            ["scenario"]
            + ScenarioMeasure.studied.flatMap { ["\($0.rawValue), 10", "20 dyads", "bias"] }
            + ["lively together or in turn, 10", "20 dyads"]
        let rows = independent.map { condition, sessions in
            [condition.name]
                + ScenarioMeasure.studied.flatMap { measure -> [String] in
                    let values = sessions.compactMap { $0.values[measure] }.filter(\.isFinite)
                    guard values.count > 20 else { return ["", "", ""] }
                    let bias = ScenarioStudies(values: values, dyads: 20).bias
                    return [10, 20].map {
                        let share = ScenarioStudies(values: values, dyads: $0).share
                        return share > 0.07 && bias > 2
                            ? "**\(Rate.percent(share))**" : Rate.percent(share)
                    } + [String(format: "%+.1f", bias)]
                } + refused(sessions)
        }
        return """
            ### Studies

            Of 10 and of 20 of these sessions, drawn at random, tested by sign flips. *Bias*: the mean of \
            all sessions in its standard errors; a share follows it, and is bold only when it is above 7 \
            and the bias above 2. Last, the share of studies that claim nothing of movement but mirroring, and \
            where both were lively at the same times nothing of episodes, because the correlation of \
            liveliness differs from 0 over their dyads.

            \(table(head, rows))
            """
    }

    /// Share of studies that refuse to claim anything but mirroring of movement.
    private func refused(_ sessions: [ScenarioResult]) -> [String] {
        let values = sessions.compactMap(\.activity).filter(\.isFinite)
        guard values.count > 20 else { return ["", ""] }
        return [10, 20].map { dyads in
            let shares = [1.0, -1].map { sign in
                ScenarioStudies(values: values.map { $0 * sign }, dyads: dyads, level: 0.025).share
            }
            return Rate.percent(shares.reduce(0, +))
        }
    }

    private var power: String {
        let coupled = results.filter { $0.condition.coupling > 0 }
        let rows = coupled.map { condition, sessions in
            [condition.name]
                + ScenarioSimulation.coupled.map { channel in
                    Rate(sessions.compactMap { $0.coupled[channel] }.map { $0 <= 0.05 }).text
                }
                + ScenarioSimulation.coupled.dropFirst().map { channel in
                    Rate(sessions.compactMap { $0.mirrored[channel] }.map { $0 <= 0.05 }).text
                }
                + [ScenarioMeasure.combined, .claimed, .claimedEnergy, .mirroring, .activity].map {
                    measure in
                    Rate(sessions.compactMap { $0.pValues[measure]?.first }.map { $0 <= 0.05 })
                        .text
                }
        }
        let head =
            ["scenario"] + ScenarioSimulation.coupled.map(\.rawValue)
            + ScenarioSimulation.coupled.dropFirst().map { "\($0.rawValue), mirroring" }
            + ["combined", "combined, claimed", "energy, claimed", "mirroring", "activity shared"]
        return """
            ### True mirroring

            In three channels the second person's movement correlates with the first one's of \
            \(Int(ScenarioSimulation.lag)) s before, in the mirror. Per cent found (p ≤ 0.05).

            \(table(head, rows))
            """
    }

    private func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
}
