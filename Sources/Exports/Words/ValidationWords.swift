import Base
package import Mimicry
import Posture
package import SessionModel

/// What sentences say of how a posture agreed with codings of real people.
package enum ValidationWords {
    /// ` [not validated on real people]` after the sentence of an episode of such a posture; else empty.
    package static func mark(_ episode: Episode, in session: Session) -> String {
        session.isValidated(episode.posture)
            ? "" : " [\(Phrases.english("validation.not_real"))]"
    }

    /// `validated on 12.4 s in 3 clips of real people, half B: κ 0.84 / 0.86 with each coder, 0.87 between them (a
    /// note)`
    static func short(_ definition: PostureDefinition, in say: Phrases) -> String {
        let note = definition.validation?.note.map { " (\($0))" } ?? ""
        guard definition.isValidated, let held = definition.validation else {
            return say("validation.not_real") + note
        }
        let own = (held.kappa ?? []).map { say.number($0, decimals: 2) }
            .joined(separator: " / ")
        let figures =
            held.codersKappa.map {
                say(
                    "validation.kappa_between",
                    ["kappa": .text(own), "between": .number($0, decimals: 2)])
            } ?? say("validation.kappa", ["kappa": .text(own)])
        return say(
            "validation.basis",
            ["basis": .text(basis(held, say)), "figures": .text(figures)]) + note
    }

    /// ` on 12.4 s in 3 clips of real people, half B`, as far as it is stated.
    private static func basis(_ held: PostureValidation, _ say: Phrases) -> String {
        let seconds =
            held.seconds.map { say("validation.seconds", ["time": .duration($0)]) } ?? ""
        let clips = held.clips.map(PhraseArgument.count)
        switch (held.material.map(PhraseArgument.text), clips) {
        case (nil, nil): return seconds
        case (nil, let clips?): return seconds + say("validation.clips", ["clips": clips])
        case (let material?, nil):
            return seconds + say("validation.material", ["material": material])
        case (let material?, let clips?):
            return seconds
                + say("validation.clips_of", ["clips": clips, "material": material])
        }
    }

    /// For a methods section: which postures agreed how well with what, and which were held against nothing.
    static func paragraph(_ definitions: [PostureDefinition], in say: Phrases) -> String {
        let told = definitions.filter(\.isValidated)
        let untold = definitions.filter { !$0.isValidated }.map(\.name)
        var sentences: [String] = []
        if !told.isEmpty {
            let figures = PhraseArgument.text(
                told.map { figure($0, say) }.joined(separator: ", "))
            let notes = told.compactMap { $0.validation?.note }
            let unique = notes.enumerated().filter { !notes[..<$0.offset].contains($0.element) }
                .map(\.element)
            sentences.append(
                unique.isEmpty
                    ? say("validation.agreement", ["figures": figures])
                    : say(
                        "validation.agreement_notes",
                        ["figures": figures, "notes": .text(unique.joined(separator: "; "))]))
        }
        if !untold.isEmpty {
            let names = untold.map(say.posture).joined(separator: ", ")
            sentences.append(say("validation.none_of", ["postures": .text(names)]))
        }
        return sentences.joined(separator: " ")
    }

    private static func figure(_ definition: PostureDefinition, _ say: Phrases) -> String {
        let own = (definition.validation?.kappa ?? []).map { say.number($0, decimals: 2) }
        let agreement = own.joined(separator: say("validation.and"))
        let coders =
            definition.validation?.codersKappa.map {
                say("validation.coders", ["kappa": .number($0, decimals: 2)])
            } ?? ""
        return "\(say.posture(definition.name)) \(agreement)\(coders)"
    }
}
