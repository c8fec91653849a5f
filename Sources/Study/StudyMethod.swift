import Base
import Foundation
import Posture
import SessionModel

extension Settings {
    /// How a session was measured and scored, part by part, without what is its own: where its recordings begin, and
    /// what happened in it.
    var method: [(name: String, text: String)] {
        [
            ("rate", rate), ("precision", precision), ("keep_uncertain", "\(keepUncertain)"),
            ("series", Self.text(series?.chosen)), ("features", Self.text(features)),
            ("postures", Self.text(postures.map(\.withoutWords))),
            ("rest", rest == nil ? "found" : "declared"),
            ("episodes", Self.text(episodes)), ("synchrony", Self.text(synchrony)),
            ("surrogates", Self.text(surrogates)),
        ]
    }

    /// The beginning of the SHA-256 of ``method``: sessions with the same one can be compared.
    var methodDigest: String {
        let text = method.map { "\($0.name) \($0.text)\n" }.joined()
        return String(Digest.sha256(Array(text.utf8)).prefix(16))
    }

    private static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

extension PostureDefinition {
    /// What decides whether the posture is found: what is said of it, and how it was validated, does not.
    fileprivate var withoutWords: PostureDefinition {
        var definition = self
        definition.about = ""
        definition.validation = nil
        for index in definition.requirements.indices { definition.requirements[index].reason = "" }
        return definition
    }
}

extension SeriesSettings {
    /// What was chosen: the unit of motion energy is each file's own, and spikes are where a video was cut.
    fileprivate var chosen: SeriesSettings {
        var chosen = self
        chosen.energyUnit = 1
        if spikes == "auto" { chosen.spikes = nil }
        return chosen
    }
}
