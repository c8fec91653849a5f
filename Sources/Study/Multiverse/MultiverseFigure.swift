package import Mimicry
package import Posture

/// What a specification is a specification of: a figure of a session that is held against chance.
package enum MultiverseFigure: Sendable, Hashable {
    /// All channels together, mirroring in all with a side, or number of episodes a minute.
    case combined, mirroring, episodes
    /// One channel under one mapping.
    case channel(Channel, Congruence)

    /// As in `sessions.csv`: `combined`, `head_tilt_mirror`, `head_nod`.
    package var name: String {
        switch self {
        case .combined: "combined"
        case .mirroring: "mirroring"
        case .episodes: "episodes"
        case .channel(let channel, .unsided): channel.rawValue
        case .channel(let channel, let mapping): "\(channel.rawValue)_\(mapping.rawValue)"
        }
    }

    /// `nil` for a name of none.
    package init?(_ name: String) {
        let channels = Channel.compared.flatMap { channel in
            Congruence.allCases.map { MultiverseFigure.channel(channel, $0) }
        }
        let all: [MultiverseFigure] = [.combined, .mirroring, .episodes] + channels
        guard let found = all.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// Whether the settings of synchrony decide it; those of episodes do otherwise.
    package var isOfSynchrony: Bool { self != .episodes }

    /// For a reader, within a sentence.
    package var words: String {
        switch self {
        case .combined: "how closely movements follow each other, all channels taken together"
        case .mirroring: "mirroring"
        case .episodes: "the number of episodes"
        case .channel(let channel, let mapping):
            channel.rawValue.split(separator: "_").joined(separator: " ")
                + (mapping == .unsided ? "" : ", \(mapping.rawValue)")
        }
    }

    /// The unit of its excess, for a reader.
    package var unit: String {
        switch self {
        case .combined: "chance spreads of a window"
        case .mirroring: "chance spreads of a window"
        case .episodes: "episodes a minute"
        case .channel: "z"
        }
    }
}
