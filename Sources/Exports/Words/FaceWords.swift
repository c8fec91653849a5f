import Base
import Mimicry
import Posture
package import SessionModel

/// How often and how long each smiled, and for how long a face was still, as far as it could be told.
package struct FaceWords {
    private static let smile = "smiling"
    private static let stillness = "still"

    private let session: Session
    private let say: Phrases
    private let recording: TimeSpan

    /// `nil` where it could be told of nobody whether they smiled.
    package init?(_ session: Session, in say: Phrases = .english) {
        guard session.settings.postures.contains(where: { $0.name == Self.smile }),
            session.postures.count == Seat.allCases.count,
            session.features.contains(where: { $0[.smile].contains(where: \.isFinite) }),
            let start = session.features.compactMap(\.times.first).min(),
            let end = session.features.compactMap(\.times.last).max(), end > start
        else { return nil }
        self.session = session
        self.say = say
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

    private func person(_ record: PostureRecord) -> PhraseArgument {
        .person(session.name(of: record.seat))
    }

    private var smiles: String {
        let doubt =
            session.isValidated(Self.smile) ? "" : " (\(say("validation.not")))"
        let clauses = session.postures.map { record -> String in
            let known = known(Self.smile, record)
            guard known > 0 else { return say("smile.untold", ["who": person(record)]) }
            let held = record.spans(of: Self.smile)
            guard !held.isEmpty else {
                return say("smile.never", ["who": person(record), "known": .duration(known)])
            }
            let seconds = held.reduce(0) { $0 + $1.duration }
            return say(
                "smile.smiled",
                [
                    "who": person(record), "times": .times(held.count),
                    "time": .duration(seconds), "known": .duration(known),
                ])
        }
        return Prose.capitalized(clauses.joined(separator: "; ")) + doubt + "."
    }

    private var together: String? {
        let seconds = session.baseRates.first { $0.posture == Self.smile }?.shared ?? 0
        return seconds > 0 ? say("smile.together", ["time": .duration(seconds)]) : nil
    }

    /// Of faces that became still; or why nobody can say.
    private var still: String? {
        guard session.settings.postures.contains(where: { $0.name == Self.stillness }) else {
            return nil
        }
        let told = session.postures.filter { known(Self.stillness, $0) > 0 }
        guard !told.isEmpty else { return say("still.untold") }
        let clauses = told.compactMap { record -> String? in
            let held = record.spans(of: Self.stillness)
            guard let first = held.first else { return nil }
            let seconds = held.reduce(0) { $0 + $1.duration }
            return say(
                held.count == 1 ? "still.once" : "still.first",
                [
                    "who": person(record), "time": .duration(seconds),
                    "start": .clock(first.start),
                ])
        }
        return clauses.isEmpty ? nil : Prose.sentence(say.list(clauses))
    }
}

extension PostureRecord {
    /// When a posture was held on any side, in order of time, seconds.
    func spans(of posture: String) -> [TimeSpan] {
        TimeSpan.union(
            held.filter { $0.posture == posture }.map { TimeSpan(start: $0.onset, end: $0.offset) })
    }
}
