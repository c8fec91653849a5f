import Posture

/// Sentences that a record keeps in English, such as warnings of the measurement, in another language.
///
/// The English table has each as a phrase whose key begins as the others of its kind do; a text that fits one
/// is said by the same phrase of the other language, with what stood in its places.
extension Phrases {
    /// - Parameters:
    ///   - kind: the first part of the keys: `warning`.
    ///   - seats: names of people who may stand in a place `who`.
    /// - Returns: `nil` for a text that no phrase fits; in English the text itself.
    func translation(of text: String, under kind: String, seats: [String]) -> String? {
        let english = Self.english
        if language == english.language { return text }
        guard text.utf8.count <= Self.longestTranslated else { return nil }
        for key in english.keys.sorted() where key.hasPrefix(kind + ".") && has(key) {
            guard let found = english.template(key)?.match(text) else { continue }
            let arguments = found.compactMap { place, words in
                argument(place, words, seats).map { (place, $0) }
            }
            guard arguments.count == found.count else { continue }
            return fill(key) { place in arguments.first { $0.0 == place }?.1 }
        }
        return nil
    }

    /// Bytes of a text that is compared with the phrases; more is no sentence of ours.
    private static let longestTranslated = 2000

    /// Places that hold words; any other holds a number.
    private static let worded: Set = [
        "column", "columns", "direction", "file", "other", "place", "skeleton", "streams", "times",
        "tool",
        "what",
    ]

    /// `nil` for what cannot stand in such a place.
    private func argument(_ place: String, _ text: String, _ seats: [String]) -> PhraseArgument? {
        switch place {
        case "who":
            return seats.first { seat in
                let person = Self.english.person(seat)
                return [seat, person, Prose.capitalized(person)].contains(text)
            }.map(PhraseArgument.person)
        case "channels":
            let names = text.replacing(" and ", with: ", ").split(separator: ", ").map(String.init)
            return .list(names.map { Channel(rawValue: $0).map(title) ?? $0 })
        case _ where Self.worded.contains(place) || ["one", "other"].contains(text):
            return .text(text)
        default:
            if let count = Int(text) { return .count(count) }
            return Double(text) == nil ? nil : .text(written(text))
        }
    }
}

extension PhraseTemplate {
    /// What stands in the places of a text that this template could have made; `nil` where it could not.
    func match(_ text: String) -> [String: String]? { Self.match(pieces[...], text[...], [:]) }

    private static func match(
        _ pieces: ArraySlice<Piece>, _ text: Substring, _ found: [String: String]
    ) -> [String: String]? {
        guard let piece = pieces.first else { return text.isEmpty ? found : nil }
        let rest = pieces.dropFirst()
        switch piece {
        case .text(let literal):
            return text.hasPrefix(literal)
                ? match(rest, text.dropFirst(literal.count), found) : nil
        case .choice(let name, let forms):
            for (category, form) in forms.sorted(by: { $0.key < $1.key })
            where text.hasPrefix(form) {
                // A number that stands elsewhere chooses by itself.
                let chosen = found.merging([name: category]) { old, _ in old }
                if let whole = match(rest, text.dropFirst(form.count), chosen) { return whole }
            }
            return nil
        case .place(let name, _, _): return match(name, rest, text, found)
        }
    }

    /// A place ends where what follows it begins.
    private static func match(
        _ name: String, _ rest: ArraySlice<Piece>, _ text: Substring, _ found: [String: String]
    ) -> [String: String]? {
        var found = found
        guard !rest.isEmpty else {
            guard !text.isEmpty else { return nil }
            found[name] = String(text)
            return found
        }
        for end in text.indices.dropFirst() {
            if case .text(let literal) = rest.first, !text[end...].hasPrefix(literal) { continue }
            found[name] = String(text[..<end])
            if let whole = match(rest, text[end...], found) { return whole }
        }
        return nil
    }
}
