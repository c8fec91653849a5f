import Base

/// What stands in a place of a phrase, by its meaning; each language writes it in its own way.
enum PhraseArgument {
    /// As it is: a name, a file, a clause of the same language.
    case text(String)
    /// Whole things; also chooses between forms.
    case count(Int)
    /// How often: `twice`.
    case times(Int)
    /// By the name of a seat.
    case person(String)
    /// By the name of a posture.
    case posture(String)
    case postures([String])
    /// A length of time in seconds.
    case duration(Double)
    /// A place in the recording, seconds from its start.
    case clock(Double)
    /// 0…1.
    case percent(Double)
    case number(Double, decimals: Int)
    /// With as few decimals as it takes, at most three.
    case plain(Double)
    /// A probability with its letter: `p = 0.032`.
    case p(Double)
    case list([String])
}

extension Phrases {
    /// What stands in the place.
    ///
    /// - Parameter form: a grammatical case that the phrase asks for; empty for the first.
    func text(_ argument: PhraseArgument, _ form: Substring) -> String {
        switch argument {
        case .text(let text): text
        case .count(let count): self.count(count)
        case .times(let count): times(count)
        case .person(let seat): person(seat, form)
        case .posture(let name): posture(name)
        case .postures(let names): list(names.map(posture))
        case .duration(let seconds): duration(seconds)
        case .clock(let seconds): clock(seconds)
        case .percent(let share): percent(share)
        case .number(let value, let decimals): number(value, decimals: decimals)
        case .plain(let value): number(value, decimals: 3, atLeast: 0)
        case .p(let value): p(value)
        case .list(let words): list(words)
        }
    }
}

extension PhraseArgument {
    /// By what a phrase chooses between forms: `one` or `other` for a count, the word itself for a word.
    var category: String? {
        switch self {
        case .text(let text): text
        case .count(let count): count == 1 ? "one" : "other"
        default: nil
        }
    }
}
