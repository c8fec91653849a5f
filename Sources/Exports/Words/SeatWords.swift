import Base
package import SessionModel

/// Who is who in a picture of both.
package enum SeatWords {
    /// `the mother is on the left of the picture at the start, the daughter on the right`, without full stop; `nil`
    /// where each has a picture of their own, the names say it themselves, or somebody was watching.
    package static func sentence(_ session: Session, in say: Phrases = .english) -> String? {
        let sides = ["left", "right"]
        guard session.settings.series == nil, session.source.count == 1,
            !session.source[0].sha256.isEmpty, session.seats != sides,
            let start = session.features.compactMap(\.times.first).min()
        else { return nil }
        let isExchanged = session.settings.swapAt.count { $0 <= start } % 2 == 1
        let people = isExchanged ? session.seats.reversed() : session.seats
        return say("seats.sides", ["left": .person(people[0]), "right": .person(people[1])])
    }
}
