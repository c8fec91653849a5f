/// One of the two people of a session, by rank: the first seat is the one named first.
///
/// Seats have names (`therapist`, `client`, …) only at the edges; inside, they are two.
package enum Seat: Int, Sendable, Codable, CaseIterable, Hashable {
    case first = 0
    case second = 1

    /// The other seat.
    package var other: Seat { self == .first ? .second : .first }
}

/// An anatomical side: the person's own left or right, whatever the camera sees.
package enum Side: String, Sendable, Codable, CaseIterable, Hashable {
    case left
    case right

    /// The side that faces this one in a mirror.
    package var opposite: Side { self == .left ? .right : .left }
}
