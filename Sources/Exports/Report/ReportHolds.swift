import Base
import Posture
import SessionModel

/// The report's list of who held which posture when.
struct ReportHolds {
    let session: Session

    /// More of one posture and person are counted, not listed.
    private static let listed = 24

    /// Empty where nothing was held.
    var text: String {
        let names = Set(session.postures.flatMap { $0.held.map(\.posture) }).sorted()
        let rows = names.flatMap { name in
            session.postures.compactMap { row(name, $0) }
        }
        guard !rows.isEmpty else { return "" }
        return "<details><summary>Who held which posture when</summary>"
            + HTML.table(head: ["posture", "who", "times", "in all", "when"], rows: rows)
            + "</details>"
    }

    private func row(_ posture: String, _ record: PostureRecord) -> [String]? {
        let spans = record.spans(of: posture)
        guard !spans.isEmpty else { return nil }
        let seconds = spans.reduce(0) { $0 + $1.duration }
        let when = spans.prefix(Self.listed).map {
            "\(Prose.clock($0.start)) to \(Prose.clock($0.end))"
        }
        let rest = spans.count - when.count
        return [
            Prose.words(posture), session.name(of: record.seat), "\(spans.count)",
            Prose.duration(seconds),
            when.joined(separator: ", ") + (rest > 0 ? ", and \(rest) more in postures.csv" : ""),
        ]
    }
}
