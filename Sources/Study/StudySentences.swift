import Base
import Exports
import Mimicry
import Posture

/// What a study says, in sentences that claim no more than was tested.
package struct StudySentences: Sendable {
    /// p- and q-values up to this are called more than chance.
    static let level = 0.05

    /// How much there is.
    package let headline: String
    /// The findings.
    package let sentences: [String]

    package init(_ study: StudyAnalysis) {
        let seconds = study.sessions.reduce(0) { $0 + $1.duration }
        let length =
            seconds < 3600
            ? "\(DecimalText.text(seconds / 60, decimals: 1)) min"
            : "\(DecimalText.text(seconds / 3600, decimals: 1)) h"
        let episodes = study.sessions.reduce(0) { $0 + $1.episodes.count }
        headline =
            "\(Self.count(study.sessions.count, "session")) of "
            + "\(Self.count(study.dyads.count, "dyad")), "
            + length
            + (study.hasPostures ? ", \(Self.count(episodes, "episode"))." : ".")
        sentences =
            [
                !study.hasPostures
                    ? Self.noEpisodes
                    : study.isLivelyTogether ? Self.episodesWithheld : Self.episodes(study),
                Self.mirroring(study),
                study.withholdsMovement ? Self.withheld(study) : Self.combined(study),
                study.withholdsMovement ? nil : Self.channels(study), Self.leadership(study),
                study.recombination.map(Self.recombined), Self.flips(study.blocks),
            ].compactMap { $0 } + Self.multiverse(study) + Self.power(study)
    }

    /// Of many figures some differ by chance, so they are corrected for before any is named.
    private static func recombined(_ recombination: Recombination) -> String {
        let measures = recombination.measures
        guard let most = measures.map(\.test.sessions).max() else {
            return "Against people who never met nothing can be said: that takes "
                + "\(RecombinedTest.leastSessions) sessions with a figure."
        }
        let qValues = BenjaminiHochberg.qValues(measures.map(\.test.pValue))
        let found = zip(measures, qValues).filter { $1 <= level }.map { measure, qValue in
            return
                "\(measure.title) (d = \(measure.test.cohensD.map(number) ?? "–"), \(p(qValue, name: "q")))"
        }
        let plan = recombination.plan
        let sample =
            plan.isSample
            ? " Of \(plan.possible) pairs of people who never met, \(plan.pairs) were compared, within "
                + "\(plan.groups.count) groups of sessions drawn at random." : ""
        return
            (found.isEmpty
            ? "People are not shown to share more with the partner they met than with partners of others "
                + "(\(count(most, "session")), \(count(measures.count, "figure")))."
            : "People share more with the partner they met than with partners of others in "
                + "\(found.joined(separator: ", ")).") + sample
    }

    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Which dyads are flipped together; `nil` where each is on its own.
    private static func flips(_ blocks: DyadBlocks) -> String? {
        guard blocks.isGrouped else { return nil }
        let whose = blocks.seat.map { "of the same \($0)" } ?? "that share a person"
        return "Dyads \(whose) are not independent, and count together in the tests: "
            + "\(blocks.described(blocks.numbers.count, blocks.blocks.count))."
            + (blocks.canTell ? "" : " Six are needed to tell anything.")
    }

    /// What is said of a finding: `yes`, `no`, or that it cannot be told.
    private static func verdict(
        _ finding: StudyAnalysis.Finding, _ yes: String, _ no: String, whether: String
    ) -> String {
        guard finding.test.canTell else {
            return "Whether \(whether) cannot be told from so few independent dyads"
        }
        return finding.pValue <= level ? yes : no
    }

    /// Such as `mean 1.20, 95 % interval 0.40 to 2.10, p = 0.012, 9 dyads`.
    static func figures(_ finding: StudyAnalysis.Finding, _ blocks: DyadBlocks) -> String {
        var parts = ["mean \(number(finding.test.mean))"]
        if let interval = finding.test.interval {
            parts.append(
                "95 % interval \(number(interval.lowerBound)) to \(number(interval.upperBound))")
        }
        return
            (parts + [
                p(finding.pValue), blocks.described(finding.test.count, finding.test.units),
            ])
            .joined(separator: ", ")
    }

    static func number(_ value: Double) -> String {
        DecimalText.text(value, decimals: 2).replacing("-", with: "−")
    }

    static func p(_ value: Double, name: String = "p") -> String {
        value < 0.001 ? "\(name) < 0.001" : "\(name) = \(DecimalText.text(value, decimals: 3))"
    }

    private static func episodes(_ study: StudyAnalysis) -> String? {
        guard let finding = study.episodes else { return nil }
        let verdict = verdict(
            finding, "Episodes are more frequent than by chance",
            "Episodes are not shown to be more frequent than by chance",
            whether: "episodes are more frequent than by chance")
        return "\(verdict) (a minute, beyond chance: \(figures(finding, study.blocks)))."
    }

    private static let noEpisodes =
        "Nothing is said of episodes: postures cannot be told from motion energy or belts."

    private static let episodesWithheld =
        "Whether episodes are more frequent than by chance cannot be told: the two people were lively at "
        + "the same times, which alone makes people take up postures together."

    private static func mirroring(_ study: StudyAnalysis) -> String? {
        guard let finding = study.mirroring else { return nil }
        let verdict = verdict(
            finding, "The two people mirror each other",
            "It is not shown that the two people mirror each other",
            whether: "the two people mirror each other")
        return
            "\(verdict): one’s left moving with the other’s right more than with their left (beyond "
            + "chance: \(figures(finding, study.blocks)))."
    }

    /// Why no more is said of movement.
    private static func withheld(_ study: StudyAnalysis) -> String? {
        guard let finding = study.activity else { return nil }
        let what =
            finding.test.mean > 0
            ? "The two people were lively at the same times, which alone makes movements go together"
            : "The two people were lively in turn, which hides whether movements follow each other"
        let open =
            "Whether one follows the other is left open"
            + (study.mirroring == nil
                ? "." : "; only sides that go together as in a mirror are told from it.")
        return "\(what) (correlation: \(figures(finding, study.blocks))). \(open)"
    }

    private static func combined(_ study: StudyAnalysis) -> String? {
        guard let finding = study.combined else { return nil }
        let verdict = verdict(
            finding, "The two people’s movements follow each other more closely than by chance",
            "The two people’s movements are not shown to follow each other more closely than by chance",
            whether: "the two people’s movements follow each other more closely than by chance")
        return "\(verdict), all channels taken together (in chance spreads of a window: "
            + "\(figures(finding, study.blocks)))."
    }

    private static func channels(_ study: StudyAnalysis) -> String? {
        guard study.channels.contains(where: \.test.canTell) else { return nil }
        let found = study.channels.filter { $0.test.canTell && ($0.qValue ?? 1) <= level }
            .sorted { ($0.qValue ?? 1) < ($1.qValue ?? 1) }
        guard !found.isEmpty else {
            return "No single channel stands out after correction for their number."
        }
        let names = found.prefix(4).map { "\($0.title) (\(p($0.qValue ?? 1, name: "q")))" }
        let rest = found.count > 4 ? " and \(found.count - 4) more" : ""
        let talks = found.contains { Channel(rawValue: $0.name)?.followsSpeech == true }
        return "After correction for the number of channels, these stand out: "
            + names.joined(separator: ", ") + rest + "."
            + (talks ? " \(Channel.speechCaveat)" : "")
    }

    private static func leadership(_ study: StudyAnalysis) -> String? {
        guard let finding = study.leadership, study.seats.count == 2 else { return nil }
        let leader = study.seats[finding.test.mean >= 0 ? 0 : 1]
        let verdict = verdict(
            finding, "The \(leader) seat leads more episodes than its holding times alone give",
            "Neither seat is shown to lead more episodes than holding times alone give",
            whether: "one seat leads more episodes than holding times alone give")
        return "\(verdict) (balance from −1 to 1, less that by chance, positive for "
            + "\(study.seats[0]): "
            + "\(figures(finding, study.blocks)))."
    }
}

extension StudyAnalysis.Finding {
    /// For a reader: `head tilt, mirror`.
    package var title: String {
        let words = name.split(separator: "_").joined(separator: " ")
        guard let mapping, mapping != .unsided else { return words }
        return "\(words), \(mapping.rawValue)"
    }
}
