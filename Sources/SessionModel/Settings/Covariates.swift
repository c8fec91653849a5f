package import Base
package import Mimicry

/// What else happened in a session, which scoring takes into account.
package struct Covariates: Sendable, Codable, Equatable {
    /// Time that counts as unknown of both, seconds, in order and without overlaps.
    package var excluded: [TimeSpan]
    /// What hit both at once; `nil` when nobody said.
    package var events: SharedEvents?
    /// Who speaks when; `nil` when nobody said.
    package var turns: ToldTurns?

    package init(
        excluded: [TimeSpan] = [], events: SharedEvents? = nil, turns: ToldTurns? = nil
    ) {
        self.excluded = TimeSpan.union(excluded)
        self.events = events
        self.turns = turns
    }

    package var isEmpty: Bool { self == Covariates() }

    /// Earlier and later times are those of no session, seconds.
    static let times = 0.0...Recording.longest
    /// More stretches of a kind than anybody marks in a session.
    package static let most = 20_000

    /// The same times later by so many seconds, without the names of files.
    package func shared(movedBy shift: Double) -> Covariates {
        func moved(_ spans: [TimeSpan]) -> [TimeSpan] {
            spans.map { TimeSpan(start: $0.start + shift, end: $0.end + shift) }
        }
        var result = Covariates(excluded: moved(excluded))
        if let events {
            result.events = SharedEvents(times: moved(events.times), window: events.window)
        }
        if let turns { result.turns = ToldTurns(turns: turns.turns.moved(by: shift)) }
        return result
    }
}

/// Stimuli and events that hit both people at once: a knock, a telephone, a cut of the film that they watch.
package struct SharedEvents: Sendable, Codable, Equatable {
    /// The file's name without its folder; `nil` when the settings gave the times.
    package var file: String?
    /// From beginning to end of each, equal for a point in time, seconds.
    package var times: [TimeSpan]
    /// How long after its beginning an event may still make both do the same, seconds. The largest lag of
    /// an adoption; a convention.
    package var window: Double

    package static let standardWindow = 10.0
    /// Seconds: after more, hardly any time of a session would be left.
    static let windows = 0.0...600.0

    package init(
        file: String? = nil, times: [TimeSpan] = [], window: Double = standardWindow
    ) {
        self.file = file
        self.times = times
        self.window = window
    }

    /// When what both do may be due to an event: to its end, and to the window after its beginning.
    package var spans: [TimeSpan] {
        TimeSpan.union(
            times.map { TimeSpan(start: $0.start, end: max($0.end, $0.start + window)) }
        ).filter { $0.duration > 0 }
    }
}

/// Who speaks when, as somebody or a program wrote it down.
package struct ToldTurns: Sendable, Codable, Equatable {
    /// The file's name without its folder; `nil` when the settings gave the times.
    package var file: String?
    package var turns: SpeakingTurns

    package init(file: String? = nil, turns: SpeakingTurns) {
        self.file = file
        self.turns = turns
    }
}

// MARK: - In settings files and session.json

extension Covariates {
    /// Reads `exclude`, `events` and `turns`; `nil` when there is nothing.
    init?(in top: StrictObject) throws(JSONProblem) {
        self.init(excluded: try Self.spans(Settings.Key.exclude.rawValue, top, shortest: 0.1) ?? [])
        if let part = try top.section(
            Settings.Key.events.rawValue, known: ["file", "times", "window"])
        {
            var given = SharedEvents(file: try part.text("file"))
            given.times = try Self.spans("times", part, shortest: 0) ?? []
            given.window =
                try part.number("window", SharedEvents.windows, "seconds") ?? given.window
            events = given
        }
        if let part = try top.section(
            Settings.Key.turns.rawValue, known: ["file", "first", "second"])
        {
            turns = ToldTurns(
                file: try part.text("file"),
                turns: SpeakingTurns([
                    try Self.spans("first", part, shortest: 0) ?? [],
                    try Self.spans("second", part, shortest: 0) ?? [],
                ]))
        }
        if isEmpty { return nil }
    }

    private static func spans(
        _ key: String, _ object: StrictObject, shortest: Double
    ) throws(JSONProblem) -> [TimeSpan]? {
        guard object[key] != .null,
            let list = try object.list(key, of: "stretches of time", most: most)
        else { return nil }
        var spans: [TimeSpan] = []
        for entry in list {
            guard case .array(let ends) = entry, ends.count == 2,
                let start = ends[0].asNumber, let end = ends[1].asNumber,
                times.contains(start), times.contains(end), end - start >= shortest
            else {
                throw JSONProblem(
                    "\(object.named(key)) holds something other than stretches of time",
                    remedy: "give each as its beginning and its end, such as [60, 120], seconds")
            }
            spans.append(TimeSpan(start: start, end: end))
        }
        return spans
    }

    /// As they stand in `session.json`, rounded to milliseconds.
    static func json(_ spans: [TimeSpan]) -> JSONValue {
        .array(
            spans.map {
                .array([.rounded($0.start, decimals: 3), .rounded($0.end, decimals: 3)])
            })
    }
}

extension SharedEvents {
    var json: JSONValue {
        .object(
            (file.map { [.init("file", .string($0))] } ?? []) + [
                .init("times", Covariates.json(times)), .init("window", .plain(window)),
            ])
    }
}

extension ToldTurns {
    var json: JSONValue {
        .object(
            (file.map { [.init("file", .string($0))] } ?? []) + [
                .init("first", Covariates.json(turns.spans[0])),
                .init("second", Covariates.json(turns.spans[1])),
            ])
    }
}
