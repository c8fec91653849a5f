import Base
import Posture
import SessionModel

/// The report's list of who held which posture when.
struct ReportHolds {
    let session: Session
    var say = Phrases.english

    /// More of one posture and person are counted, not listed.
    private static let listed = 24

    /// Empty where nothing was held.
    var text: String {
        let names = Set(session.postures.flatMap { $0.held.map(\.posture) }).sorted()
        let rows = names.flatMap { name in
            session.postures.compactMap { row(name, $0) }
        }
        guard !rows.isEmpty else { return "" }
        let head = ["posture", "who", "times", "sum", "when"].map { say("holds.\($0)") }
        return "<details><summary>\(HTML.escape(say("holds.heading")))</summary>"
            + HTML.table(head: head, rows: rows)
            + "</details>"
    }

    private func row(_ posture: String, _ record: PostureRecord) -> [String]? {
        let spans = record.spans(of: posture)
        guard !spans.isEmpty else { return nil }
        let seconds = spans.reduce(0) { $0 + $1.duration }
        let when = spans.prefix(Self.listed).map {
            say("table.from_to", ["start": .clock($0.start), "end": .clock($0.end)])
        }.joined(separator: ", ")
        let rest = spans.count - Self.listed
        return [
            say.posture(posture), say.seat(session.name(of: record.seat)),
            say.count(spans.count), say.duration(seconds),
            rest > 0
                ? say("holds.more", ["listed": .text(when), "rest": .count(rest)]) : when,
        ]
    }
}
