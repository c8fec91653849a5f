import Base
import Mimicry
import Posture
package import SessionModel

/// How far apart both sat, and who came nearer or moved away, as far as it was measured.
package struct DistanceWords {
    private let session: Session
    /// Shoulder widths of the first seat.
    package let median: Double
    /// Of the recording, 0…1.
    private let share: Double

    /// `nil` where it was never measured.
    package init?(_ session: Session) {
        guard let track = session.features.first else { return nil }
        let left = session.masked
        let values = track.times.indices
            .filter { index in !left.contains { $0.contains(track.times[index]) } }
            .map { track[.distance][$0] }
        guard let median = values.filter(\.isFinite).median else { return nil }
        self.session = session
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
        let unit = "shoulder widths of \(Prose.person(session.name(of: .first)))"
        let start =
            "In the picture they sat \(number(median)) \(unit) apart (measured in "
            + "\(Prose.percent(share)) of the time)"
        let changes = session.distanceChanges
        guard !changes.isEmpty else {
            return start + (isLong ? "; no lasting change of that was found." : ".")
        }
        let clauses = changes.prefix(Self.told).map(clause)
        let rest = changes.count - clauses.count
        return start + ". " + Prose.capitalized(clauses.joined(separator: "; "))
            + (rest > 0 ? "; and \(rest) more lasting changes." : ".")
    }

    private func clause(_ change: DistanceChange) -> String {
        let isNearer = change.change < 0
        let how =
            switch change.mover {
            case .first, .second:
                "\(mover(change)) \(isNearer ? "came nearer" : "moved away")"
            case .both: isNearer ? "both came nearer" : "both moved away"
            case nil:
                "they were \(isNearer ? "nearer" : "farther apart"), and who moved could not be told"
            }
        return "from \(Prose.clock(change.time)) on, \(how): \(number(change.after)) instead of "
            + number(change.before)
    }

    private func mover(_ change: DistanceChange) -> String {
        Prose.person(session.name(of: change.mover == .second ? .second : .first))
    }

    private func number(_ value: Double) -> String { DecimalText.text(value, decimals: 1) }
}
