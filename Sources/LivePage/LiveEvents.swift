package import Base
package import Mimicry
package import Posture

/// What the measurement reports to the watchers of the page.
package enum LiveEvent: Sendable, Equatable {
    case sample(LiveSample)
    case breath(LiveBreath)
    case episode(LiveEpisode)
    case status(LiveStatus)
    case marker(LiveMarker)

    /// As the stream of events names it.
    package var name: String {
        switch self {
        case .sample: "sample"
        case .breath: "breath"
        case .episode: "episode"
        case .status: "status"
        case .marker: "marker"
        }
    }

    package var json: JSONValue {
        switch self {
        case .sample(let sample): sample.json
        case .breath(let breath): breath.json
        case .episode(let episode): episode.json
        case .status(let status): status.json
        case .marker(let marker): marker.json
        }
    }

    /// Seconds of the recording; `nil` for episodes and breaths, which are reported later than they were.
    var time: Double? {
        switch self {
        case .sample(let sample): sample.time
        case .status(let status): status.time
        case .marker(let marker): marker.time
        case .episode, .breath: nil
        }
    }

    /// Whether a watcher that does not keep up can do without it, since the next one says as much.
    var canBeDropped: Bool {
        switch self {
        case .sample, .breath: true
        case .episode, .status, .marker: false
        }
    }
}

/// What was measured at one instant.
///
/// As JSON, `{"time", "seats": {NAME: {"presence", channels…, "postures": […]}},
/// "mimicry_percentile", "leader_balance", "latency_ms"}`; see `docs/formats.md`.
package struct LiveSample: Sendable, Equatable {
    /// Presentation timestamp, seconds of the recording.
    package var time: Double
    /// The two seats, the first one first.
    package var seats: [LiveSeat]
    /// 0…100, 50 is chance; `nil` until there is enough to compare with.
    package var mimicryPercentile: Double?
    /// −1…1, positive: the first seat leads; `nil` where nothing says who leads.
    package var leaderBalance: Double?
    /// From the capture of the picture to this event, milliseconds.
    package var latency: Double?
    /// Width of the picture over its height, for the stick figures; `nil`: not known.
    package var aspect: Double?

    package init(
        time: Double, seats: [LiveSeat], mimicryPercentile: Double? = nil,
        leaderBalance: Double? = nil, latency: Double? = nil, aspect: Double? = nil
    ) {
        self.time = time
        self.seats = seats
        self.mimicryPercentile = mimicryPercentile
        self.leaderBalance = leaderBalance
        self.latency = latency
        self.aspect = aspect
    }

    /// `aspect` is there only with a stick figure.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("time", .rounded(time)),
            .init("seats", .object(seats.map { .init($0.name, $0.json) })),
            .init("mimicry_percentile", .rounded(mimicryPercentile, decimals: 1)),
            .init("leader_balance", .rounded(leaderBalance)),
            .init("latency_ms", .rounded(latency, decimals: 1)),
        ]
        if let aspect, seats.contains(where: { $0.figure != nil }) {
            members.append(.init("aspect", .rounded(aspect)))
        }
        return .object(members)
    }
}

/// One person at one instant.
package struct LiveSeat: Sendable, Equatable {
    package var name: String
    /// Confidence that the seat is occupied and its landmarks can be used, 0…1.
    package var presence: Double
    /// One value per channel in `Channel.allCases` order; `NaN` for what was not measured.
    package var channels: [Double]
    /// The postures held at this instant.
    package var postures: [LivePosture]
    /// For the stick figure; `nil` when nobody was found.
    package var figure: LiveFigure?

    package init(
        name: String, presence: Double, channels: [Double], postures: [LivePosture] = [],
        figure: LiveFigure? = nil
    ) {
        self.name = name
        self.presence = presence
        self.channels = channels
        self.postures = postures
        self.figure = figure
    }

    /// A channel that was not measured is `null`; without a figure there is no `figure`.
    var json: JSONValue {
        var members = [JSONValue.Member("presence", .rounded(presence))]
        for (channel, value) in zip(Channel.allCases, channels) {
            members.append(.init(channel.rawValue, .rounded(value)))
        }
        members.append(.init("postures", .array(postures.map(\.json))))
        if let figure { members.append(.init("figure", figure.json)) }
        return .object(members)
    }
}

/// A posture that is held now: a row of `postures.csv` without an end.
package struct LivePosture: Sendable, Equatable {
    package var posture: String
    package var side: Side?
    /// Seconds of the recording.
    package var onset: Double

    package init(posture: String, side: Side?, onset: Double) {
        self.posture = posture
        self.side = side
        self.onset = onset
    }

    var json: JSONValue {
        [
            "posture": .string(posture), "side": side.map { .string($0.rawValue) } ?? .null,
            "onset": .rounded(onset),
        ]
    }
}

/// Where the landmarks of one person are in the picture: enough for a stick figure, and no pixel.
package struct LiveFigure: Sendable, Equatable {
    /// One landmark.
    package struct Point: Sendable, Equatable {
        /// Share of the picture's width, 0 at its left edge; may lie outside 0…1.
        package var x: Float
        /// Share of the picture's height, 0 at its upper edge.
        package var y: Float
        /// 0…1.
        package var visibility: Float

        package init(x: Float, y: Float, visibility: Float) {
            self.x = x
            self.y = y
            self.visibility = visibility
        }
    }

    /// The 33 landmarks in BlazePose's order.
    package var points: [Point]

    package init(points: [Point]) { self.points = points }

    /// One flat array, `x, y, visibility` of each landmark in turn: x and y to a ten-thousandth,
    /// visibility to a hundredth.
    var json: JSONValue {
        .array(
            points.flatMap { point -> [JSONValue] in
                [
                    .rounded(Double(point.x), decimals: 4), .rounded(Double(point.y), decimals: 4),
                    .rounded(Double(point.visibility), decimals: 2),
                ]
            })
    }
}

/// An episode while it lasts, and once more when it is over.
///
/// Every notice of one episode has the same `id`; the latest one counts. As JSON it is a row of
/// `episodes.csv` with the same names, and `id` and `state` before them.
package struct LiveEpisode: Sendable, Equatable {
    /// How much of the episode is known.
    package enum State: String, Sendable, Codable {
        /// Both hold the posture now; `offset` is not known yet and `shared_duration` is that so far.
        case present
        /// It is over, and final as it stands.
        case ended
        /// A later measurement showed that it was no episode.
        case withdrawn
    }

    /// The episode's number in this session, from 1.
    package var id: Int
    package var state: State
    /// Its `offset` is ignored while it is present; its p-value is not known before the session ends.
    package var episode: Episode
    /// Names of the first and the second seat.
    package var seats: [String]

    /// - Parameter seats: names of the first and the second seat.
    package init(id: Int, state: State, episode: Episode, seats: [String]) {
        self.id = id
        self.state = state
        self.episode = episode
        self.seats = seats
    }

    package var json: JSONValue {
        [
            "id": .integer(id), "state": .string(state.rawValue),
            "posture": .string(episode.posture),
            "leader": .string(name(episode.leader.rawValue)),
            "follower": .string(name(episode.follower.rawValue)),
            "leader_side": episode.leaderSide.map { .string($0.rawValue) } ?? .null,
            "follower_side": episode.followerSide.map { .string($0.rawValue) } ?? .null,
            "congruence": .string(episode.congruence.rawValue),
            "leader_onset": .rounded(episode.leaderOnset),
            "follower_onset": .rounded(episode.followerOnset),
            "lag": .rounded(episode.lag),
            "offset": state == .present ? .null : .rounded(episode.offset),
            "shared_duration": .rounded(episode.sharedDuration),
            "p_value": .rounded(episode.pValue, decimals: 6),
        ]
    }

    private func name(_ index: Int) -> String { seats.indices.contains(index) ? seats[index] : "" }
}

/// How the measurement is doing, in a word for programs and a sentence for people.
package struct LiveStatus: Sendable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// Nothing is known yet: people are being found, or their own measures learned.
        case warmingUp = "warming_up"
        case running
        case cameraLost = "camera_lost"
        case cameraBack = "camera_back"
        /// The camera is there and sends no pictures.
        case stalled
        case paused
        case resumed
        /// The measurement is slower than it should be.
        case slow
        case stopping
        /// The session is over; no more events come.
        case ended

        /// Whether the latest picture shows what is no more.
        var endsPicture: Bool { [.paused, .cameraLost, .stalled].contains(self) }
    }

    package var kind: Kind
    /// One sentence for the page; empty: the page's own.
    package var message: String
    /// Seconds of the recording.
    package var time: Double
    /// 0…1, how far the warm-up is.
    package var progress: Double?

    package init(_ kind: Kind, message: String = "", time: Double, progress: Double? = nil) {
        self.kind = kind
        self.message = message
        self.time = time
        self.progress = progress
    }

    package var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "message": .string(message), "time": .rounded(time),
            "progress": .rounded(progress, decimals: 2),
        ]
    }
}

/// A note made while the session was running.
package struct LiveMarker: Sendable, Equatable {
    /// Seconds of the recording.
    package var time: Double
    /// May be empty, to mark the moment alone.
    package var text: String

    package init(time: Double, text: String) {
        self.time = time
        self.text = text
    }

    package var json: JSONValue { ["time": .rounded(time), "text": .string(text)] }
}
