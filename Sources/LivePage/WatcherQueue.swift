/// What a watcher has not taken yet. It is bounded; samples and breaths are dropped first.
struct WatcherQueue: Sendable {
    /// Two seconds at 25 Hz. A figure older than that is of no use to anybody.
    static let maxSamples = 50
    /// Hours of episodes; a watcher so far behind is not reading.
    static let maxNotes = 256

    private var events: [NumberedEvent]
    private var samples = 0
    private var notes = 0

    /// - Parameter past: taken first, whatever its size.
    init(past: [NumberedEvent]) { events = past }

    /// - Returns: `false` when there is no room for something that cannot be dropped.
    mutating func append(_ event: NumberedEvent) -> Bool {
        if event.event.canBeDropped {
            if samples == Self.maxSamples,
                let oldest = events.firstIndex(where: \.event.canBeDropped)
            {
                events.remove(at: oldest)
                samples -= 1
            }
            samples += 1
        } else {
            guard notes < Self.maxNotes else { return false }
            notes += 1
        }
        events.append(event)
        return true
    }

    var isEmpty: Bool { events.isEmpty }

    mutating func takeAll() -> [NumberedEvent] {
        defer { removeAll() }
        return events
    }

    mutating func removeAll() {
        events = []
        (samples, notes) = (0, 0)
    }
}
