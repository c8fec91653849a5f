/// What is measured at one time: the picture of each seat.
package struct Instant {
    /// Seconds.
    package var time: Double
    /// The picture of the first and the second seat, the same when they share one; `nil` while a
    /// video of its own has not begun or is over.
    package var first: Frame?
    package var second: Frame?

    /// The second seat's picture is that of the instant before: its video has fewer frames.
    package var isRepeated = false

    /// The breaks since the instant before: nobody need be where they were.
    package var breaks: [VideoBreak] = []
    /// Nothing was recorded for a while before it: nobody need be where they were.
    package var isAfterBreak = false

    package init(time: Double, first: Frame?, second: Frame?) {
        self.time = time
        self.first = first
        self.second = second
    }

    /// Both seats in one picture.
    package init(time: Double, shared frame: Frame) {
        self.init(time: time, first: frame, second: frame)
    }

    package subscript(_ seat: Int) -> Frame? { seat == 0 ? first : second }

    /// True when the seat has a picture, and not that of the instant before.
    func isNew(_ seat: Int) -> Bool { self[seat] != nil && !(seat == 1 && isRepeated) }
}

/// How the two people are laid out over pictures.
package enum Staging: Sendable, Equatable {
    /// Anywhere in one picture.
    case shared
    /// Each confined to a part of one picture.
    case parts([Region])
    /// Each in a video of their own.
    case apart
}

/// The instant in hand, and those after it as far as they are decoded.
struct Instants {
    private var queue: [Instant] = []
    private let reach: BodyForesight.Reach
    private var isOver = false

    /// - Parameter reach: how much is decoded ahead.
    init(ahead reach: BodyForesight.Reach) { self.reach = reach }

    /// `nil` when all were measured.
    var inHand: Instant? { queue.first }
    var ahead: ArraySlice<Instant> { queue.dropFirst() }

    /// Decodes one ahead at least, and as many as are looked at together.
    mutating func fill(from decoding: InstantDecoding) throws {
        while !isOver, queue.count <= reach.instants, queue.count < 2 || isReached {
            guard let next = try decoding.next() else { return isOver = true }
            queue.append(next)
        }
    }

    /// Whether the last one is near enough for those after it to be of use.
    private var isReached: Bool {
        guard let first = queue.first, let last = queue.last else { return true }
        return last.time - first.time < reach.time
    }

    mutating func advance() { if !queue.isEmpty { queue.removeFirst() } }
}
