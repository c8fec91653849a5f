import Base
import Mimicry
import Posture
package import SessionModel

/// How often and how long each smiled, and for how long a face was still, as far as it could be told.
package struct FaceWords {
    private static let smile = "smiling"
    private static let stillness = "still"

    private let session: Session
    private let recording: TimeSpan

    /// `nil` where it could be told of nobody whether they smiled.
    package init?(_ session: Session) {
        guard session.settings.postures.contains(where: { $0.name == Self.smile }),
            session.postures.count == Seat.allCases.count,
            session.features.contains(where: { $0[.smile].contains(where: \.isFinite) }),
            let start = session.features.compactMap(\.times.first).min(),
            let end = session.features.compactMap(\.times.last).max(), end > start
        else { return nil }
        self.session = session
        recording = TimeSpan(start: start, end: end)
        guard session.postures.contains(where: { known(Self.smile, $0) > 0 }) else { return nil }
    }

    /// Two or three sentences.
    package var sentence: String {
        [smiles, together, still].compactMap { $0 }.joined(separator: " ")
    }

    /// Seconds in which it could be told of a person.
    private func known(_ posture: String, _ record: PostureRecord) -> Double {
        let unknown = (record.unknown[posture] ?? []).reduce(0) { sum, span in
            sum + max(0, min(span.end, recording.end) - max(span.start, recording.start))
        }
        return recording.end - recording.start - unknown
    }

    private func person(_ record: PostureRecord) -> String {
        Prose.person(session.name(of: record.seat))
    }

    private var smiles: String {
        let doubt = session.isValidated(Self.smile) ? "" : " (\(ValidationWords.not))"
        let clauses = session.postures.map { record -> String in
            let known = known(Self.smile, record)
            guard known > 0 else { return "of \(person(record)) it could not be told" }
            let held = record.spans(of: Self.smile)
            let time = "the \(Prose.duration(known)) in which that could be told"
            guard !held.isEmpty else { return "\(person(record)) did not smile in \(time)" }
            let seconds = held.reduce(0) { $0 + $1.duration }
            return
                "\(person(record)) smiled \(Prose.times(held.count)), for \(Prose.duration(seconds)) of \(time)"
        }
        return Prose.capitalized(clauses.joined(separator: "; ")) + doubt + "."
    }

    private var together: String? {
        let seconds = session.baseRates.first { $0.posture == Self.smile }?.shared ?? 0
        return seconds > 0 ? "Both smiled at once for \(Prose.duration(seconds))." : nil
    }

    /// Of faces that became still; or why nobody can say.
    private var still: String? {
        guard session.settings.postures.contains(where: { $0.name == Self.stillness }) else {
            return nil
        }
        let told = session.postures.filter { known(Self.stillness, $0) > 0 }
        guard !told.isEmpty else {
            return
                "Whether a face became still could not be told: it takes three minutes of a face that is "
                + "filmed large and usually moves."
        }
        let clauses = told.compactMap { record -> String? in
            let held = record.spans(of: Self.stillness)
            guard let first = held.first else { return nil }
            let seconds = held.reduce(0) { $0 + $1.duration }
            let start = held.count == 1 ? "from" : "first from"
            return "\(person(record))’s face was still, against what is usual of it, for "
                + "\(Prose.duration(seconds)), \(start) \(Prose.clock(first.start))"
        }
        return clauses.isEmpty ? nil : Prose.sentence(Prose.list(clauses))
    }
}

extension PostureRecord {
    /// When a posture was held on any side, in order of time, seconds.
    func spans(of posture: String) -> [TimeSpan] {
        TimeSpan.union(
            held.filter { $0.posture == posture }.map { TimeSpan(start: $0.onset, end: $0.offset) })
    }
}
