import Posture
import SessionStore

/// One person at one instant.
public struct LiveSeat: Sendable, Equatable {
    public var name: String
    /// Confidence that the seat is occupied and its landmarks can be used, 0…1.
    public var presence: Double
    /// One value per channel in `Channel.allCases` order; `NaN` for what was not measured.
    public var channels: [Double]
    /// The postures that are held at this instant.
    public var postures: [LivePosture]
    /// For the stick figure; `nil` when nobody was found.
    public var figure: LiveFigure?

    public init(
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

/// A posture that is held, as a row of `postures.csv` that has no end yet.
public struct LivePosture: Sendable, Equatable {
    public var posture: String
    public var side: Side?
    /// Seconds of the recording.
    public var onset: Double

    public init(posture: String, side: Side?, onset: Double) {
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
