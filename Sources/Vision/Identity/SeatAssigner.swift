import Base
import Foundation

/// Decides which of the people found belongs to which seat that is free, all at once: the assignment
/// with the least total cost of place and looks, in which a seat may stay empty.
struct SeatAssigner: Codable {
    /// Somebody found whom no seat follows.
    struct Candidate: Equatable {
        /// Mid-shoulder and shoulder width, pixels.
        var place: SIMD2<Float>
        var width: Float
        /// Per seat, how unlike the person of that seat they look (see `AppearanceModel`); `nil` while
        /// that person is not known.
        var strangeness: [Float?]
        /// Seconds since they were first found about there.
        var patience: Double
        /// Their head is in the picture.
        var hasHead = true

        /// Whether they may take a seat that nobody has taken before: a body whose head is out of the
        /// picture only when it stays.
        var mayBegin: Bool { hasHead || patience >= SeatAssigner.parameters.acceptance }
    }

    static let parameters = TrackingParameters.standard.seats

    /// Where each seat was last seen: mid-shoulder in pixels.
    private(set) var places: [SIMD2<Float>?] = [nil, nil]
    /// How wide the shoulders of each are at most, pixels, over the last minute or so.
    private(set) var widths: [Float?] = [nil, nil]

    private var noted: [Double] = [0, 0]

    mutating func note(_ seat: Int, at place: SIMD2<Float>, width: Float, time: Double) {
        places[seat] = place
        widths[seat] = max(width, self.width(of: seat, at: time) ?? 0)
        noted[seat] = time
    }

    /// The shoulder width assumed for a seat's person. A size that was not seen lately, such as that of
    /// somebody who came near the camera, is forgotten within a minute.
    private func width(of seat: Int, at time: Double) -> Float? {
        widths[seat].map {
            $0 * Float(exp(-max(0, time - noted[seat]) / Self.parameters.sizeMemory))
        }
    }

    mutating func forget(_ seat: Int) {
        places[seat] = nil
        widths[seat] = nil
    }

    /// The two change seats.
    mutating func swap() {
        places.swapAt(0, 1)
        widths.swapAt(0, 1)
        noted.swapAt(0, 1)
    }

    /// Per seat, the index of the person found for it, if any.
    ///
    /// - Parameters:
    ///   - found: people that no seat follows, the most certain first.
    ///   - taken: per seat, the mid-shoulder of the person it follows; `nil` for a free seat.
    ///   - middle: x of the picture's middle, which seats a first person who is alone.
    ///   - time: seconds.
    func assign(
        _ found: [Candidate], taken: [SIMD2<Float>?], middle: Float, time: Double = 0
    ) -> [Int?] {
        if places.allSatisfy({ $0 == nil }), taken.allSatisfy({ $0 == nil }) {
            return seatFirst(found, middle: middle)
        }
        let options = [0, 1].map { seat -> [Int?] in
            guard taken[seat] == nil else { return [nil] }
            // After a cut, two people are the two, even in another light.
            let areAlone = found.count == 2 && taken.allSatisfy { $0 == nil }
            return [nil]
                + found.indices.filter { fits(found[$0], seat, time, areAlone: areAlone) }.map(
                    Optional.some)
        }
        var best: (cost: Float, seats: [Int?]) = (.infinity, [nil, nil])
        for first in options[0] {
            for second in options[1] where second == nil || second != first {
                let total = cost(first, 0, found, taken) + cost(second, 1, found, taken)
                if total < best.cost { best = (total, [first, second]) }
            }
        }
        return best.seats
    }

    /// Nobody was ever seated: image left first.
    private func seatFirst(_ found: [Candidate], middle: Float) -> [Int?] {
        let ready = found.indices.filter { found[$0].mayBegin }.prefix(2)
            .sorted { found[$0].place.x < found[$1].place.x }
        guard let one = ready.first else { return [nil, nil] }
        guard ready.count > 1 else {
            return found[one].place.x < middle ? [one, nil] : [nil, one]
        }
        return [one, ready[1]]
    }

    /// Whether somebody may take a seat at all.
    ///
    /// - Parameter areAlone: whoever was found are the two.
    private func fits(
        _ person: Candidate, _ seat: Int, _ time: Double, areAlone: Bool = false
    ) -> Bool {
        guard places[seat] != nil || person.mayBegin else { return false }
        if areAlone { return true }
        let isPatient = isPatient(person, seat)
        if let width = width(of: seat, at: time), !isPatient,
            person.width < Self.parameters.size * width
                || person.width * Self.parameters.size > (widths[seat] ?? width)
        {
            return false
        }
        guard let strangeness = person.strangeness[seat], strangeness > Self.parameters.strange
        else {
            return true
        }
        return places[seat] == nil || isPatient
    }

    /// Whether somebody has stayed in the place of a seat long enough to be taken for its person.
    private func isPatient(_ person: Candidate, _ seat: Int) -> Bool {
        guard let place = places[seat] else { return false }
        return person.patience >= Self.parameters.acceptance
            && length(person.place - place) < Self.parameters.reach * person.width
    }

    /// An empty seat costs as much as somebody in doubtful clothes from the other end of the room.
    private func cost(_ index: Int?, _ seat: Int, _ found: [Candidate], _ taken: [SIMD2<Float>?])
        -> Float
    {
        guard taken[seat] == nil else { return 0 }
        guard let index else { return 6 }
        let person = found[index]
        let looks =
            person.strangeness[seat].map { $0.clamped(to: 0...Self.parameters.strange) / 2 } ?? 1
        return looks + way(person, seat, taken[1 - seat])
    }

    /// How far somebody is from a seat, 0…2; a seat that was never taken lies on its own side of the
    /// other one.
    private func way(_ person: Candidate, _ seat: Int, _ other: SIMD2<Float>?) -> Float {
        if let place = places[seat] {
            return min(length(person.place - place) / (2 * person.width), 2)
        }
        guard let other = other ?? places[1 - seat] else { return 1 }
        return (person.place.x < other.x) == (seat == 0) ? 1 : 1.5
    }
}
