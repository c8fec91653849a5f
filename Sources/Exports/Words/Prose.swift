/// Wording in English that modules have in common, and what is the same in all languages.
package enum Prose {
    /// A length of time: `9.9 s`, `3 min 20 s`, `1 h 2 min`.
    package static func duration(_ seconds: Double) -> String { Phrases.english.duration(seconds) }

    /// A place in the recording: `14.0 s` in the first minute, then `2:05.3`, `1:02:05.3`.
    static func clock(_ seconds: Double) -> String { Phrases.english.clock(seconds) }

    /// How a sentence calls the person in a seat, see ``Phrases/person(_:_:)``.
    package static func person(_ seat: String) -> String { Phrases.english.person(seat) }

    /// The same at the beginning of a sentence.
    package static func capitalized(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// A clause as a sentence: capital first, full stop last.
    package static func sentence(_ clause: String) -> String {
        let text = capitalized(clause)
        return text.hasSuffix(".") ? text : text + "."
    }

    /// A share as a percentage: `20 %`, and never 0 % or 100 % of what is neither nothing nor all.
    package static func percent(_ share: Double) -> String { Phrases.english.percent(share) }

    /// A name from the data, for a reader: `head_on_hand` becomes `head on hand`.
    package static func words(_ name: String) -> String {
        name.split(separator: "_").joined(separator: " ")
    }
}
