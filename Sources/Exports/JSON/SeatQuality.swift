import Base
import Posture
import SessionModel

/// What is known of one person: `quality.SEAT` of `session.json`.
struct SeatQuality {
    let session: Session
    let seat: Seat

    /// Channels that were measured at all in the session, with the share of the recording in which this
    /// person's was, 0…1, in order of the columns.
    ///
    /// Presence is no coverage: somebody who is there all the time may have hands that are never seen.
    var channels: [(channel: Channel, share: Double)] {
        let measured = Channel.allCases.filter { channel in
            session.features.contains { $0[channel].contains(where: \.isFinite) }
        }
        return measured.map { ($0, share($0)) }
    }

    /// Of the recording of either person; where only the other was recorded, nothing was measured.
    private func share(_ channel: Channel) -> Double {
        let track = session.features[seat.rawValue]
        guard track.count > 0 else { return 0 }
        let share = Double(track[channel].count { $0.isFinite }) / Double(track.count)
        let start = session.features.compactMap(\.times.first).min() ?? 0
        let end = session.features.compactMap(\.times.last).max() ?? 0
        guard let first = track.times.first, let last = track.times.last, end > start else {
            return share
        }
        return share * min(1, (last - first) / (end - start))
    }

    /// The rest that this person's postures were held against, in order of name.
    var rest: [(signal: PostureSignal, level: RestLevel)] {
        session.restLevels(of: seat).levels.sorted { $0.key.name < $1.key.name }
            .map { ($0.key, $0.value) }
    }

    var json: JSONValue {
        [
            "channels": .object(
                channels.map { .init($0.channel.rawValue, .rounded($0.share, decimals: 4)) }),
            "rest": .object(
                rest.map { signal, level in
                    .init(
                        signal.name,
                        level.rivals.isEmpty
                            ? .rounded(level.value, decimals: 2)
                            : .array(level.rivals.map { .rounded($0, decimals: 2) }))
                }),
        ]
    }
}
