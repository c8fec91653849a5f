/// A posture that one seat held from `onset` to `offset` (seconds).
public struct PostureInterval: Sendable, Equatable, Codable {
    public var seat: Seat
    /// Name of the definition, such as `head_on_hand`.
    public var posture: String
    /// The person's own side, `nil` for a posture without one.
    public var side: Side?
    public var onset: Double
    public var offset: Double
    /// False when it was found held after a time in which it could not be seen: then it may have
    /// begun earlier.
    public var onsetIsKnown: Bool

    public init(
        seat: Seat, posture: String, side: Side? = nil, onset: Double, offset: Double,
        onsetIsKnown: Bool = true
    ) {
        self.seat = seat
        self.posture = posture
        self.side = side
        self.onset = onset
        self.offset = offset
        self.onsetIsKnown = onsetIsKnown
    }

    public var duration: Double { offset - onset }

    /// The order of records: onset, then the posture's place among the definitions, then side.
    public func precedes(_ other: PostureInterval, in definitions: [PostureDefinition]) -> Bool {
        if onset != other.onset { return onset < other.onset }
        func place(_ posture: String) -> Int {
            definitions.firstIndex { $0.name == posture } ?? 0
        }
        return (place(posture), side?.rawValue ?? "")
            < (place(other.posture), other.side?.rawValue ?? "")
    }
}

/// A stretch of time, seconds.
public struct TimeSpan: Sendable, Equatable, Codable {
    public var start: Double
    public var end: Double

    public init(start: Double, end: Double) {
        self.start = start
        self.end = end
    }

    public func contains(_ time: Double) -> Bool { start <= time && time < end }
}

/// What is known of one seat's postures: what was held, and when nothing could be said.
public struct PostureRecord: Sendable, Equatable {
    public var seat: Seat
    /// Held intervals in order of onset.
    public var held: [PostureInterval]
    /// Per posture name, the stretches in which it is unknown whether it was held (the seat empty, a
    /// landmark hidden). Outside `held` and `unknown` the posture was *not held*.
    public var unknown: [String: [TimeSpan]]

    public init(seat: Seat, held: [PostureInterval] = [], unknown: [String: [TimeSpan]] = [:]) {
        self.seat = seat
        self.held = held
        self.unknown = unknown
    }
}
