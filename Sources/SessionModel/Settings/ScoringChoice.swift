package import Base
import Mimicry

/// A setting of scoring that can be chosen anew for a session whose channels and postures are known: a number of the
/// sections `synchrony` and `episodes`, or the rate of `surrogates`. Others change what is measured or drawn, and no
/// choice of the statistic.
package struct ScoringChoice: Sendable, Hashable {
    /// The part of the settings that it is in.
    package enum Section: String, Sendable, CaseIterable {
        case synchrony, surrogates, episodes
    }

    package let section: Section
    /// The key in that section of a settings file.
    package let key: String

    /// In the order of settings files, those of synchrony first.
    package static let all: [ScoringChoice] =
        SynchronySettings.settings.map { ScoringChoice(section: .synchrony, key: $0.key) }
        + [ScoringChoice(section: .surrogates, key: "rate")]
        + EpisodeSettings.settings.map { ScoringChoice(section: .episodes, key: $0.key) }

    /// What a column is called: `window`, `surrogates_rate`, `episodes_max_lag`.
    package var name: String { section == .synchrony ? key : "\(section.rawValue)_\(key)" }

    /// Whether synchrony depends on it; episodes depend on the others.
    package var isOfSynchrony: Bool { section != .episodes }

    private init(section: Section, key: String) {
        self.section = section
        self.key = key
    }

    /// The setting of that name: as in ``name``, as in a settings file with its section (`synchrony.window`), or `lag`
    /// for `max_lag`. Hyphens stand for underscores.
    package init?(_ text: String) {
        let plain = text.replacing("-", with: "_")
        let found = Self.all.first {
            plain == $0.name || plain == "\($0.section.rawValue).\($0.key)"
                || plain == "\($0.section.rawValue)_\($0.key)"
        }
        guard let found = found ?? (plain == "lag" ? Self("max_lag") : nil) else { return nil }
        self = found
    }

    /// Sets it.
    ///
    /// - Throws: a problem that names what is allowed.
    package func set(_ value: Double, in scoring: inout ScoringSettings) throws(JSONProblem) {
        let own: JSONValue = .object([.init(key, .plain(value))])
        let file = try StrictObject(
            .object([.init(section.rawValue, own)]), known: [section.rawValue])
        switch section {
        case .synchrony: try scoring.synchrony.read(section.rawValue, in: file)
        case .surrogates: try scoring.surrogates.read(section.rawValue, in: file)
        case .episodes: try scoring.episodes.read(section.rawValue, in: file)
        }
    }

    /// Its value.
    package func value(in scoring: ScoringSettings) -> Double {
        let part =
            switch section {
            case .synchrony: scoring.synchrony.json
            case .surrogates: scoring.surrogates.json
            case .episodes: scoring.episodes.json
            }
        return part[key]?.numberValue ?? .nan
    }
}
