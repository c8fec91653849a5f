import Posture

/// The words of a code, a tier's name or a value, as people write them.
///
/// Letter case does not matter, nor what stands between words (`head_on_hand`, `Head-on-hand`,
/// `headOnHand`, `head on hand (right)`).
struct CodeWords: Equatable {
    /// Lower case, letters and digits only.
    var words: [String]

    init(words: [String]) { self.words = words }

    /// No name of a posture or a person is longer; what a coder wrote may be.
    private static let longest = 500

    init(_ text: String) {
        words = []
        var word = ""
        var before: Character?
        for character in text.prefix(Self.longest) {
            let isInner = character.isLetter || character.isNumber
            // `headOnHand` is three words, `ELAN` is one.
            if !isInner || (character.isUppercase && before?.isLowercase == true) {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if isInner { word += character.lowercased() }
            before = character
        }
        if !word.isEmpty { words.append(word) }
    }

    var isEmpty: Bool { words.isEmpty }

    /// All words in one, so that `headonhand` is `head on hand`.
    var joined: String { words.joined() }

    /// The person's own sides that the words name.
    var sides: Set<Side> {
        words.reduce(into: []) { $0.formUnion(Self.sides[$1] ?? []) }
    }

    /// The sides that several texts name, the value first. Other texts, a vocabulary's descriptions, count
    /// only if they name one: “rests on the left or the right hand” says nothing of this hold.
    static func sides(of texts: [String]) -> Set<Side> {
        let all = texts.map { CodeWords($0).sides }
        if let own = all.first, !own.isEmpty { return own }
        return all.dropFirst().first { $0.count == 1 } ?? []
    }

    var withoutSides: CodeWords { CodeWords(words: words.filter { Self.sides[$0] == nil }) }

    /// What is left after words that say only that a tier is about postures.
    var withoutFillers: CodeWords { CodeWords(words: words.filter { !Self.fillers.contains($0) }) }

    /// Whether a value says that the posture is *not* held there.
    var isNo: Bool { words.count == 1 && Self.negations.contains(words[0]) }

    /// The words without their endings and articles, so that `smiles` is `smiling`; words of a name of
    /// two are sorted, so that `crossed arms` is `arms_crossed`.
    var stems: [String] {
        let stems = words.filter { !Self.articles.contains($0) }.map(Self.stem)
        return stems.count == 2 ? stems.sorted() : stems
    }

    /// Without the word *side*, which a side makes needless: `leaning left`.
    var withoutSideWord: CodeWords { CodeWords(words: words.filter { $0 != "side" }) }

    /// What follows these words, or comes before them; `nil` when the words are not there or there is
    /// nothing of them.
    func without(prefix: CodeWords) -> CodeWords? {
        split(prefix) { Array(words.prefix($0)) }.map {
            CodeWords(words: Array(words.dropFirst($0)))
        }
    }

    func without(suffix: CodeWords) -> CodeWords? {
        split(suffix) { Array(words.suffix($0)) }.map {
            CodeWords(words: Array(words.dropLast($0)))
        }
    }

    /// How many words together are the other's.
    private func split(_ other: CodeWords, _ part: (Int) -> [String]) -> Int? {
        guard !other.isEmpty else { return nil }
        let wanted = other.joined
        return (0...words.count).first { part($0).joined() == wanted }
    }

    private static func stem(_ word: String) -> String {
        for ending in ["wards", "ward", "ing", "ed", "es", "e", "s"]
        where word.hasSuffix(ending) && word.count >= ending.count + 3 && !word.hasSuffix("ss") {
            return String(word.dropLast(ending.count))
        }
        return word
    }

    private static let sides: [String: Set<Side>] = [
        "left": [.left], "l": [.left], "lh": [.left], "right": [.right], "r": [.right],
        "rh": [.right], "both": [.left, .right], "bilateral": [.left, .right],
        "lr": [.left, .right], "rl": [.left, .right],
    ]
    private static let articles: Set = [
        "the", "a", "an", "of", "to", "with", "own", "his", "her", "their", "is", "s",
    ]
    private static let negations: Set = ["no", "none", "not", "false", "0", "n"]
    private static let fillers: Set = [
        "posture", "postures", "pose", "poses", "position", "positions", "code", "codes", "coding",
        "codings", "behavior", "behaviors", "behaviour", "behaviours", "annotation", "annotations",
        "state", "states", "event", "events", "tier", "body", "movement", "movements", "s",
    ]
}
