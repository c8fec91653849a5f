import Posture

/// Decides which of the people found belongs to which seat.
///
/// Before a seat was ever taken, place in the picture decides (image left first). Afterwards each
/// person found goes where the seats were last seen, with the least total distance.
struct SeatAssigner {
    /// Where each seat was last seen: mid-shoulder in pixels.
    private(set) var places: [SIMD2<Float>?] = [nil, nil]

    mutating func note(_ seat: Int, at place: SIMD2<Float>) { places[seat] = place }

    /// The two seats are the other way round.
    mutating func swap() { places.swapAt(0, 1) }

    /// What to do with newly found people.
    struct Decision: Equatable {
        /// Per seat, the index of the person found for it.
        var seats: [Int?]
        /// The two seats turned out to be the other way round: exchange everything so far.
        var relabel = false
    }

    /// - Parameters:
    ///   - found: mid-shoulders of people that no seat follows, best first.
    ///   - taken: per seat, the mid-shoulder of the person it follows.
    ///   - middle: x of the picture's middle, which seats a person who is alone.
    func assign(_ found: [SIMD2<Float>], taken: [SIMD2<Float>?], middle: Float) -> Decision {
        switch (taken[0], taken[1]) {
        case (.some, .some): return Decision(seats: [nil, nil])
        case (.some(let there), nil): return fill(1, found, other: there)
        case (nil, .some(let there)): return fill(0, found, other: there)
        case (nil, nil): return fillBoth(found, middle: middle)
        }
    }

    /// One seat is free and the other is followed at `other`.
    private func fill(_ seat: Int, _ found: [SIMD2<Float>], other: SIMD2<Float>) -> Decision {
        guard !found.isEmpty else { return Decision(seats: [nil, nil]) }
        guard let last = places[seat] else {
            // Nobody sat here yet: the order in the picture names the seats.
            let wrong = seat == 1 ? found[0].x < other.x : found[0].x > other.x
            let free = wrong ? 1 - seat : seat
            var decision = Decision(seats: [nil, nil], relabel: wrong)
            decision.seats[free] = 0
            return decision
        }
        let nearest = found.indices.min { length(found[$0] - last) < length(found[$1] - last) }
        var decision = Decision(seats: [nil, nil])
        decision.seats[seat] = nearest
        return decision
    }

    private func fillBoth(_ found: [SIMD2<Float>], middle: Float) -> Decision {
        guard let one = found.first else { return Decision(seats: [nil, nil]) }
        guard found.count > 1 else {
            switch (places[0], places[1]) {
            case (.some(let a), .some(let b)):
                return Decision(
                    seats: length(one - a) <= length(one - b) ? [0, nil] : [nil, 0])
            case (.some, nil): return Decision(seats: [0, nil])
            case (nil, .some): return Decision(seats: [nil, 0])
            case (nil, nil): return Decision(seats: one.x < middle ? [0, nil] : [nil, 0])
            }
        }
        guard let a = places[0], let b = places[1] else {
            return Decision(seats: found[0].x <= found[1].x ? [0, 1] : [1, 0])
        }
        var best: (cost: Float, seats: [Int?]) = (.infinity, [0, 1])
        for i in found.indices {
            for j in found.indices where j != i {
                let cost = length(found[i] - a) + length(found[j] - b)
                if cost < best.cost { best = (cost, [i, j]) }
            }
        }
        return Decision(seats: best.seats)
    }
}
