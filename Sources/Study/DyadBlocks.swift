/// Which dyads of a study are not independent of each other: those that share a person, directly or through others, as
/// a therapist's dyads with several clients do.
///
/// Under the null hypothesis a therapist's dyads may resemble each other, so that not each of them is as likely to lie
/// below zero as above it on its own; the therapist's dyads together are. So their signs are flipped together, as blocks
/// are exchanged in permutation tests (A. M. Winkler et al. 2015, *Multi-level block permutation*, NeuroImage 123,
/// 253–268).
package struct DyadBlocks: Sendable, Equatable {
    /// Dyads that are flipped together.
    package struct Block: Sendable, Equatable {
        /// Codes of the people who are in several of its dyads, in alphabetical order; none of a dyad on its own.
        package var codes: [String]
        /// In the order of the study's.
        package var dyads: [String]
    }

    /// In order of first appearance.
    package let blocks: [Block]
    /// Per dyad of the study the number of its block.
    package let numbers: [Int]
    /// The seat in which everybody sits who is in several dyads, such as `therapist`; `nil` where that is not one
    /// seat, or nobody is.
    package let seat: String?

    /// Whether any dyads are flipped together.
    package var isGrouped: Bool { blocks.count < numbers.count }

    /// Whether there are blocks enough to tell anything of a study; always so where dyads are on their own.
    package var canTell: Bool { !isGrouped || blocks.count >= SubsetTest.leastBlocks }

    /// - Parameter dyads: names of the study's dyads, in their order.
    init(_ sessions: [StudySession], dyads: [String]) {
        let places = Dictionary(
            dyads.enumerated().map { ($1, $0) }, uniquingKeysWith: { own, _ in own })
        var members: [String: Set<Int>] = [:]
        var seats: [String: Set<String>] = [:]
        for session in sessions {
            guard let place = places[session.dyad] else { continue }
            for (seat, code) in zip(session.seats, session.codes) {
                guard let code else { continue }
                members[code, default: []].insert(place)
                seats[code, default: []].insert(seat)
            }
            if let code = session.therapist {
                members[code, default: []].insert(place)
                seats[code, default: []].insert(Self.listedSeat)
            }
        }
        let shared = members.filter { $0.value.count > 1 }
        var root = Array(dyads.indices)
        for (_, group) in shared {
            let least = group.map { root[$0] }.min() ?? 0
            let joined = Set(group.map { root[$0] })
            for index in root.indices where joined.contains(root[index]) { root[index] = least }
        }
        let roots = root.enumerated().filter { $0.offset == $0.element }.map(\.element)
        numbers = root.map { roots.firstIndex(of: $0) ?? 0 }
        blocks = roots.map { first in
            let own = dyads.indices.filter { root[$0] == first }
            return Block(
                codes: shared.filter { !$0.value.isDisjoint(with: own) }.keys.sorted(),
                dyads: own.map { dyads[$0] })
        }
        let common = shared.keys.reduce(into: Set<String>()) { $0.formUnion(seats[$1] ?? []) }
        seat = common.count == 1 ? common.first : nil
    }

    /// The seat of whom the table of a study names.
    private static let listedSeat = "therapist"

    /// Such as `30 dyads of 12 therapists`, or `30 dyads in 12 groups that share nobody`.
    ///
    /// - Parameters:
    ///   - dyads: how many of them have a value.
    ///   - units: of how many blocks these are.
    func described(_ dyads: Int, _ units: Int) -> String {
        let number = StudySentences.count(dyads, "dyad")
        guard isGrouped else { return number }
        guard let seat else {
            return "\(number) in \(StudySentences.count(units, "group")) that share nobody"
        }
        let isPlain = seat.unicodeScalars.allSatisfy { $0.isASCII && $0.properties.isAlphabetic }
        return "\(number) of "
            + (isPlain && !seat.hasSuffix("s")
                ? StudySentences.count(units, seat) : "\(units) people in the seat \(seat)")
    }
}
