/// Checks whether a code that is meant to stand for a person looks like the person's name.
///
/// No rule is certain; these catch what people type when nobody has warned them.
package enum PseudonymCheck {
    package enum Verdict: Sendable, Equatable {
        case fine
        /// It may be a name; the reason in words.
        case doubtful(String)
        /// It is personal in any case; the reason in words.
        case personal(String)
    }

    /// What a code stands for. A session or a seat may well be an ordinary word.
    package enum Use: Sendable {
        case person
        case sessionOrSeat
    }

    /// `Anna`, `anna_meier`, `a.meier@example.org`, `11.02.1985` are not fine; `C01` and `kx7f` are.
    package static func verdict(on code: String, for use: Use = .person) -> Verdict {
        if code.contains("@") { return .personal("holds an e-mail address") }
        if DateDetector.isWhole(code) { return .personal("is a date, maybe of birth") }
        if DateDetector.isFound(in: code) { return .doubtful("holds a date, maybe of birth") }
        let words: [Substring] = code.split { " ,.;_-".contains($0) }.filter { word in
            word.count > 1 && word.allSatisfy(\.isLetter)
        }
        let hasDigit = code.contains(where: \.isNumber)
        if words.count > 1, !hasDigit, code.contains(where: { " ,".contains($0) }) {
            return .personal("looks like a name")
        }
        let isName = words.contains { word in
            guard word.count > 2, word.dropFirst().contains(where: \.isLowercase),
                !RoleNames.contains(word)
            else { return false }
            return word.first?.isUppercase == true || (use == .person && !hasDigit)
        }
        return isName ? .doubtful("looks like a name") : .fine
    }

    /// Doubtful or personal codes of a consent, each once: the session's, then ids and seats.
    package static func remarks(on consent: ConsentSummary) -> [(code: String, why: String)] {
        let uses =
            [(consent.session, Use.sessionOrSeat)] + consent.participants.map { ($0.id, .person) }
            + consent.participants.map { ($0.seat, .sessionOrSeat) }
        var remarks: [(code: String, why: String)] = []
        for (code, use) in uses where !remarks.contains(where: { $0.code == code }) {
            switch verdict(on: code, for: use) {
            case .fine: break
            case .doubtful(let why), .personal(let why): remarks.append((code, why))
            }
        }
        return remarks
    }
}

/// Words for a role in a conversation, which do not identify anybody.
package enum RoleNames {
    private static let known: Set<String> = [
        "therapist", "client", "patient", "counsellor", "counselor", "supervisor", "supervisee",
        "interviewer", "interviewee", "participant", "confederate", "experimenter", "parent",
        "child", "mother", "father", "infant", "teacher", "pupil", "student", "doctor", "nurse",
        "partner", "person1", "person2", "left", "right", "first", "second", "a", "b",
    ]

    private static let german: Set<String> = [
        "therapeut", "therapeutin", "psychotherapeut", "psychotherapeutin", "klient", "klientin",
        "patient", "patientin", "berater", "beraterin", "behandler", "behandlerin", "psychologe",
        "psychologin", "supervisor", "supervisorin", "supervisand", "supervisandin", "coach",
        "interviewer", "interviewerin", "interviewte", "interviewter", "befragte", "befragter",
        "teilnehmer", "teilnehmerin", "teilnehmende", "proband", "probandin", "versuchsperson",
        "versuchsleiter", "versuchsleiterin", "versuchsleitung", "vertraute", "vertrauter",
        "mutter", "vater", "elternteil", "kind", "säugling", "lehrer", "lehrerin", "lehrkraft",
        "schüler", "schülerin", "student", "studentin", "studierende", "arzt", "ärztin",
        "pfleger", "pflegerin", "pflegekraft", "partnerin", "links", "rechts", "erste", "zweite",
        "person",
    ]

    /// Whether it is one of them, in capitals or not.
    package static func contains(_ word: some StringProtocol) -> Bool {
        known.contains(word.lowercased()) || german.contains(word.lowercased())
    }
}
