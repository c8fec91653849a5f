import Base
import Consents
import Mimicry
import Posture
import SessionModel

@testable import Exports

/// Sessions small enough to know by heart.
enum Fixture {
    /// The story of the example: the client takes up the therapist's head on hand 4 s later, in
    /// mirror, and both share it for 9.9 s. Ten instants, five seconds apart; the client is out of
    /// the picture at 35 and 40 s.
    static func helle(seats: [String] = ["therapist", "client"]) -> Session {
        var tracks = [FeatureTrack(), FeatureTrack()]
        for seat in Seat.allCases {
            for step in 0..<10 {
                let away = seat == .second && (step == 7 || step == 8)
                var row = [Double](repeating: .nan, count: Channel.allCases.count)
                if !away { row[Channel.headTilt.index] = seat == .first ? -1.5 : Double(step) }
                tracks[seat.rawValue].append(
                    time: Double(step) * 5, presence: away ? 0.01 : 0.99, row: row)
            }
        }
        let records = [
            PostureRecord(
                seat: .first,
                held: [held(.first, "head_on_hand", .right, 10.1, 24)]),
            PostureRecord(
                seat: .second,
                held: [
                    held(.second, "head_on_hand", .left, 14.1, 26.5),
                    held(.second, "absent", nil, 32, 41),
                ],
                unknown: ["head_on_hand": [TimeSpan(start: 32, end: 41)]]),
        ]
        return Session(
            attune: "9.8.7", source: [source("helle.mp4")], seats: seats, consent: consent(seats),
            settings: Settings(), features: tracks, postures: records, episodes: [episode()],
            synchrony: [], timeline: [TimelinePoint(time: 0, sharedPostures: 0, quality: 0.5)],
            quality: Quality(coverage: [1, 0.8], identity: [TimeSpan(start: 3, end: 4.5)]),
            warnings: ["The file ends early."])
    }

    /// A session in which nothing happened and nobody was seen.
    static func empty() -> Session {
        Session(
            source: [source("a.mp4"), source("b.mp4")], seats: ["left", "right"], consent: nil,
            settings: Settings(), features: [FeatureTrack(), FeatureTrack()],
            postures: Seat.allCases.map { PostureRecord(seat: $0) }, episodes: [], synchrony: [],
            timeline: [], quality: Quality(coverage: [0, 0]), warnings: [])
    }

    static func episode(
        _ posture: String = "head_on_hand", leader: Seat = .first, leaderSide: Side? = .right,
        followerSide: Side? = .left, congruence: Congruence = .mirror, shared: Double = 9.9
    ) -> Episode {
        Episode(
            posture: posture, leader: leader, leaderSide: leaderSide, followerSide: followerSide,
            congruence: congruence, leaderOnset: 10.1, followerOnset: 14.1, offset: 14.1 + shared,
            sharedDuration: shared)
    }

    static func held(
        _ seat: Seat, _ posture: String, _ side: Side?, _ onset: Double, _ offset: Double
    ) -> PostureInterval {
        PostureInterval(seat: seat, posture: posture, side: side, onset: onset, offset: offset)
    }

    private static func source(_ file: String) -> SourceInfo {
        SourceInfo(
            file: file, sha256: String(repeating: "0f", count: 32), duration: 50, frames: 1250,
            rate: 25)
    }

    private static func consent(_ seats: [String]) -> ConsentSummary {
        ConsentSummary(
            session: "helle",
            participants: [
                .init(seat: seats[0], id: "F01", scope: [.analysis]),
                .init(seat: seats[1], id: "F02", scope: [.analysis, .reviewClip]),
            ],
            digest: String(repeating: "1e", count: 32))
    }
}

extension SessionWriter {
    /// What it writes, as text.
    func rendered(_ session: Session) throws -> String {
        String(decoding: try bytes(session), as: UTF8.self)
    }

    /// The lines of what it writes.
    func lines(_ session: Session) throws -> [String] {
        try rendered(session).split(separator: "\n").map(String.init)
    }
}
