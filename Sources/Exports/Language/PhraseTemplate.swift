/// A sentence with places.
///
/// `{time}` is filled with the argument `time`; `{Time}` with a capital at its start; `{who.dative}` in a
/// grammatical case. `{count|one:was|other:were}` chooses by the argument, and says what follows the colon.
struct PhraseTemplate: Sendable, Equatable {
    enum Piece: Sendable, Equatable {
        case text(String)
        /// A place, with a capital at its start or not, in a grammatical case or, where that is empty, the first.
        case place(String, isCapital: Bool, form: String)
        /// Forms by category.
        case choice(String, [String: String])
    }

    let pieces: [Piece]

    /// `nil` where a brace has no partner.
    init?(_ text: String) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else { return nil }
            guard let piece = Self.piece(rest[rest.index(after: open)..<close]) else { return nil }
            pieces.append(piece)
            rest = rest[rest.index(after: close)...]
        }
        guard !text.isEmpty, !rest.contains("}") else {
            guard text.isEmpty else { return nil }
            self.pieces = []
            return
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        self.pieces = pieces
    }

    private static func piece(_ inside: Substring) -> Piece? {
        let parts = inside.split(separator: "|", omittingEmptySubsequences: false)
        guard let name = parts.first, let initial = name.first, initial.isLetter else { return nil }
        guard parts.count > 1 else {
            let words = name.split(separator: ".", maxSplits: 1)
            let place = words[0].prefix(1).lowercased() + words[0].dropFirst()
            return .place(
                place, isCapital: initial.isUppercase, form: words.count > 1 ? String(words[1]) : ""
            )
        }
        var forms: [String: String] = [:]
        for part in parts.dropFirst() {
            guard let colon = part.firstIndex(of: ":") else { return nil }
            forms[String(part[..<colon])] = String(part[part.index(after: colon)...])
        }
        return .choice(String(name), forms)
    }

    /// The names of all places.
    var places: Set<String> {
        Set(
            pieces.compactMap {
                switch $0 {
                case .text: nil
                case .place(let name, _, _), .choice(let name, _): name
                }
            })
    }

    /// The sentence with its places filled; a place without an argument stays as it is written.
    func text(
        with argument: (String) -> PhraseArgument?,
        rendering: (PhraseArgument, Substring) -> String
    ) -> String {
        pieces.map { piece -> String in
            switch piece {
            case .text(let text): return text
            case .place(let name, let isCapital, let form):
                guard let value = argument(name) else { return "{\(name)}" }
                let text = rendering(value, form[...])
                return isCapital ? Prose.capitalized(text) : text
            case .choice(let name, let forms):
                guard let category = argument(name)?.category else { return "{\(name)}" }
                return forms[category] ?? forms["other"] ?? ""
            }
        }.joined()
    }
}
