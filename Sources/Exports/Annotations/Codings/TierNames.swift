import Base
package import Posture

/// What a tier is about.
package enum TierMeaning: Equatable, Sendable {
    /// One posture of one seat. The sides are those that the name gives; the values may give others.
    case posture(Target, sides: Set<Side>)
    /// A seat; the values name its postures.
    case seat(String)
}

/// Which seat and posture a tier, a subject's code or a value is about.
///
/// The name of a tier is `SEAT POSTURE`, as Attune's own exports have it, or `SEAT`, where the values
/// are postures. Both are read as people write them (``CodeWords``); a side may stand before or after
/// the posture.
package struct TierNames: Sendable {
    package let seats: [String]
    /// Names of the postures that were looked for.
    package let postures: [String]
    private var exact: [String: TierMeaning] = [:]
    /// By the words of the name, joined.
    private var mapped: [String: TierMeaning] = [:]
    /// Values with a meaning of their own on every seat's tier.
    private var values: [String: PostureCode] = [:]
    private let seatWords: [(name: String, words: CodeWords)]
    private let postureWords: [(name: String, words: CodeWords)]

    /// Targets of the mapping that name no seat and posture of the session.
    package private(set) var unknown: [String] = []
    /// Names of tiers that the mapping gives.
    package private(set) var mappedNames: [String] = []

    /// A posture and the sides that were named with it.
    package struct PostureCode: Equatable, Sendable {
        package var posture: String
        package var sides: Set<Side>
    }

    /// - Parameters:
    ///   - seats: names of the seats of the session.
    ///   - postures: names of the postures that were looked for.
    ///   - mapping: other names, with what each stands for: `SEAT POSTURE`; `SEAT *` for a tier whose
    ///     values are postures; `* POSTURE` for such a value. See ``unknown``.
    package init(
        seats: [String], postures: [String], mapping: [(name: String, stands: String)] = []
    ) {
        self.seats = seats
        self.postures = postures
        // The longest first: of seats “client” and “client 2”, “client 2 slumped” is about the second.
        seatWords = seats.map { ($0, CodeWords($0)) }
            .sorted { $0.1.joined.count > $1.1.joined.count }
        postureWords = postures.map { ($0, CodeWords($0)) }
        for seat in seats {
            for posture in postures {
                let target = Target(seat: seat, posture: posture)
                exact["\(seat) \(posture)"] = .posture(target, sides: [])
            }
        }
        for (name, stands) in mapping { map(name, to: stands) }
    }

    private mutating func map(_ name: String, to stands: String) {
        let key = CodeWords(name).joined
        if stands.hasPrefix("*"), let code = posture(in: String(stands.dropFirst())) {
            values[key] = code
            return
        }
        let meaning: TierMeaning?
        if stands.hasSuffix("*") {
            meaning = seat(named: String(stands.dropLast())).map { .seat($0) }
        } else {
            meaning = self.meaning(of: stands).flatMap { if case .seat = $0 { nil } else { $0 } }
        }
        guard let meaning else { return unknown.append(stands) }
        mappedNames.append(name)
        exact[name] = meaning
        if !key.isEmpty { mapped[key] = meaning }
    }

    /// What a tier of that name is about; `nil` when it names nothing of the session.
    ///
    /// - Parameter participant: whose tier it is, where the file says so beside the name.
    package func meaning(of name: String, participant: String = "") -> TierMeaning? {
        if let meaning = exact[name] { return meaning }
        let words = CodeWords(name)
        if let meaning = mapped[words.joined] { return meaning }
        for (seat, rest) in splits(words) + splits(words.withoutFillers) {
            if let meaning = meaning(seat, rest) { return meaning }
        }
        guard let seat = seat(named: participant) else { return nil }
        return meaning(seat, words)
    }

    /// A remark on names of the mapping that none of these codings has; `nil` when there are none.
    package func remarkOnMissing(in codings: [Coding]) -> String? {
        let names = codings.flatMap(\.names)
        let found = Set(names.map { CodeWords($0).joined })
        let missing = mappedNames.filter { !found.contains(CodeWords($0).joined) }
        guard !missing.isEmpty else { return nil }
        return "\(CodingBuilder.list(missing)) is not there; there is \(CodingBuilder.list(names))"
            .oneLine
    }

    /// Whether the mapping gives that name.
    func isMapped(_ name: String) -> Bool {
        let words = CodeWords(name).joined
        return mappedNames.contains { $0 == name || CodeWords($0).joined == words }
    }

    /// The posture of a seat that a code names, such as a behavior of a subject.
    package func target(
        seat name: String, code: String
    ) -> (target: Target, sides: Set<Side>)? {
        if case .posture(let target, let sides)? = meaning(of: "\(name) \(code)") {
            return (target, sides)
        }
        guard let seat = seat(named: name), let code = posture(in: code) else { return nil }
        return (Target(seat: seat, posture: code.posture), code.sides)
    }

    /// The seat that a name alone stands for.
    package func seat(named name: String) -> String? {
        if seats.contains(name) { return name }
        let words = CodeWords(name)
        if case .seat(let seat)? = exact[name] ?? mapped[words.joined] { return seat }
        guard !words.isEmpty else { return nil }
        return seatWords.first { $0.words.joined == words.joined }?.name
    }

    /// The posture that a value names, with the sides that stand beside it; `nil` when it names none.
    package func posture(in value: String) -> PostureCode? {
        posture(in: CodeWords(value))
    }

    // MARK: Words

    private func meaning(_ seat: String, _ words: CodeWords) -> TierMeaning? {
        if let code = posture(in: words) {
            return .posture(Target(seat: seat, posture: code.posture), sides: code.sides)
        }
        let rest = words.withoutFillers
        if rest.isEmpty { return .seat(seat) }
        return posture(in: rest).map {
            .posture(Target(seat: seat, posture: $0.posture), sides: $0.sides)
        }
    }

    /// The seat at the beginning or the end of a name, with the other words. A side at the end, `head on
    /// hand left`, is the posture's and no seat of that name.
    private func splits(_ words: CodeWords) -> [(seat: String, rest: CodeWords)] {
        let before = seatWords.compactMap { seat in
            words.without(prefix: seat.words).map { (seat.name, $0) }
        }
        let after = seatWords.filter { $0.words.sides.isEmpty }.compactMap { seat in
            words.without(suffix: seat.words).map { (seat.name, $0) }
        }
        return before + after
    }

    private func posture(in words: CodeWords) -> PostureCode? {
        if let code = values[words.joined] { return code }
        if let posture = only({ $0.joined == words.joined }) {
            return PostureCode(posture: posture, sides: [])
        }
        let (rest, sides) = (words.withoutSides, words.sides)
        if let code = values[rest.joined] {
            return PostureCode(posture: code.posture, sides: sides.union(code.sides))
        }
        let posture =
            only { $0.joined == rest.joined } ?? only { $0.stems == rest.stems }
            ?? (sides.isEmpty
                ? nil : only { $0.withoutSideWord.stems == rest.withoutSideWord.stems })
        return posture.map { PostureCode(posture: $0, sides: sides) }
    }

    /// The one posture whose words are such.
    private func only(_ isMeant: (CodeWords) -> Bool) -> String? {
        let found = postureWords.filter { !$0.words.isEmpty && isMeant($0.words) }
        return found.count == 1 ? found[0].name : nil
    }
}
