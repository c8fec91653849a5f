import Base
package import Posture

/// One person at one instant.
package struct LiveSeat: Sendable, Equatable {
    package var name: String
    /// Confidence that the seat is occupied and its landmarks can be used, 0…1.
    package var presence: Double
    /// One value per channel in `Channel.allCases` order; `NaN` for what was not measured.
    package var channels: [Double]
    /// The postures that are held at this instant.
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

/// A posture that is held, as a row of `postures.csv` that has no end yet.
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
