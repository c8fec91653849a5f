import Exports
import Base
import Mimicry
import Posture

/// One person's adoption of a posture that the other had shown, as a coder has it.
package struct CodedEpisode: Sendable, Equatable {
    package var posture: String
    /// Names of seats.
    package var leader: String
    package var follower: String
    /// Seconds.
    package var leaderOnset: Double
    package var followerOnset: Double

    package init(
        posture: String, leader: String, follower: String, leaderOnset: Double,
        followerOnset: Double
    ) {
        self.posture = posture
        self.leader = leader
        self.follower = follower
        self.leaderOnset = leaderOnset
        self.followerOnset = followerOnset
    }

    package var lag: Double { followerOnset - leaderOnset }
}

/// How Attune's episodes agree with those that its own definition finds in the coder's postures.
///
/// Two episodes are the same when posture and leader are, and the follower's onsets are at most the
/// tolerance apart.
package struct EpisodeAgreement: Sendable, Equatable {
    package struct Pair: Sendable, Equatable {
        package var attune: CodedEpisode
        package var coder: CodedEpisode

        /// Attune's lag − the coder's, seconds.
        package var lagError: Double { attune.lag - coder.lag }
    }

    /// The postures that the coder looked for in both people; only their episodes are compared.
    package var postures: [String]
    /// Each in order of the follower's onset.
    package var pairs: [Pair]
    package var onlyAttune: [CodedEpisode]
    package var onlyCoder: [CodedEpisode]

    package init(
        postures: [String] = [], pairs: [Pair] = [], onlyAttune: [CodedEpisode] = [],
        onlyCoder: [CodedEpisode] = []
    ) {
        self.postures = postures
        self.pairs = pairs
        self.onlyAttune = onlyAttune
        self.onlyCoder = onlyCoder
    }

    init(attune: [CodedEpisode], coder: [CodedEpisode], postures: [String], tolerance: Double) {
        self.init(postures: postures)
        struct Kind: Hashable { var posture, leader: String }
        let kind = { (episode: CodedEpisode) in
            Kind(posture: episode.posture, leader: episode.leader)
        }
        let order = { (one: CodedEpisode, other: CodedEpisode) in
            one.followerOnset < other.followerOnset
        }
        let found = Dictionary(grouping: attune.sorted(by: order), by: kind)
        let coded = Dictionary(grouping: coder.sorted(by: order), by: kind)
        for key in Set(found.keys).union(coded.keys) {
            let one = found[key] ?? []
            let other = coded[key] ?? []
            let matches = OnsetMatching.pairs(
                one.map(\.followerOnset), other.map(\.followerOnset), tolerance: tolerance)
            pairs += matches.map { Pair(attune: one[$0], coder: other[$1]) }
            let (i, j) = (Set(matches.map(\.0)), Set(matches.map(\.1)))
            onlyAttune += one.indices.filter { !i.contains($0) }.map { one[$0] }
            onlyCoder += other.indices.filter { !j.contains($0) }.map { other[$0] }
        }
        pairs.sort { order($0.attune, $1.attune) }
        onlyAttune.sort(by: order)
        onlyCoder.sort(by: order)
    }

    /// The counts, as for any other events; errors are of the follower's onset.
    package var events: EventAgreement {
        EventAgreement(
            attune: pairs.count + onlyAttune.count, coder: pairs.count + onlyCoder.count,
            onsetErrors: pairs.map { $0.attune.followerOnset - $0.coder.followerOnset })
    }

    /// Median and quartiles of the errors of the lag.
    package var lagError: Quartiles? { Quartiles(pairs.map(\.lagError)) }
}

extension Coding {
    /// The episodes that Attune's definition finds in these holds.
    func episodes(
        seats: [String], settings: EpisodeSettings, over span: TimeSpan
    ) -> [CodedEpisode] {
        let records = Seat.allCases.map { seat in
            PostureRecord(
                seat: seat,
                held: holds.filter {
                    $0.target.seat == seats[seat.rawValue] && $0.onset < $0.offset
                }
                .map {
                    PostureInterval(
                        seat: seat, posture: $0.target.posture, side: $0.side, onset: $0.onset,
                        offset: $0.offset)
                })
        }
        return EpisodeDetector(settings: settings)
            .episodes(records[0], records[1], recording: span).filter { !$0.isRepeat }.map {
                CodedEpisode(
                    posture: $0.posture, leader: seats[$0.leader.rawValue],
                    follower: seats[$0.follower.rawValue], leaderOnset: $0.leaderOnset,
                    followerOnset: $0.followerOnset)
            }
    }
}
