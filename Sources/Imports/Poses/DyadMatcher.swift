/// Where the two people of a recording usually are, from all frames that show two or more.
struct HomePlaces {
    private var left: [(x: Double, y: Double)] = []
    private var right: [(x: Double, y: Double)] = []
    private var sizes: [Double] = []

    /// Takes one frame: the two largest people, by place.
    mutating func add(_ people: [PersonPoints]) {
        var two: [(size: Double, person: PersonPoints)] = []
        for person in people {
            let size = person.size
            guard two.count < 2 || size > two[1].size else { continue }
            two.insert((size, person), at: two.firstIndex { size > $0.size } ?? two.count)
            if two.count > 2 { two.removeLast() }
        }
        let places = two.compactMap(\.person.center).sorted { $0.x < $1.x }
        guard places.count == 2 else { return }
        left.append(places[0])
        right.append(places[1])
        sizes += two.map(\.size)
    }

    /// Median places, left first, and the median size; `nil` without a frame that shows two.
    var places: (homes: [(x: Double, y: Double)], size: Double)? {
        guard !left.isEmpty else { return nil }
        func middle(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        func median(_ places: [(x: Double, y: Double)]) -> (x: Double, y: Double) {
            (middle(places.map(\.x)), middle(places.map(\.y)))
        }
        return ([median(left), median(right)], max(middle(sizes), 1e-6))
    }
}

/// Follows two people from frame to frame where the input does not.
///
/// Each person has a usual place, the median over the recording, and a last place. In every frame all
/// assignments of two of its people to the two seats are compared, and the one with the smallest sum of
/// distances wins. A distance is measured from where the person was last seen, when that is less than
/// a second ago, otherwise from the usual place: people in a session sit, so that their place identifies
/// them when they come back. A match never lies farther away than the person's own size, the diagonal of
/// the keypoints seen.
struct DyadMatcher {
    /// How long the last place is used, seconds.
    private static let memory = 1.0

    private let homes: [(x: Double, y: Double)]
    private let size: Double
    private var last: [(x: Double, y: Double, time: Double)?] = [nil, nil]
    private let tool: String
    /// Most people in one frame.
    private var most = 0

    /// `nil` when no frame shows two people.
    ///
    /// - Parameter tool: the program that found the people, for messages.
    init?(_ homes: HomePlaces, tool: String) {
        guard let places = homes.places else { return nil }
        self.homes = places.homes
        self.tool = tool
        size = places.size
    }

    var warnings: [String] {
        var warnings = [
            "\(tool) does not follow people: who is who was found by place and continuity"
        ]
        if most > 2 {
            warnings.append(
                "up to \(most) people are in a frame; the two at the usual places were followed")
        }
        return warnings
    }

    /// The people of a frame by seat, left first; `nil` where a seat's person is not there.
    mutating func assign(_ people: [PersonPoints], time: Double) -> [PersonPoints?] {
        most = max(most, people.count)
        // Of each seat's candidates only the two nearest can be chosen: the nearest, unless that one sits
        // nearer to the other seat. So a crowd costs no more than looking at everybody once.
        let nearest = (0..<2).map { seat in nearestTwo(people, seat, time) }
        var best: (total: Double, choice: [Int?]) = (2 * Self.absent, [nil, nil])
        for first in [nil] + nearest[0].map(Optional.some) {
            for second in [nil] + nearest[1].map(Optional.some)
            where first == nil || first?.index != second?.index {
                let total = (first?.cost ?? Self.absent) + (second?.cost ?? Self.absent)
                if total < best.total { best = (total, [first?.index, second?.index]) }
            }
        }
        let result = best.choice.map { $0.map { people[$0] } }
        for (seat, person) in result.enumerated() {
            guard let center = person?.center else { continue }
            last[seat] = (center.x, center.y, time)
        }
        return result
    }

    /// The two people nearest to a seat, by number in the frame.
    private func nearestTwo(
        _ people: [PersonPoints], _ seat: Int, _ time: Double
    ) -> [(index: Int, cost: Double)] {
        var two: [(index: Int, cost: Double)] = []
        for (index, person) in people.enumerated() {
            let cost = cost(person, seat, time)
            guard cost.isFinite, two.count < 2 || cost < two[1].cost else { continue }
            two.insert((index, cost), at: two.firstIndex { cost < $0.cost } ?? two.count)
            if two.count > 2 { two.removeLast() }
        }
        return two.sorted { $0.index < $1.index }
    }

    /// The cost of leaving a seat empty, in body sizes.
    private static let absent = 1.0

    /// Distance from where the seat's person is expected, in body sizes.
    private func cost(_ person: PersonPoints, _ seat: Int, _ time: Double) -> Double {
        guard let center = person.center else { return .infinity }
        let home = homes[seat]
        let expected: (x: Double, y: Double) =
            if let last = last[seat], time - last.time <= Self.memory {
                (last.x, last.y)
            } else {
                home
            }
        let x = center.x - expected.x
        let y = center.y - expected.y
        let distance = (x * x + y * y).squareRoot() / size
        return distance <= 1 ? distance : .infinity
    }
}
