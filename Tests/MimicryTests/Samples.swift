import Base
import Posture

/// A record of one posture, `p`, unless said otherwise.
func record(
    _ seat: Seat, _ held: [(Double, Double)], side: Side? = nil, posture: String = "p",
    unknown: [(Double, Double)] = []
) -> PostureRecord {
    PostureRecord(
        seat: seat,
        held: held.map {
            PostureInterval(seat: seat, posture: posture, side: side, onset: $0.0, offset: $0.1)
        },
        unknown: [posture: unknown.map { TimeSpan(start: $0.0, end: $0.1) }])
}

/// A track at 10 Hz with the given channels; the others are not measured.
func track(_ channels: [Channel: [Double]], start: Double = 0, rate: Double = 10) -> FeatureTrack {
    var track = FeatureTrack()
    let count = channels.values.map(\.count).max() ?? 0
    for index in 0..<count {
        var row = [Double](repeating: .nan, count: Channel.allCases.count)
        for (channel, values) in channels { row[channel.index] = values[index] }
        track.append(time: start + Double(index) / rate, presence: 1, row: row)
    }
    return track
}
