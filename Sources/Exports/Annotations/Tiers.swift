import Base
import Mimicry
import Posture
import SessionModel

/// A session as tiers of labelled stretches that do not overlap, the form in which ELAN and Praat
/// hold annotations.
///
/// Times are whole ticks, so that a stretch ends exactly where the next one begins; a stretch is at
/// least one tick long.
struct Tiers {
    /// One seat's holds of one posture, with the name `SEAT POSTURE`.
    struct PostureTier: Equatable {
        var name: String
        var seat: Seat
        var stretches: [Stretch]
    }

    /// A labelled stretch of time, in ticks.
    struct Stretch: Equatable {
        var start: Int
        var end: Int
        /// The side: `left`, `right`, or `left+right` while both are held; the posture's own name
        /// where there is no side, since an empty label means *nothing* to Praat.
        var label: String
    }

    /// Episodes that do not overlap. There is one lane, `episodes`, and a further one (`episodes 2`
    /// …) for every episode that begins before all the lanes before are free.
    struct EpisodeLane {
        var name: String
        var items: [(episode: Episode, start: Int, end: Int)]
    }

    /// What happened at instants: the notes of a live session (`markers`), and lasting changes of the distance
    /// (`distance`).
    struct PointTier: Equatable {
        var name: String
        /// Each as long as an instant: its end is its start.
        var points: [Stretch]
    }

    let ticksPerSecond: Double
    let postures: [PostureTier]
    let episodes: [EpisodeLane]
    /// Those with any.
    let points: [PointTier]

    /// - Parameter ticksPerSecond: 1000 for ELAN.
    init(_ session: Session, ticksPerSecond: Double) {
        self.ticksPerSecond = ticksPerSecond
        var names = UniqueNames()
        let lanes = Self.lanes(session.episodesInOrder, ticksPerSecond)
        // Reserved first, so that no seat's name can take them.
        episodes = lanes.enumerated().map { index, items in
            EpisodeLane(
                name: names.take(index == 0 ? "episodes" : "episodes \(index + 1)"), items: items)
        }
        var tiers: [PostureTier] = []
        for seat in Seat.allCases {
            let held = session.postures.filter { $0.seat == seat }.flatMap(\.held)
            for posture in Self.postures(session, held) {
                tiers.append(
                    PostureTier(
                        name: names.take("\(session.name(of: seat)) \(posture)"), seat: seat,
                        stretches: Self.stretches(
                            held.filter { $0.posture == posture }, ticksPerSecond)))
            }
        }
        postures = tiers
        points = Self.points(session, ticksPerSecond).compactMap { name, points in
            points.isEmpty ? nil : PointTier(name: names.take(name), points: points)
        }
    }

    private static func points(
        _ session: Session, _ perSecond: Double
    ) -> [(name: String, points: [Stretch])] {
        func point(_ seconds: Double, _ label: String) -> Stretch {
            let time = max(0, ticks(seconds, perSecond))
            return Stretch(start: time, end: time, label: label)
        }
        return [
            ("markers", session.markers.map { point($0.time, $0.text) }),
            ("distance", session.distanceChanges.map { point($0.time, session.label(of: $0)) }),
        ]
    }

    /// A time in ticks.
    static func ticks(_ seconds: Double, _ perSecond: Double) -> Int {
        let ticks = (seconds * perSecond).rounded()
        return ticks.magnitude < 9e15 ? Int(ticks) : 0
    }

    /// Every posture that was looked for, held or not (an empty tier shows that it was not), then those
    /// that were held but have no definition.
    private static func postures(_ session: Session, _ held: [PostureInterval]) -> [String] {
        let defined = session.settings.postures.map(\.name)
        return defined + Set(held.map(\.posture)).subtracting(defined).sorted()
    }

    /// Holds as stretches, cut wherever one begins or ends, so that a hold on the left and one on the
    /// right at the same time become `left`, `left+right`, `right`.
    private static func stretches(_ held: [PostureInterval], _ perSecond: Double) -> [Stretch] {
        let holds = held.map { hold in
            let start = ticks(hold.onset, perSecond)
            return (hold, start: start, end: max(start + 1, ticks(hold.offset, perSecond)))
        }.sorted { $0.start < $1.start }
        let cuts = Set(holds.flatMap { [$0.start, $0.end] }).sorted()
        var result: [Stretch] = []
        var next = 0
        var active: [(hold: PostureInterval, start: Int, end: Int)] = []
        for (start, end) in zip(cuts, cuts.dropFirst()) {
            active.removeAll { $0.end <= start }
            while next < holds.count, holds[next].start <= start {
                active.append(holds[next])
                next += 1
            }
            if let first = active.first {
                let sides = Side.allCases.filter { side in active.contains { $0.hold.side == side }
                }
                let label = sides.map(\.rawValue).joined(separator: "+")
                result.append(
                    Stretch(
                        start: start, end: end, label: label.isEmpty ? first.hold.posture : label)
                )
            }
        }
        return result
    }

    /// An episode reaches from the leader's onset to its end, or to the follower's onset when nothing
    /// was shared.
    private static func lanes(
        _ episodes: [Episode], _ perSecond: Double
    ) -> [[(episode: Episode, start: Int, end: Int)]] {
        let items = episodes.map { episode in
            let start = ticks(episode.leaderOnset, perSecond)
            let end = ticks(max(episode.offset, episode.followerOnset), perSecond)
            return (episode: episode, start: start, end: max(start + 1, end))
        }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        var lanes: [[(episode: Episode, start: Int, end: Int)]] = [[]]
        for item in items {
            let free = lanes.firstIndex { ($0.last?.end ?? .min) <= item.start }
            if let free { lanes[free].append(item) } else { lanes.append([item]) }
        }
        return lanes
    }
}

/// Makes names unique: a second `a` becomes `a (2)`.
struct UniqueNames {
    private var taken: Set<String> = []

    mutating func take(_ name: String) -> String {
        var unique = name
        var number = 2
        while !taken.insert(unique).inserted {
            unique = "\(name) (\(number))"
            number += 1
        }
        return unique
    }
}

extension Session {
    /// An episode in a few words: `head_on_hand: therapist → client, lag 4.000 s, mirror`.
    func label(of episode: Episode) -> String {
        let lag = DecimalText.text(episode.lag, decimals: 3)
        let congruence = episode.congruence == .unsided ? "" : ", \(episode.congruence.rawValue)"
        return "\(episode.posture): \(name(of: episode.leader)) → \(name(of: episode.follower)), "
            + "lag \(lag) s\(congruence)"
    }

    /// A change of the distance in a few words: `client approaches: 2.310 → 1.900 sw`.
    func label(of change: DistanceChange) -> String {
        let who =
            switch change.mover {
            case .first: name(of: .first)
            case .second: name(of: .second)
            case .both: "both"
            case nil: "one or both"
            }
        let verb = change.change < 0 ? "approach" : "withdraw"
        let ending = change.mover == .first || change.mover == .second
        let (before, after) = (
            DecimalText.text(change.before, decimals: 3),
            DecimalText.text(change.after, decimals: 3)
        )
        return
            "\(who) \(verb)\(ending ? (change.change < 0 ? "es" : "s") : ""): \(before) → \(after) sw"
    }

    /// From the start of the recording, or anything before it, to the last end of anything.
    var span: TimeSpan {
        let held = postures.flatMap(\.held)
        let ends = held.map(\.offset) + episodes.map { max($0.offset, $0.followerOnset) }
        let starts = held.map(\.onset) + episodes.map(\.leaderOnset)
        return TimeSpan(
            start: min(0, starts.min() ?? 0),
            end: max(source.first?.duration ?? 0, ends.max() ?? 0))
    }
}
