import Base
package import Mimicry
import Posture
package import SessionModel

/// What sentences say of how a posture agreed with codings of real people.
package enum ValidationWords {
    static let not = "not validated"

    /// ` [not validated on real people]` after the sentence of an episode of such a posture; else empty.
    package static func mark(_ episode: Episode, in session: Session) -> String {
        session.isValidated(episode.posture) ? "" : " [not validated on real people]"
    }

    /// `κ 0.84 and 0.86 with each coder, 0.87 between them, on 12.4 s (11 clips); a note`
    static func short(_ definition: PostureDefinition) -> String {
        let note = definition.validation?.note.map { " (\($0))" } ?? ""
        guard definition.isValidated, let held = definition.validation else {
            return "not validated on real people" + note
        }
        let own = (held.kappa ?? []).map(number).joined(separator: " and ")
        var text = "validated: κ \(own) with each coder"
        if let coders = held.codersKappa { text += ", \(number(coders)) between them" }
        if let seconds = held.seconds { text += ", on \(Prose.duration(seconds)) of it" }
        if let material = held.material { text += " in \(material)" }
        return text + note
    }

    /// For a methods section: which postures agreed how well with what, and which were held against nothing.
    static func paragraph(_ definitions: [PostureDefinition]) -> String {
        let told = definitions.filter(\.isValidated)
        let untold = definitions.filter { !$0.isValidated }.map { Prose.words($0.name) }
        var sentences: [String] = []
        if !told.isEmpty {
            let figures = told.map { definition in
                let own = (definition.validation?.kappa ?? []).map(number)
                let coders = definition.validation?.codersKappa.map { " (coders \(number($0)))" }
                return "\(Prose.words(definition.name)) \(own.joined(separator: " and "))"
                    + (coders ?? "")
            }
            let notes = told.compactMap { $0.validation?.note }
            let unique = notes.enumerated().filter { !notes[..<$0.offset].contains($0.element) }
            sentences.append(
                "Their agreement with independent codings, on recordings on which no threshold was "
                    + "chosen, is Cohen’s κ of " + figures.joined(separator: ", ")
                    + (unique.isEmpty
                        ? "." : " (\(unique.map(\.element).joined(separator: "; "))).")
            )
        }
        if !untold.isEmpty {
            sentences.append(
                "Not validated on codings of real people: \(untold.joined(separator: ", ")).")
        }
        return sentences.joined(separator: " ")
    }

    private static func number(_ value: Double) -> String { DecimalText.text(value, decimals: 2) }
}
