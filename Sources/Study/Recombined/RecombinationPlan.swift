import Base

/// Who is seated with whom although they never met: every first person of a session with the second of every other one,
/// roles kept; or, where those would be too many, within groups of sessions that are drawn at random.
///
/// Pairs within groups are a sample of all pairs in which nobody is missing: everybody is in as many, and exchanging
/// partners within the groups is a test of its own right. Of single pairs drawn at random hardly any pairing of all
/// people would be complete.
package struct RecombinationPlan: Sendable, Equatable {
    /// Numbers of the sessions that take part, by group.
    package let groups: [[Int]]
    /// Pairs of people who never met.
    package let pairs: Int
    /// How many there would be of all sessions.
    package let possible: Int
    /// Sessions that take no part, since nobody's role is known in them: they have other seats.
    package let left: Int
    /// Of the groups.
    package let seed: UInt64

    /// Sessions that take part.
    package var sessions: Int { groups.reduce(0) { $0 + $1.count } }
    /// Whether it is a sample of all pairs.
    package var isSample: Bool { groups.count > 1 }

    /// Most pairs, 22 350: those of 150 sessions. More sessions have fewer partners each.
    package static let mostPairs = 150 * 149
    /// Fewest sessions of a group.
    private static let least = 4

    /// The study's, in order.
    package let seats: [String]
    private let people: RecombinedPeople

    /// - Parameter seats: the study's, in order.
    package init(
        _ sessions: [StudySession], seats: [String], most: Int = RecombinationPlan.mostPairs,
        seed: UInt64 = 1
    ) {
        let known = sessions.indices.filter { Set(sessions[$0].seats) == Set(seats) }
        let people = RecombinedPeople(sessions, known, seats)
        let groups = Self.groups(known, most, seed)
        func count(_ group: [Int]) -> Int {
            group.reduce(0) { $0 + people.partners(of: $1, in: group).count }
        }
        self.people = people
        self.seats = seats
        self.seed = seed
        self.groups = groups
        left = sessions.count - known.count
        pairs = groups.reduce(0) { $0 + count($1) }
        possible = groups.count > 1 ? count(known) : pairs
    }

    private static func groups(_ known: [Int], _ most: Int, _ seed: UInt64) -> [[Int]] {
        let count = known.count
        guard count > 1, count * (count - 1) > most else { return known.isEmpty ? [] : [known] }
        let size = max(least, most / count + 1)
        let parts = (count + size - 1) / size
        var generator = SplitMix64(seed: seed)
        let order = known.shuffled(using: &generator)
        return (0..<parts).map { part in
            order[count * part / parts..<count * (part + 1) / parts].sorted()
        }
    }

    /// Whose second person the first of a session has never met.
    func partners(of session: Int, in group: [Int]) -> [Int] {
        people.partners(of: session, in: group)
    }

    /// Code of a session's first or second person.
    func code(_ place: Int, of session: Int) -> String? { people.codes[session][place] }
}

/// Who sat with whom.
private struct RecombinedPeople: Sendable, Equatable {
    /// Codes of the two people of each session in the order of the study's seats.
    let codes: [[String?]]
    private let met: Set<[String]>

    init(_ sessions: [StudySession], _ known: [Int], _ seats: [String]) {
        let codes = sessions.map { $0.seats == seats ? $0.codes : Array($0.codes.reversed()) }
        self.codes = codes
        met = Set(known.map { codes[$0].compactMap(\.self) }.filter { $0.count == 2 })
    }

    func partners(of session: Int, in group: [Int]) -> [Int] {
        group.filter { other in
            guard other != session else { return false }
            guard let one = codes[session].first ?? nil, let two = codes[other].last ?? nil else {
                return true
            }
            return !met.contains([one, two])
        }
    }
}
