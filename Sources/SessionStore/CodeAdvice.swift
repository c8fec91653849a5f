/// Whether a code that is to stand for a person looks like the person's name.
///
/// No rule can tell for certain; these catch what people type when nobody has told them not to.
public enum CodeAdvice {
    public enum Verdict: Sendable, Equatable {
        case fine
        /// It may be a name; said in words.
        case doubtful(String)
        /// It is personal in any case; said in words.
        case personal(String)
    }

    /// `Anna`, `Anna Meier`, `a.meier@example.org`, `1985-02-11` are not fine; `C01` and `kx7f` are.
    public static func verdict(on code: String) -> Verdict {
        if code.contains("@") { return .personal("holds an e-mail address") }
        if CalendarDate(code) != nil { return .personal("is a date, maybe of birth") }
        let words = code.split { " ,.;_-".contains($0) }.filter { word in
            word.count > 1 && word.allSatisfy(\.isLetter)
        }
        let hasDigit = code.contains(where: \.isNumber)
        if words.count > 1, !hasDigit, code.contains(where: { " ,".contains($0) }) {
            return .personal("looks like a name")
        }
        let isName = words.contains { word in
            word.count > 2 && word.first?.isUppercase == true
                && word.dropFirst().contains(where: \.isLowercase)
        }
        return isName ? .doubtful("looks like a name") : .fine
    }
}
