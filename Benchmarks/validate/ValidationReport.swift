import Foundation
import Mimicry
import Posture

/// The figures of a validation as a section of the page, in Markdown.
struct ValidationReport {
    let plan: Plan
    let results: [String: [Int: TrialResult]]
    let options: ValidateOptions

    var text: String {
        [intro, movement, channels, episodes, power, exactness, peers].joined(separator: "\n\n")
    }

    // MARK: Looking up

    /// The results of all sessions of a condition.
    private func sessions(_ condition: String) -> [TrialResult] {
        let planned = plan.conditions.first { $0.name == condition }?.sessions ?? 0
        return (0..<planned).compactMap { results[condition]?[$0] }
    }

    private func values(_ condition: String, _ measure: TrialMeasure) -> [Double] {
        sessions(condition).flatMap { $0[measure] }
    }

    private func mean(_ condition: String, _ measure: TrialMeasure) -> Double {
        let values = values(condition, measure)
        return values.reduce(0, +) / Double(max(1, values.count))
    }

    /// Values of one measure, session by session.
    private func clusters(_ condition: String, _ measure: TrialMeasure) -> [[Double]] {
        sessions(condition).map { $0[measure] }
    }

    /// p-values of all channels and mappings, session by session.
    private func channelClusters(_ condition: String) -> [[Double]] {
        sessions(condition).map { session in
            channelPValues(session).flatMap { session[.pValue($0.channel, $0.mapping)] }
        }
    }

    /// The channels and mappings of a session, in order.
    private func channelPValues(
        _ session: TrialResult
    ) -> [(channel: Channel, mapping: Congruence)] {
        session.measures.compactMap { measure in
            guard case .pValue(let channel, let mapping) = measure else { return nil }
            return (channel, mapping)
        }.sorted {
            ($0.channel.index, $0.mapping.rawValue) < ($1.channel.index, $1.mapping.rawValue)
        }
    }

    private func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    // MARK: Sections

    private var intro: String {
        let command = options.isQuick ? "attune-validate --quick" : "make validate"
        return """
            ## Is chance right, and is mimicry found?

            Written by `\(command)` (\(options.sessions) sessions, seed \(options.seed), \
            \(options.surrogates) surrogates for movement and \
            \(options.isQuick ? 199 : 999) for postures, lengths × \(options.scale)). Simulated dyads: \
            15 Ornstein–Uhlenbeck channels at 12.5 Hz, the rate at which sessions are measured unless \
            somebody asks for another (15 and 25 Hz where said), with autocorrelation times of 0.3 to 20 s, missing \
            in stretches of 12 s where said; postures entered and left after times of log-normal length \
            (semi-Markov, mean hold 24 s, mean pause 60 s, *busy* 8 and 20 s). Per cent with 95 % \
            intervals: binomial (Wilson) for one value a session; where a session has several \
            (channels, episodes), which depend on each other, from the spread over sessions.
            """
    }

    private func row(_ name: String, _ condition: String, _ clusters: [[Double]]) -> [String] {
        let isSingle = clusters.allSatisfy { $0.count <= 1 }
        func rate(_ level: Double) -> String {
            let cases = clusters.map { $0.map { $0 <= level + 1e-12 } }
            let rate = isSingle ? Rate(cases.flatMap { $0 }) : Rate(clusters: cases)
            return rate.withInterval
        }
        let all = clusters.flatMap { $0 }
        let uniform = Statistics.uniformity(all)
        let fit =
            String(format: "%.3f", uniform.distance)
            + (isSingle ? String(format: " (p = %.2f)", uniform.p) : "")
        return [condition, name, "\(all.count)", rate(0.05), rate(0.01), fit]
    }

    private static let head = [
        "independent dyads", "p-value", "n", "≤ 0.05, %", "≤ 0.01, %",
        "distance from uniform (KS)",
    ]

    private var movement: String {
        let conditions =
            Plan.rates.map { Plan.Name.at($0, Plan.Name.short) } + [
                Plan.Name.patchy, Plan.Name.long,
            ]
        var rows: [[String]] = []
        for condition in conditions {
            rows.append(
                row("all channels and mappings", condition, channelClusters(condition)))
            rows.append(
                row("combined index", condition, clusters(condition, .combinedPValue)))
        }
        let any = conditions.map { condition in
            Rate(values(condition, .leastQValue).map { $0 <= 0.05 }).withInterval
        }
        let percentiles = conditions.map { condition in
            String(format: "%.1f", mean(condition, .percentile)) + ", "
                + Rate.percent(mean(condition, .percentileAbove95)) + " %"
        }
        return """
            ### False positives: synchrony

            \(table(Self.head, rows))

            Sessions with any q ≤ 0.05 after correction over channels, in the same order: \
            \(any.joined(separator: "; ")) %. `mimicry_percentile`, mean and share of windows above 95: \
            \(percentiles.joined(separator: "; ")).
            """
    }

    private var channels: String {
        let conditions = [Plan.Name.short, Plan.Name.patchy, Plan.Name.long]
        let measured = conditions.flatMap(sessions).flatMap(channelPValues)
        let rows = ChannelPair.all.flatMap { pair in
            pair.readings.map { (channel: pair.first, mapping: $0.mapping) }
        }.filter { row in
            measured.contains { $0 == row }
        }.sorted {
            ($0.channel.index, $0.mapping.rawValue) < ($1.channel.index, $1.mapping.rawValue)
        }.map { channel, mapping -> [String] in
            let memory = MovementSimulation.memories[channel.index]
            return [channel.rawValue, mapping.rawValue, String(format: "%g", memory)]
                + conditions.map { condition in
                    Rate(values(condition, .pValue(channel, mapping)).map { $0 <= 0.05 + 1e-12 })
                        .withInterval
                }
        }
        return """
            Per channel and mapping, p ≤ 0.05, %:

            \(table(["channel", "mapping", "autocorrelation, s"] + conditions, rows))
            """
    }

    private var episodes: String {
        var rows: [[String]] = []
        for condition in Plan.Name.episodes {
            rows.append(row("episode count", condition, clusters(condition, .countPValue)))
            rows.append(
                row("count per posture", condition, clusters(condition, .posturePValues)))
            rows.append(row("each episode", condition, clusters(condition, .episodePValues)))
            rows.append(row("adoptions", condition, clusters(condition, .adoptionPValue)))
            rows.append(row("leavings", condition, clusters(condition, .leavingPValue)))
            rows.append(row("shared time", condition, clusters(condition, .sharingPValue)))
        }
        let counts = Plan.Name.episodes.map { condition in
            String(format: "%.1f", mean(condition, .episodeCount))
        }
        return """
            ### False positives: episodes

            \(table(Self.head, rows))

            Episodes a session by chance, in the same order: \(counts.joined(separator: ", ")).
            """
    }

    private var power: String {
        let rows = Plan.adoptions.map { share -> [String] in
            let condition = Plan.adopted(share)
            let each = clusters(condition, .episodePValues).map { $0.map { $0 <= 0.05 } }
            return [
                String(format: "%g %%", share * 100),
                String(format: "%.1f", mean(condition, .episodeCount)),
                Rate(values(condition, .countPValue).map { $0 <= 0.05 }).withInterval,
                Rate(clusters: each).withInterval,
            ]
                + [TrialMeasure.adoptionPValue, .sharingPValue].map { measure in
                    Rate(values(condition, measure).map { $0 <= 0.05 + 1e-12 }).withInterval
                }
        }
        return """
            ### Power: episodes

            10 min, five postures; the second person takes up the given share of what the first one \
            enters, 0.5 to 4 s later.

            \(table(Self.powerHead, rows))
            """
    }

    private static let powerHead = [
        "taken up", "episodes", "p of the count ≤ 0.05, %", "p of an episode ≤ 0.05, %",
        "p of adoptions ≤ 0.05, %", "p of shared time ≤ 0.05, %",
    ]

    private var peers: String {
        PeerSection(value: values).text
    }

    private var exactness: String {
        let head = [
            "coupling", "strength", "found, %", "median error of the lag, s", "leader right, %",
        ]
        var rows: [[String]] = []
        var all = (errors: [Double](), leaders: [Double]())
        func add(_ label: String, _ condition: String, _ strength: Double, _ mapping: Congruence) {
            for channel in MovementSimulation.coupled {
                let named = channel.mirror == nil ? Congruence.unsided : mapping
                let detected = sessions(condition).filter {
                    ($0[.pValue(channel, named)].first ?? 1) <= 0.05
                }
                let errors = detected.compactMap { $0[.lagError(channel)].first }
                let leaders = detected.compactMap { $0[.leader(channel)].first }
                all.errors += errors.map(abs)
                all.leaders += leaders
                let found =
                    sessions(condition).isEmpty
                    ? Double.nan : Double(detected.count) / Double(sessions(condition).count)
                rows.append([
                    "\(label), \(channel.rawValue)", String(format: "%g", strength),
                    Rate.percent(found),
                    errors.isEmpty
                        ? "—" : String(format: "%.3f", Statistics.quantile(errors.map(abs), 0.5)),
                    Rate(leaders.map { $0 > 0.5 }).text,
                ])
            }
        }
        for strength in Plan.strengths {
            add("mirror, first leads by 2 s", Plan.coupled(strength), strength, .mirror)
        }
        for rate in Plan.rates.dropFirst() {
            add(
                Plan.Name.at(rate, "mirror, first leads by 2 s"),
                Plan.Name.at(rate, Plan.coupled(Plan.ratesStrength)), Plan.ratesStrength, .mirror)
        }
        for (name, strengths, coupling) in Plan.variants {
            for strength in strengths {
                add(name, Plan.coupled(name, strength), strength, coupling.mapping)
            }
        }
        return """
            ### Power, lag and leader: synchrony

            10 min; in three channels (autocorrelation 0.3, 1 and 8 s) the follower's movement \
            correlates with the leader's earlier one by *strength*. Found: p ≤ 0.05. Lag: median over \
            the windows whose peak is significant, of found sessions (a sample of the grid is 0.067 s). Bouts: 20 s, \
            with 80 s between.

            \(table(head, rows))

            Over all \(all.errors.count) channels of sessions that were found: median error of the lag \
            \(String(format: "%.3f", Statistics.quantile(all.errors, 0.5))) s, leader right in \
            \(Rate(all.leaders.map { $0 > 0.5 }).text) %.

            \(signals)
            """
    }

    private var signals: String {
        let figures = Plan.rates.map { rate in
            "At \(String(format: "%g", rate)) Hz: \(signals(Plan.Name.at(rate, Plan.Name.signals)))"
        }
        return """
            ### Episodes through the detectors

            Postures as channels with unrest (1°, 0.02 sw), entered in half a second, scored sample by \
            sample, against the episodes of the true postures. Onsets are after the movement's start; \
            medians.

            \(figures.map { "- " + $0 }.joined(separator: "\n"))
            """
    }

    private func signals(_ condition: String) -> String {
        func total(_ measure: TrialMeasure) -> Double { values(condition, measure).reduce(0, +) }
        func shares(_ above: TrialMeasure, _ below: TrialMeasure) -> String {
            Rate.percent(total(above) / total(below))
        }
        let onset = values(condition, .onsetErrors)
        let lag = values(condition, .episodeLagErrors).map(abs)
        return """
            \(Int(total(.real))) episodes in \(sessions(condition).count) sessions; precision \(shares(.matched, .found)) %, recall \
            \(shares(.matched, .real)) %; onset \
            \(String(format: "%.2f", Statistics.quantile(onset, 0.5))) s (90 %: \
            \(String(format: "%.2f", Statistics.quantile(onset, 0.05))) to \
            \(String(format: "%.2f", Statistics.quantile(onset, 0.95)))); error of the lag \
            \(String(format: "%.2f", Statistics.quantile(lag, 0.5))) s; congruence right in \
            \(Rate(values(condition, .congruence).map { $0 > 0.5 }).text) %.
            """
    }
}
