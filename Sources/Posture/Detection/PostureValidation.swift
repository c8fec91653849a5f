import Base

/// What a posture's definition was held against on real people, and what came of it.
///
/// ```json
/// {"material": "clips of real people, half B", "clips": 3, "seconds": 12.4, "coders_kappa": 0.87,
///  "kappa": [0.84, 0.86], "note": "coded by two vision-language annotators, not human raters; …"}
/// ```
///
/// Every key may be left out or `null`. Without `kappa` the posture is *not validated*.
package struct PostureValidation: Sendable, Equatable, Codable {
    /// On what: which recordings, coded by whom.
    package var material: String?
    /// In how many recordings both coders coded it.
    package var clips: Int?
    /// How long the posture was coded by both coders, seconds.
    package var seconds: Double?
    /// Cohen's kappa of the coders with each other.
    package var codersKappa: Double?
    /// Cohen's kappa of what was found with each coder, on material on which no threshold was chosen.
    package var kappa: [Double]?
    package var note: String?

    package init(
        material: String? = nil, clips: Int? = nil, seconds: Double? = nil,
        codersKappa: Double? = nil,
        kappa: [Double]? = nil, note: String? = nil
    ) {
        self.material = material
        self.clips = clips
        self.seconds = seconds
        self.codersKappa = codersKappa
        self.kappa = kappa
        self.note = note
    }
}

extension PostureDefinition {
    /// Whether it was held against codings of real people, on others than those its thresholds were chosen on.
    package var isValidated: Bool { validation?.kappa?.isEmpty == false }
}

extension PostureValidation {
    private static let keys = ["material", "clips", "seconds", "coders_kappa", "kappa", "note"]
    /// More than anybody has coded: some hundred hours.
    private static let seconds = 0.0...1_000_000.0
    private static let clips = 0...100_000
    private static let kappas = -1.0...1.0
    private static let mostCoders = 16

    /// Reads what stands under a key of a definition; `nil` when it is left out or `null`.
    ///
    /// - Parameter place: how messages name the definition.
    init?(_ key: String, of value: JSONValue, _ place: String) throws(JSONProblem) {
        guard let part = value[key], part != .null else { return nil }
        guard case .object(let members) = part else {
            throw JSONProblem(
                "\"\(key)\" of \(place) is not an object in braces",
                remedy: "write it as docs/formats.md shows")
        }
        let object = try StrictObject(
            .object(members.filter { $0.value != .null }), .entry("\"\(key)\" of \(place)"),
            known: Self.keys)
        self.init(
            material: try object.text("material", most: 500),
            clips: try object.integer("clips", Self.clips),
            seconds: try object.number("seconds", Self.seconds, "seconds"),
            codersKappa: try object.number("coders_kappa", Self.kappas),
            kappa: try object.numbers("kappa", Self.kappas, "", most: Self.mostCoders),
            note: try object.text("note", most: 500))
    }

    /// As in `session.json`: keys in alphabetical order, without those that say nothing.
    var json: JSONValue {
        let members: [(String, JSONValue?)] = [
            ("clips", clips.map { .integer($0) }),
            ("coders_kappa", codersKappa.map { .plain($0) }),
            ("kappa", kappa.map { .array($0.map { .plain($0) }) }),
            ("material", material.map { .string($0) }),
            ("note", note.map { .string($0) }),
            ("seconds", seconds.map { .plain($0) }),
        ]
        return .object(
            members.compactMap { name, value in value.map { JSONValue.Member(name, $0) } })
    }
}
