/// Says, once a second of work, that work goes on: a video is decoded without a word to where an
/// interrupted run had come, or over a long damaged stretch, and whoever waits must tell that from a
/// decoder that hangs.
final class Heartbeat {
    private let say: () throws -> Void
    private var last = ContinuousClock.now
    private static let interval = Duration.seconds(1)

    init(_ say: @escaping () throws -> Void) { self.say = say }

    /// To be called with every step forward; cheap.
    func beat() {
        let now = ContinuousClock.now
        guard now - last > Self.interval else { return }
        last = now
        // When the reader has gone away, the next event says so.
        try? say()
    }
}
