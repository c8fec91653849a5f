/// Reports once a second that work continues. Decoding up to a checkpoint or over a long damaged stretch
/// yields no event, and must not look like a decoder that hangs.
final class Heartbeat {
    private let say: () throws -> Void
    private var last = ContinuousClock.now
    private static let interval = Duration.seconds(1)

    init(_ say: @escaping () throws -> Void) { self.say = say }

    /// Call it with every step forward; cheap.
    func beat() {
        let now = ContinuousClock.now
        guard now - last > Self.interval else { return }
        last = now
        // If the reader is gone, the next event fails.
        try? say()
    }
}
