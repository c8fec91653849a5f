package import Posture

/// A channel of the first seat, the channel of the second seat that it is compared with, and the reading
/// of the comparison under each mapping.
///
/// Where the mirrored channel is the negated channel itself, the mirror correlation is the negated
/// identical one, so one comparison serves both mappings.
package struct ChannelPair: Sendable, Equatable {
    /// A mapping that this comparison serves; `sign` multiplies the correlation.
    package struct Reading: Sendable, Equatable {
        package var mapping: Congruence
        package var sign: Double
    }

    package var first: Channel
    package var second: Channel
    package var readings: [Reading]

    /// Every comparison there is, in order of the first seat's channel.
    package static let all: [ChannelPair] = Channel.compared.flatMap(pairs)

    /// How many channels and mappings there are.
    static let readingCount = all.reduce(0) { $0 + $1.readings.count }

    /// The comparisons for which both people have measured values.
    static func measured(_ first: FeatureTrack, _ second: FeatureTrack) -> [ChannelPair] {
        func has(_ track: FeatureTrack, _ channel: Channel) -> Bool {
            track[channel].contains(where: \.isFinite)
        }
        return all.filter { has(first, $0.first) && has(second, $0.second) }
    }

    private static func pairs(_ channel: Channel) -> [ChannelPair] {
        guard let mirror = channel.mirror else {
            return [
                ChannelPair(
                    first: channel, second: channel, readings: [Reading(mapping: .unsided, sign: 1)]
                )
            ]
        }
        let mirrored = Reading(mapping: .mirror, sign: mirror.sign)
        let identical = Reading(mapping: .identical, sign: 1)
        if mirror.channel == channel {
            return [ChannelPair(first: channel, second: channel, readings: [mirrored, identical])]
        }
        return [
            ChannelPair(first: channel, second: mirror.channel, readings: [mirrored]),
            ChannelPair(first: channel, second: channel, readings: [identical]),
        ]
    }
}
