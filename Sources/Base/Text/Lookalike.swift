import Foundation

extension CodeText {
    /// One of these codes that a person may take for this one; `nil` when there is none, or this very code is among them.
    package static func lookalike(of code: String, among codes: [String]) -> String? {
        let bytes = Array(code.utf8)
        guard !codes.contains(where: { Array($0.utf8) == bytes }) else { return nil }
        let (look, small) = (likeness(code), code.lowercased())
        return codes.first { !$0.isEmpty && (likeness($0) == look || $0.lowercased() == small) }
    }

    /// The same for codes that look alike: letters of Greek and Cyrillic are those of Latin that they look like, wide and
    /// mathematical letters are plain ones, capitals are small; zero is O, and I and l are one.
    ///
    /// Source of the letters: Unicode's `confusables.txt` (UTS #39), of the Greek and Cyrillic blocks what looks like letters
    /// of ASCII in capitals or in small.
    static func likeness(_ text: String) -> String {
        let plain = text.decomposedStringWithCompatibilityMapping
        return String(plain.map { twins[$0] ?? $0 }).lowercased()
    }

    private static let twins: [Character: Character] = {
        var twins: [Character: Character] = [:]
        for (letters, plain) in [
            ("АаΑα", "a"), ("ВвΒ", "b"), ("СсϹϲ", "c"), ("ԁ", "d"), ("ЕеΕ", "e"), ("Ԍԍ", "g"),
            ("НнΗҺһ", "h"), ("іι", "i"), ("ЈјͿϳ", "j"), ("КкΚκ", "k"), ("МмΜ", "m"), ("Ν", "n"),
            ("ОоΟο0", "o"), ("РрΡρ", "p"), ("Ԛԛ", "q"), ("Ѕѕ", "s"), ("ТтΤτ", "t"),
            ("υ", "u"), ("ν", "v"), ("Ԝԝω", "w"), ("ХхΧχ", "x"), ("УуΥγҮү", "y"), ("Ζ", "z"),
            ("ІΙӀӏIl", "1"), ("З", "3"),
        ] {
            for letter in letters { twins[letter] = Character(plain) }
        }
        return twins
    }()
}
