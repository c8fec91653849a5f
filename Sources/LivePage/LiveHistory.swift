/// The last minutes of a session, thinned, for watchers that come late or come back.
///
/// Episodes, status and markers are all kept (of each episode only the latest notice), of breaths the latest, samples one
/// per second and without their stick figures. Time is that of the recording, so that a recording played
/// faster leaves the same history.
struct LiveHistory: Sendable {
    /// Seconds.
    let memory: Double
    /// The most notes kept, whatever their times: a flood of markers must not grow without end.
    static let maxNotes = 2000

    private(set) var lastNumber = 0
    /// The latest status; a pause is kept apart from it.
    private(set) var status: LiveStatus?
    private(set) var isPaused = false
    /// One per second; the latest sample, whole, is `latest`.
    private var samples: [NumberedEvent] = []
    private var notes: [NumberedEvent] = []
    private var latest: NumberedEvent?
    private var breath: NumberedEvent?
    /// The latest time of the recording that was reported, seconds.
    private(set) var now = 0.0

    init(memory: Double) { self.memory = memory }

    /// Numbers an event and remembers as much of it as will be needed.
    mutating func append(_ event: LiveEvent) -> NumberedEvent {
        lastNumber += 1
        if let time = event.time { now = max(now, time) }
        let numbered = NumberedEvent(number: lastNumber, time: now, event: event)
        switch event {
        case .sample(let sample):
            remember(sample, numbered)
        case .breath:
            breath = numbered
        case .episode(let episode):
            notes.removeAll { $0.episode?.id == episode.id }
            notes.append(numbered)
        case .status(let status):
            learn(status)
            notes.append(numbered)
        case .marker:
            notes.append(numbered)
        }
        forget()
        return numbered
    }

    /// What a watcher gets first, in order.
    ///
    /// - Parameter number: the last event that it has seen; `nil`: none.
    /// - Returns: the events, and whether they are all that is remembered, so that the watcher should
    ///   drop what it has.
    func events(after number: Int?) -> (events: [NumberedEvent], isWhole: Bool) {
        let known = number.flatMap { (0...lastNumber).contains($0) ? $0 : nil }
        var events = (samples + notes).filter { $0.number > known ?? 0 }
        if let latest, latest.number > known ?? 0 {
            events.removeAll { $0.number == latest.number }
            events.append(latest)
        }
        if let breath, breath.number > known ?? 0 { events.append(breath) }
        events.sort { $0.number < $1.number }
        return (events, known == nil)
    }

    private mutating func remember(_ sample: LiveSample, _ numbered: NumberedEvent) {
        latest = numbered
        guard samples.last.map({ $0.time.rounded(.down) != now.rounded(.down) }) ?? true else {
            return
        }
        var thin = sample
        for index in thin.seats.indices { thin.seats[index].figure = nil }
        samples.append(NumberedEvent(number: numbered.number, time: now, event: .sample(thin)))
    }

    private mutating func learn(_ status: LiveStatus) {
        switch status.kind {
        case .paused: isPaused = true
        case .resumed: isPaused = false
        case .warmingUp:
            // A warm-up is reported again and again; the latest is enough.
            notes.removeAll { $0.isWarmUp }
        default: break
        }
        self.status = status
    }

    private mutating func forget() {
        let cut = now - memory
        if let first = samples.first, first.time < cut { samples.removeAll { $0.time < cut } }
        if let first = notes.first, first.time < cut { notes.removeAll { $0.time < cut } }
        if let old = breath, old.time < cut { breath = nil }
        if notes.count > Self.maxNotes { notes.removeFirst(notes.count - Self.maxNotes) }
    }
}

extension NumberedEvent {
    fileprivate var episode: LiveEpisode? {
        if case .episode(let episode) = event { return episode }
        return nil
    }

    fileprivate var isWarmUp: Bool {
        if case .status(let status) = event { return status.kind == .warmingUp }
        return false
    }
}
