import Hummingbird
import Synchronization

/// An event with its number, shared by all who have to be told it.
final class NumberedEvent: Sendable {
    /// From 1, without gaps.
    let number: Int
    /// The latest time of the recording when it was told, seconds.
    let time: Double
    let event: LiveEvent
    private let text = Mutex<ByteBuffer?>(nil)

    init(number: Int, time: Double, event: LiveEvent) {
        self.number = number
        self.time = time
        self.event = event
    }

    /// The event as the stream carries it; made by the first who needs it, not by the measurement.
    ///
    /// - Parameter run: stands before the number, so that numbers of different runs differ.
    func text(run: String) -> ByteBuffer {
        text.withLock { text in
            if let text { return text }
            let made = EventText.message(
                name: event.name, id: "\(run)-\(number)", data: event.json)
            text = made
            return made
        }
    }
}
