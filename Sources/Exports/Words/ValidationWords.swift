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

    /// `validated on 12.4 s in 3 clips of real people, half B: κ 0.84 / 0.86 with each coder, 0.87 between them (a
    /// note)`
    static func short(_ definition: PostureDefinition) -> String {
        let note = definition.validation?.note.map { " (\($0))" } ?? ""
        guard definition.isValidated, let held = definition.validation else {
            return "not validated on real people" + note
        }
        let own = (held.kappa ?? []).map(number).joined(separator: " / ")
        let between = held.codersKappa.map { ", \(number($0)) between them" } ?? ""
        return "validated\(basis(held)): κ \(own) with each coder\(between)\(note)"
    }

    /// ` on 12.4 s in 3 clips of real people, half B`, as far as it is stated.
    private static func basis(_ held: PostureValidation) -> String {
        let seconds = held.seconds.map { " on \(Prose.duration($0))" } ?? ""
        let clips = held.clips.map { "\($0) " }
        guard let material = held.material else {
            return seconds + (clips.map { " in \($0)recordings" } ?? "")
        }
        return seconds + " in \(clips.map { "\($0)of " } ?? "")\(material)"
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
