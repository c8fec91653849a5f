/// One of the two people of a session, by rank: the first seat is the one named first.
///
/// Seats have names (`therapist`, `client`, …) only at the edges; inside, they are two.
public enum Seat: Int, Sendable, Codable, CaseIterable, Hashable {
    case first = 0
    case second = 1

    /// The other seat.
    public var other: Seat { self == .first ? .second : .first }
}

/// An anatomical side: the person's own left or right, whatever the camera sees.
public enum Side: String, Sendable, Codable, CaseIterable, Hashable {
    case left
    case right

    /// The side that faces this one in a looking glass.
    public var opposite: Side { self == .left ? .right : .left }
}
