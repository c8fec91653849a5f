package import Base
import Exports
import Mimicry
import Posture
import SessionModel

/// `thirds.csv`: a row per session, third of its recording and direction, as a model of many sessions takes it.
///
/// Direction: who took a posture up first. What is of the whole session stands in all of its rows.
package struct StudyThirds: Sendable {
    package static let columns = [
        "session", "dyad", "group", "session_number", "date", "third", "start", "end", "leader",
        "follower", "leader_code", "follower_code", "known_seconds", "episodes", "mirror",
        "identical", "none", "session_known_seconds", "session_episodes", "surrogate_mean",
        "surrogate_sd", "settings_digest",
    ]

    private let sessions: [StudySession]
    private let manifest: StudyManifest?
    private let rows: [String: StudyManifest.Row]

    /// - Parameter manifest: group, number, date and outcomes of the sessions, where somebody lists them.
    /// - Throws: ``Failure/Kind/badInput`` when an outcome has the name of a column.
    package init(_ study: StudyAnalysis, _ manifest: StudyManifest? = nil) throws(Failure) {
        if let manifest, let name = manifest.outcomes.first(where: Self.columns.contains) {
            throw Failure.badInput(
                "\(manifest.path): the outcome \(name) has the name of a column of "
                    + "the study's table", remedy: "give it another name")
        }
        sessions = study.sessions
        self.manifest = manifest
        rows = Dictionary(
            (manifest?.rows ?? []).map { ($0.session, $0) }, uniquingKeysWith: { own, _ in own })
    }

    /// Codes of the sessions that the manifest does not list; none without one.
    package var unlisted: [String] {
        manifest == nil ? [] : sessions.map(\.id).filter { rows[$0] == nil }
    }

    package func write(to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns + (manifest?.outcomes ?? []))
        for session in sessions {
            for (index, third) in session.thirds.enumerated() {
                for leader in Seat.allCases {
                    try output.writeRow(cells(session, index, third, leader))
                }
            }
        }
    }

    private func cells(
        _ session: StudySession, _ index: Int, _ third: TimeSpan, _ leader: Seat
    ) -> [Cell] {
        let row = rows[session.id]
        // The last instant belongs to the last third.
        let found = session.episodes.filter {
            $0.leader == leader && third.start <= $0.followerOnset
                && ($0.followerOnset < third.end || index == 2)
        }
        let known = TimeSpan.intersection(session.knownSpans, [third])
        let chance = session.chance?.episodes
        let seats = [leader.rawValue, 1 - leader.rawValue]
        return [
            .text(session.id), .text(session.dyad), .text(row?.group ?? ""),
            row?.number.map { .integer($0) } ?? .text(""),
            .text(row?.date.map { "\($0)" } ?? ""), .integer(index + 1), .seconds(third.start),
            .seconds(third.end),
        ] + seats.map { .text(session.seats[$0]) }
            + seats.map { .text(session.codes[$0] ?? "") }
            + [.seconds(known.reduce(0) { $0 + $1.duration }), .integer(found.count)]
            + Congruence.allCases.map { side in .integer(found.count { $0.congruence == side }) }
            + [
                .seconds(session.known), .integer(session.episodes.count),
                .number(chance?.surrogateMean, decimals: 6),
                .number(chance?.surrogateSD, decimals: 6),
                .text(session.settings.methodDigest),
            ] + (manifest?.outcomes.indices.map { Self.outcome(row?.outcomes[$0] ?? "") } ?? [])
    }

    /// A number stays one.
    private static func outcome(_ text: String) -> Cell {
        guard let number = Double(text), number.isFinite else { return .text(text) }
        return .exact(number)
    }
}

extension StudySession {
    /// Three stretches of the same length, seconds.
    fileprivate var thirds: [TimeSpan] {
        (0..<3).map { index in
            TimeSpan(
                start: span.start + span.duration * Double(index) / 3,
                end: span.start + span.duration * Double(index + 1) / 3)
        }
    }
}
