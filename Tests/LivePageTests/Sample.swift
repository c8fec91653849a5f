import Mimicry
import Posture

@testable import LivePage

extension LiveSample {
    /// An instant with a whole stick figure, as large as they come.
    static func made(at time: Double) -> LiveSample {
        let point = LiveFigure.Point(x: 0.12345, y: 0.54321, visibility: 0.98765)
        let figure = LiveFigure(points: Array(repeating: point, count: 33))
        var row = Channel.allCases.map { Double($0.index) + 0.125 }
        row[Channel.headNod.index] = .nan
        let posture = LivePosture(posture: "head_on_hand", side: .left, onset: 3)
        let seats = ["therapist", "client"].map {
            LiveSeat(
                name: $0, presence: 0.9, channels: row, postures: [posture], figure: figure)
        }
        return LiveSample(
            time: time, seats: seats, mimicryPercentile: 73.25, leaderBalance: -0.5, latency: 81.04)
    }
}

extension LiveBreath {
    /// The therapist's breath is measured, the client's is not.
    static func made(at time: Double) -> LiveBreath {
        LiveBreath(
            time: time, behind: 20,
            seats: [
                Person(
                    name: "therapist",
                    now: BreathNow(time: time, rate: 14.26, curve: [.nan, 0.001_234])),
                Person(name: "client", now: BreathNow(time: time, doubt: .moving, curve: [.nan])),
            ])
    }
}

extension LiveEpisode {
    static func made(_ id: Int, _ state: State = .present) -> LiveEpisode {
        LiveEpisode(
            id: id, state: state,
            episode: Episode(
                posture: "head_on_hand", leader: .first, leaderSide: .right, followerSide: .left,
                congruence: .mirror, leaderOnset: 10, followerOnset: 14, offset: 24,
                sharedDuration: 2), seats: ["therapist", "client"])
    }
}
