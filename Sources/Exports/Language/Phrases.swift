package import Base

/// What a report says in one language: whole sentences with places for what differs, and how that language
/// writes numbers.
///
/// A language is one file, `Resources/strings-LANGUAGE.json`. Code asks for a sentence by its key and hands
/// over what differs with its meaning, so that each language orders, inflects and writes it in its own way:
///
///     say("share.sum", ["time": .duration(12.5), "share": .percent(0.25)])
package struct Phrases: Sendable {
    /// BCP 47, as in the `lang` of a page: `de`.
    package let language: String
    /// As its speakers call it.
    package let name: String
    let numbers: NumberStyle
    private let templates: [String: PhraseTemplate]

    /// The language that everything but reports is in, and that stands in for what a table lacks.
    package static let english = Phrases(embedded: PackageResources.strings_en_json)

    /// All languages, English first. A language is added with its file and one entry here.
    package static let all: [Phrases] = [
        english, Phrases(embedded: PackageResources.strings_de_json),
    ]

    /// The phrases of a language; `nil` for one that there is not.
    package static func of(_ language: String) -> Phrases? {
        all.first { $0.language == language.lowercased() }
    }

    /// - Parameter text: the text of a language's file.
    init?(_ text: [UInt8]) {
        guard let file = JSONValue(parsing: text), let language = file["language"]?.stringValue,
            let name = file["name"]?.stringValue,
            let numbers = file["numbers"].flatMap(NumberStyle.init),
            case .object(let members) = file["phrases"]
        else { return nil }
        self.language = language
        self.name = name
        self.numbers = numbers
        var templates: [String: PhraseTemplate] = [:]
        for member in members {
            guard let text = member.value.stringValue, templates[member.name] == nil,
                let template = PhraseTemplate(text)
            else { return nil }
            templates[member.name] = template
        }
        self.templates = templates
    }

    /// A file that is part of the program: a test reads each.
    private init(embedded text: [UInt8]) {
        guard let phrases = Phrases(text) else { preconditionFailure("a damaged language") }
        self = phrases
    }

    /// The names of all phrases.
    var keys: Set<String> { Set(templates.keys) }

    func template(_ key: String) -> PhraseTemplate? { templates[key] }

    /// The phrase of that name with its places filled. What this language lacks is said in English, and what
    /// English lacks, by its key.
    func callAsFunction(
        _ key: String, _ arguments: KeyValuePairs<String, PhraseArgument> = [:]
    ) -> String {
        fill(key) { place in arguments.first { $0.key == place }?.value }
    }

    /// The same, asking for what stands in each place.
    func fill(_ key: String, _ argument: (String) -> PhraseArgument?) -> String {
        guard let template = templates[key] else {
            return language == Self.english.language ? key : Self.english.fill(key, argument)
        }
        return template.text(with: argument) { text($0, $1) }
    }

    /// The same with a capital at its start and a full stop at its end.
    func sentence(
        _ key: String, _ arguments: KeyValuePairs<String, PhraseArgument> = [:]
    ) -> String { Prose.sentence(self(key, arguments)) }

    func has(_ key: String) -> Bool { templates[key] != nil }

    /// The phrase of that name; `nil` where there is none.
    func known(_ key: String) -> String? { templates[key] == nil ? nil : self(key) }
}
