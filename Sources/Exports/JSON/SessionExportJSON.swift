package import Base
import Mimicry
import Posture
package import SessionModel

/// `timeline.json`: the whole session but its channels, for programs: everything that stands in
/// `session.json`, and postures, stretches of unknown, episodes, synchrony and timeline as lists of
/// objects, whose keys are the columns of the tables.
///
/// A row a line, so that the file can be looked through and compared. A value that was not measured
/// is `null`. The layout is `docs/schema/timeline.schema.json` (JSON Schema 2020-12).
package struct SessionExportJSON: SessionWriter {
    package static let fileName = SessionFile.export.name

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        var head = SessionJSON.value(session).text()
        // The object goes on with the lists: "…\n}" becomes "…,\n".
        head.removeLast(2)
        try output.write(head)
        try write("postures", session.heldInOrder, session, to: &output)
        try write("unknown", session.postures.flatMap(\.unknownRows), session, to: &output)
        try write("episodes", session.episodesInOrder, session, to: &output)
        try write("synchrony", session.synchrony, session, to: &output)
        try write("timeline", session.timeline, session, to: &output)
        try output.write("\n}\n")
    }

    private func write(
        _ name: String, _ rows: [some TableRow], _ session: Session, to output: inout FileWriter
    ) throws(Failure) {
        try output.write(",\n  \"\(name)\": [")
        var isFirst = true
        for row in rows {
            try output.write(isFirst ? "\n    " : ",\n    ")
            try output.write(row.json(seats: session.seats).text(.compact))
            isFirst = false
        }
        try output.write(isFirst ? "]" : "\n  ]")
    }
}
