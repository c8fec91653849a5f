import Posture

extension Phrases {
    /// How a sentence calls the person in a seat: `the therapist`, `the person on the left`; a seat
    /// that reads like a name or a code (`Anna`, `P01`) stays as it is.
    ///
    /// - Parameter form: a grammatical case; empty for the first. `of` is whose something is.
    package func person(_ seat: String, _ form: Substring = "") -> String {
        if let words = known("person.\(seat)" + (form.isEmpty ? "" : ".\(form)")) { return words }
        if form == "of" { return self("name.of", ["name": .text(seat)]) }
        let isWord = seat.allSatisfy { $0.isLowercase || $0 == " " || $0 == "-" }
        return isWord ? self("role", ["name": .text(seat)]) : seat
    }

    /// A seat as a label: a role that is known in this language's words, any other name as it is.
    func seat(_ name: String) -> String { known("seat.\(name)") ?? name }

    func seats(_ names: [String]) -> [String] { names.map(seat) }

    /// A posture in a sentence; one that users defined by its own name.
    func posture(_ name: String) -> String { known("posture.\(name)") ?? Prose.words(name) }

    /// The channel's name for a reader.
    func title(_ channel: Channel) -> String { self("channel.\(channel.rawValue)") }

    /// The same in a sentence.
    func name(_ channel: Channel) -> String {
        numbers.keepsCapitals ? title(channel) : title(channel).lowercased()
    }

    /// Left or right.
    func side(_ side: Side) -> String { self("side.\(side.rawValue)") }
}
