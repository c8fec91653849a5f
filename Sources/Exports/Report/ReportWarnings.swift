import SessionModel

/// The warnings of a session, which its record keeps in English.
struct ReportWarnings {
    /// In the language of the report.
    let sentences: [String]
    /// Those for which it has no words, as the record has them.
    let english: [String]

    init(_ session: Session, _ say: Phrases) {
        let review = session.review
        let own = review.map { Array(zip($0.cautions, ReviewWords($0, in: say).cautions)) } ?? []
        var (sentences, english): ([String], [String]) = ([], [])
        for warning in session.warnings {
            let words =
                own.first { $0.0 == warning }?.1
                ?? Self.words(warning, session.seats, say)
            if let words {
                sentences.append(Prose.sentence(words))
            } else {
                english.append(Prose.sentence(warning))
            }
        }
        self.sentences = sentences
        self.english = english
    }

    /// A warning about one of several files begins with its name.
    private static func words(_ warning: String, _ seats: [String], _ say: Phrases) -> String? {
        func translation(_ text: String) -> String? {
            say.translation(of: text, under: "warning", seats: seats)
        }
        if let words = translation(warning) { return words }
        guard let colon = warning.firstRange(of: ": ") else { return nil }
        return translation(String(warning[colon.upperBound...])).map {
            warning[..<colon.upperBound] + $0
        }
    }
}
