/// Which of the two sits left in the picture, decided by the first seconds in which both are seen
/// apart: somebody who comes in from the other side does not name the seats.
struct SeatOrder: Codable {
    static let deciding = TrackingParameters.standard.seats.deciding
    private(set) var isDecided = false
    private var right = 0.0
    private var wrong = 0.0
    private var lastTime: Double?

    /// Takes an instant with the x of both mid-shoulders (`nil` unless both are seen apart); true when
    /// the two turn out to sit in each other's seats.
    mutating func update(time: Double, first: Float?, second: Float?) -> Bool {
        defer { lastTime = time }
        guard !isDecided, let first, let second else { return false }
        let passed = min(1, time - (lastTime ?? time)) + 1e-6
        if first <= second { right += passed } else { wrong += passed }
        return right + wrong >= Self.deciding && finish()
    }

    /// Decides with what was seen so far; true when the two sit in each other's seats.
    mutating func finish() -> Bool {
        guard !isDecided else { return false }
        isDecided = true
        return wrong > right
    }
}
