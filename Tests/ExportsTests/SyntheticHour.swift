@testable import Exports
import Base
import Mimicry
import Posture
import SessionModel

/// Sessions with as much in them as a real recording: movement in every channel, postures every half
/// minute, episodes, peaks in every window.
enum SyntheticHour {
    /// An hour at 12.5 instants a second, unless said otherwise.
    static func session(
        seconds: Double = 3600, seats: [String] = ["therapist", "client"]
    ) -> Session {
        var random = Steps(7)
        let tracks = tracks(seconds, &random)
        let (records, episodes) = postures(seconds, &random)
        var session = Fixture.helle(seats: seats)
        session.source[0].duration = seconds
        session.features = tracks
        session.postures = records
        session.episodes = episodes
        session.synchrony = synchrony(seconds, &random)
        session.timeline = (0..<Int(seconds)).map { second in
            TimelinePoint(
                time: Double(second), mimicryPercentile: 50 + 45 * random.next(),
                sharedPostures: 0, leaderBalance: random.next(), quality: 0.9 + 0.1 * random.next())
        }
        session.quality.identity = [TimeSpan(start: 30, end: 32)]
        return session
    }

    /// A slow walk in every channel; the second seat does it 2 s later and adds its own.
    private static func tracks(_ seconds: Double, _ random: inout Steps) -> [FeatureTrack] {
        let rate = 12.5
        let count = Int(seconds * rate)
        let width = Channel.allCases.count
        var values = [Double](repeating: 0, count: width)
        var past: [[Double]] = []
        var tracks = [FeatureTrack(), FeatureTrack()]
        for index in 0..<count {
            for channel in 0..<width { values[channel] = 0.98 * values[channel] + random.next() }
            past.append(values)
            let before = past[max(0, index - 25)]
            let time = Double(index) / rate
            tracks[0].append(time: time, presence: 1, row: values)
            tracks[1].append(
                time: time, presence: 1, row: before.map { -0.8 * $0 + 0.4 * random.next() })
        }
        // No recording has them.
        for seat in tracks.indices {
            for channel in [Channel.gazeTurn, .gazeNod] {
                tracks[seat][channel] = tracks[seat].times.map { _ in .nan }
            }
        }
        return tracks
    }

    private static func postures(
        _ seconds: Double, _ random: inout Steps
    ) -> ([PostureRecord], [Episode]) {
        var records = Seat.allCases.map { PostureRecord(seat: $0) }
        var episodes: [Episode] = []
        let names = ["head_on_hand", "arms_crossed", "hands_clasped", "leaning_forward"]
        var time = 10.0
        while time + 25 < seconds {
            let name = names[episodes.count % names.count]
            let leader: Seat = random.next() > 0 ? .first : .second
            let lag = 3 + 2 * random.next()
            let side: Side? = name == "head_on_hand" ? .right : nil
            for (seat, onset) in [(leader, time), (leader.other, time + lag)] {
                records[seat.rawValue].held.append(
                    PostureInterval(
                        seat: seat, posture: name, side: side, onset: onset, offset: onset + 14))
            }
            episodes.append(
                Episode(
                    posture: name, leader: leader, leaderSide: side, followerSide: side,
                    congruence: side == nil ? .unsided : .identical, leaderOnset: time,
                    followerOnset: time + lag, offset: time + 14, sharedDuration: 14 - lag))
            time += 28 + 4 * random.next()
        }
        records[1].held.append(
            PostureInterval(
                seat: .second, posture: "absent", side: nil, onset: seconds - 8,
                offset: seconds - 2))
        return (records, episodes)
    }

    private static func synchrony(_ seconds: Double, _ random: inout Steps) -> [SynchronyWindow] {
        ChannelPair.all.flatMap { pair in
            pair.readings.flatMap { reading in
                stride(from: 0.0, through: seconds - 30, by: 5).map { start in
                    let hasPeak = random.next() > -0.8
                    return SynchronyWindow(
                        channel: pair.first, mapping: reading.mapping, start: start,
                        end: start + 30, peakLag: hasPeak ? 5 * random.next() : nil,
                        peakZ: hasPeak ? 0.8 + 0.7 * random.next() : nil, validFraction: 1)
                }
            }
        }
    }

    /// Numbers in −1…1, always the same.
    struct Steps {
        private var state: UInt64

        init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

        mutating func next() -> Double {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Double(state >> 11) / Double(1 << 52) - 1
        }
    }
}
