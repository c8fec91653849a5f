import Base
import Mimicry
import Posture
package import SessionModel

/// Who spoke for how long, of a session that was told.
package struct TalkWords {
    private let session: Session
    private let recording: TimeSpan
    /// Of the recording, seconds.
    private let seats: [Double]
    private let both: Double

    /// `nil` where nobody said who speaks.
    package init?(_ session: Session) {
        guard let turns = session.settings.covariates?.turns?.turns,
            let start = session.features.compactMap(\.times.first).min(),
            let end = session.features.compactMap(\.times.last).max(), end > start
        else { return nil }
        self.session = session
        recording = TimeSpan(start: start, end: end)
        (seats, both) = turns.seconds(in: recording)
    }

    /// Episodes that count whose follower listened as they took up the posture.
    private var listened: Int { session.countedEpisodes.count { $0.isListener == true } }

    /// `summary.turns` of `session.json`.
    var json: JSONValue {
        let people = Seat.allCases.map { seat -> JSONValue.Member in
            .init(
                session.name(of: seat),
                [
                    "seconds": .rounded(seats[seat.rawValue]),
                    "share": .rounded(seats[seat.rawValue] / recording.duration, decimals: 4),
                ])
        }
        return [
            "speaking": .object(people), "both_seconds": .rounded(both),
            "both_share": .rounded(both / recording.duration, decimals: 4),
            "follower_listens": .integer(listened),
        ]
    }

    /// A sentence or two about who spoke.
    package var sentence: String {
        func percent(_ seconds: Double) -> String { Prose.percent(seconds / recording.duration) }
        let people = session.seats.map(Prose.person)
        let spoken =
            "\(Prose.capitalized(people[0])) spoke for \(percent(seats[0])) of the time, "
            + "\(people[1]) for \(percent(seats[1])), both at once for \(percent(both))."
        let count = session.countedEpisodes.count
        guard count > 0 else { return spoken }
        return "\(spoken) Of \(count) adoption\(count == 1 ? "" : "s"), \(listened) "
            + "\(listened == 1 ? "was" : "were") made while listening."
    }
}
