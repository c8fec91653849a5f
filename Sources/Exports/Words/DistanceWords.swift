import Base
import Mimicry
import Posture
package import SessionModel

/// How far apart both sat, and who came nearer or moved away, as far as it was measured.
package struct DistanceWords {
    private let session: Session
    private let say: Phrases
    /// Shoulder widths of the first seat.
    package let median: Double
    /// Of the recording, 0…1.
    private let share: Double

    /// `nil` where it was never measured.
    package init?(_ session: Session, in say: Phrases = .english) {
        guard let track = session.features.first else { return nil }
        let left = session.masked
        let values = track.times.indices
            .filter { index in !left.contains { $0.contains(track.times[index]) } }
            .map { track[.distance][$0] }
        guard let median = values.filter(\.isFinite).median else { return nil }
        self.session = session
        self.say = say
        self.median = median
        share = Double(values.count { $0.isFinite }) / Double(values.count)
    }

    /// `summary.distance` of `session.json`.
    var json: JSONValue {
        let changes = session.distanceChanges.map { change -> JSONValue in
            [
                "time": .rounded(change.time), "before": .rounded(change.before),
                "after": .rounded(change.after), "noise": .rounded(change.noise),
                "moved": change.mover.map { .string(name(of: $0)) } ?? .null,
            ]
        }
        return [
            "median": .rounded(median), "measured_share": .rounded(share, decimals: 4),
            "changes": .array(changes),
        ]
    }

    private func name(of mover: DistanceChange.Mover) -> String {
        switch mover {
        case .first: session.name(of: .first)
        case .second: session.name(of: .second)
        case .both: "both"
        }
    }

    /// Whether there is time for a change that lasts, before and after.
    private var isLong: Bool {
        SessionSummary(session).duration >= Double(2 * DistanceChange.reach)
    }

    /// More changes are counted, not told.
    private static let told = 4

    /// How far apart, and each lasting change.
    package var sentence: String {
        let start: KeyValuePairs<String, PhraseArgument> = [
            "distance": number(median), "first": .person(session.name(of: .first)),
            "share": .percent(share),
        ]
        let changes = session.distanceChanges
        guard !changes.isEmpty else {
            return isLong ? say("distance.unchanged", start) : say("distance.short", start)
        }
        let clauses = changes.prefix(Self.told).map(clause)
        let rest = changes.count - clauses.count
        let told = PhraseArgument.text(clauses.joined(separator: "; "))
        return say("distance.apart", start) + " "
            + (rest > 0
                ? say("distance.changes_and_more", ["changes": told, "rest": .count(rest)])
                : say("distance.changes", ["changes": told]))
    }

    private func clause(_ change: DistanceChange) -> String {
        let way = change.change < 0 ? "nearer" : "farther"
        let mover =
            switch change.mover {
            case .first, .second: "one"
            case .both: "both"
            case nil: "unknown"
            }
        return say(
            "distance.\(mover).\(way)",
            [
                "from": .clock(change.time),
                "who": .person(session.name(of: change.mover == .second ? .second : .first)),
                "after": number(change.after), "before": number(change.before),
            ])
    }

    private func number(_ value: Double) -> PhraseArgument { .number(value, decimals: 1) }
}
