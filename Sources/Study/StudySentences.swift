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
        let hours = study.sessions.reduce(0) { $0 + $1.duration } / 3600
        let episodes = study.sessions.reduce(0) { $0 + $1.episodes.count }
        headline =
            "\(Self.count(study.sessions.count, "session")) of "
            + "\(Self.count(study.dyads.count, "dyad")), "
            + "\(DecimalText.text(hours, decimals: 1)) h"
            + (study.hasPostures ? ", \(Self.count(episodes, "episode"))." : ".")
        sentences = [
            !study.hasPostures
                ? Self.noEpisodes
                : study.isLivelyTogether ? Self.episodesWithheld : Self.episodes(study.episodes),
            Self.mirroring(study.mirroring),
            study.withholdsMovement ? Self.withheld(study) : Self.combined(study.combined),
            study.withholdsMovement ? nil : Self.channels(study), Self.leadership(study),
            study.recombination.map(Self.recombined),
        ].compactMap { $0 }
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
        return found.isEmpty
            ? "People are not shown to share more with the partner they met than with partners of others "
                + "(\(count(most, "session")), \(count(measures.count, "figure")))."
            : "People share more with the partner they met than with partners of others in "
                + "\(found.joined(separator: ", "))."
    }

    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Such as `mean 1.20, 95 % interval 0.40 to 2.10, p = 0.012, 9 dyads`.
    static func figures(_ finding: StudyAnalysis.Finding) -> String {
        var parts = ["mean \(number(finding.test.mean))"]
        if let interval = finding.test.interval {
            parts.append(
                "95 % interval \(number(interval.lowerBound)) to \(number(interval.upperBound))")
        }
        return (parts + [p(finding.pValue), count(finding.test.count, "dyad")])
            .joined(separator: ", ")
    }

    static func number(_ value: Double) -> String {
        DecimalText.text(value, decimals: 2).replacing("-", with: "−")
    }

    static func p(_ value: Double, name: String = "p") -> String {
        value < 0.001 ? "\(name) < 0.001" : "\(name) = \(DecimalText.text(value, decimals: 3))"
    }

    private static func episodes(_ finding: StudyAnalysis.Finding?) -> String? {
        guard let finding else { return nil }
        let verdict =
            finding.pValue <= level
            ? "Episodes are more frequent than by chance"
            : "Episodes are not shown to be more frequent than by chance"
        return "\(verdict) (a minute, beyond chance: \(figures(finding)))."
    }

    private static let noEpisodes =
        "Nothing is said of episodes: postures cannot be told from motion energy or belts."

    private static let episodesWithheld =
        "Whether episodes are more frequent than by chance cannot be told: the two people were lively at "
        + "the same times, which alone makes people take up postures together."

    private static func mirroring(_ finding: StudyAnalysis.Finding?) -> String? {
        guard let finding else { return nil }
        let verdict =
            finding.pValue <= level
            ? "The two people mirror each other"
            : "It is not shown that the two people mirror each other"
        return
            "\(verdict): one’s left moving with the other’s right more than with their left (beyond "
            + "chance: \(figures(finding)))."
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
        return "\(what) (correlation: \(figures(finding))). \(open)"
    }

    private static func combined(_ finding: StudyAnalysis.Finding?) -> String? {
        guard let finding else { return nil }
        let verdict =
            finding.pValue <= level
            ? "The two people’s movements follow each other more closely than by chance"
            : "The two people’s movements are not shown to follow each other more closely than by chance"
        return "\(verdict), all channels taken together (in chance spreads of a window: "
            + "\(figures(finding)))."
    }

    private static func channels(_ study: StudyAnalysis) -> String? {
        guard !study.channels.isEmpty else { return nil }
        let found = study.channels.filter { ($0.qValue ?? 1) <= level }
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
        let verdict =
            finding.pValue <= level
            ? "The \(leader) seat leads more episodes than its holding times alone give"
            : "Neither seat is shown to lead more episodes than holding times alone give"
        return "\(verdict) (balance from −1 to 1, less that by chance, positive for "
            + "\(study.seats[0]): "
            + "\(figures(finding)))."
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
