import Base
import Mimicry
import Posture
package import SessionModel

/// Whether a session can say anything of mimicry at all: what was not seen is no finding.
package struct KnownPeople {
    /// Why nothing can be said of postures; `nil` when something can.
    package let silence: String?
    /// Whether there was anybody in either seat.
    package let areBothSeen: Bool

    package init(_ session: Session, in say: Phrases = .english) {
        let seen = zip(session.seats, session.quality.coverage).filter {
            $1 >= Quality.leastCoverage
        }.map(\.0)
        areBothSeen = seen.count == session.seats.count
        if seen.count < 2 {
            silence =
                seen.first.map { say("silence.one", ["who": .person($0)]) }
                ?? say("silence.nobody")
        } else if Self.tellsPosture(session) {
            silence = nil
        } else {
            silence = say("silence.postures")
        }
    }

    /// Whether there is a posture that can be adopted of which the state of both was known at some time.
    private static func tellsPosture(_ session: Session) -> Bool {
        guard session.postures.count == Seat.allCases.count,
            let start = session.features.compactMap(\.times.first).min(),
            let end = session.features.compactMap(\.times.last).max(), end > start
        else { return false }
        let names =
            session.settings.postures.map(\.name)
            + session.postures.flatMap(\.held).map(\.posture)
        return Set(names).filter(session.settings.episodeRules.isAdopted).contains { name in
            let unknown = session.postures.flatMap { $0.unknown[name] ?? [] }
            return !TimeSpan(start: start, end: end).removing(unknown, keeping: 0).isEmpty
        }
    }
}
