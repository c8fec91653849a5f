import Base
import Foundation

/// The files that Attune writes into a session folder, by name: what may be erased, and nothing else.
package enum SessionFiles {
    /// What every session folder may hold, the records apart. A new writer adds its name here.
    package static let derived = [
        "features.csv", "postures.csv", "episodes.csv", "synchrony.csv", "timeline.csv",
        "session.json", "report.html", "landmarks.csv", "timeline.eaf", "timeline.TextGrid",
        "timeline.vtt", "timeline.json", "boris.tsv", "review.mp4", "like.json", "matrix.csv",
        "agreement.csv", "agreement.json", "markers.csv", PseudonymKey.fileName,
    ]

    /// Whether a file of that name is one of Attune's, also one that a killed run left half-written.
    package static func isOwn(_ name: String) -> Bool {
        derived.contains(name) || isRecord(name) || StagedFile.isStaged(name)
    }

    /// Whether it is a record, of whatever state (under way, recovered, kept because it was damaged), or
    /// what SQLite keeps beside one.
    static func isRecord(_ name: String) -> Bool {
        let record =
            /session(\.partial|\.recovered|\.damaged(-[0-9]+)?)?\.sqlite(-wal|-shm|-journal)?/
        return name.wholeMatch(of: record) != nil
    }
}
