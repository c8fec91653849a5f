/// Which of the two sits left in the picture, decided by the first seconds in which both are seen
/// apart: somebody who comes in from the other side does not name the seats, and neither does a body whose
/// head is out of the picture, unless it stays and there is nothing else to go by.
struct SeatOrder: Codable {
    static let deciding = TrackingParameters.standard.seats.deciding
    private(set) var isDecided = false
    private var right = 0.0
    private var wrong = 0.0
    /// The same with a head out of the picture: seconds right minus seconds wrong.
    private var headless = 0.0
    private var lastTime: Double?

    /// Takes an instant with the x of both mid-shoulders (`nil` unless both are seen apart); true when
    /// the two turn out to sit in each other's seats.
    ///
    /// - Parameter haveHeads: the heads of both are in the picture.
    mutating func update(
        time: Double, first: Float?, second: Float?, haveHeads: Bool = true
    ) -> Bool {
        defer { lastTime = time }
        guard !isDecided, let first, let second else { return false }
        let passed = min(1, time - (lastTime ?? time)) + 1e-6
        guard haveHeads else {
            headless += first <= second ? passed : -passed
            return false
        }
        if first <= second { right += passed } else { wrong += passed }
        return right + wrong >= Self.deciding && finish()
    }

    /// Decides with what was seen so far; true when the two sit in each other's seats.
    mutating func finish() -> Bool {
        guard !isDecided else { return false }
        isDecided = true
        if right + wrong == 0 { return headless <= -Self.deciding }
        return wrong > right
    }
}
