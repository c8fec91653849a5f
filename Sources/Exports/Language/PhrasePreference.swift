extension Phrases {
    /// The language that a browser asks for first of those there are; English where it asks for none of them.
    ///
    /// - Parameter asked: the header `Accept-Language` (RFC 9110, 12.5.4): `de-AT, de;q=0.9, en;q=0.5`.
    package static func preferred(_ asked: String) -> Phrases {
        let ranges = asked.split(separator: ",").prefix(mostRanges).compactMap(range)
        let best = ranges.filter { $0.weight > 0 }
            // In the order of the header where weights are the same.
            .enumerated().max { one, other in
                (one.element.weight, -one.offset) < (other.element.weight, -other.offset)
            }
        return best?.element.phrases ?? english
    }

    /// More languages than anybody speaks are not looked at.
    private static let mostRanges = 20

    /// A language that there is, and how much it is wanted, 0…1.
    private static func range(_ text: Substring) -> (phrases: Phrases, weight: Double)? {
        let parts = text.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
        guard let tag = parts.first?.split(separator: "-").first,
            let phrases = of(String(tag))
        else { return nil }
        let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) }
        guard let weight else { return (phrases, 1) }
        return weight.map { (phrases, min(max($0, 0), 1)) }
    }
}
