import Base
import Mimicry
import Posture
package import SessionModel

/// Who spoke for how long, of a session that was told.
package struct TalkWords {
    private let session: Session
    private let say: Phrases
    private let recording: TimeSpan
    /// Of the recording, seconds.
    private let seats: [Double]
    private let both: Double

    /// `nil` where nobody said who speaks.
    package init?(_ session: Session, in say: Phrases = .english) {
        guard let turns = session.settings.covariates?.turns?.turns,
            let start = session.features.compactMap(\.times.first).min(),
            let end = session.features.compactMap(\.times.last).max(), end > start
        else { return nil }
        self.session = session
        self.say = say
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
        func share(_ seconds: Double) -> PhraseArgument { .percent(seconds / recording.duration) }
        let spoken = say(
            "talk.spoke",
            [
                "first": .person(session.seats[0]), "firstShare": share(seats[0]),
                "second": .person(session.seats[1]), "secondShare": share(seats[1]),
                "both": share(both),
            ])
        let count = session.countedEpisodes.count
        guard count > 0 else { return spoken }
        return spoken + " "
            + say("talk.listened", ["adoptions": .count(count), "listened": .count(listened)])
    }
}
