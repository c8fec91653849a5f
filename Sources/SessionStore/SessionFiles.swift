import Foundation

/// The files that Attune writes into a session folder, by name: what may be erased, and nothing else.
public enum SessionFiles {
    /// What every session folder may hold, the records apart. A new writer adds its name here.
    public static let derived = [
        "features.csv", "postures.csv", "episodes.csv", "synchrony.csv", "timeline.csv",
        "session.json", "report.html", "landmarks.csv", "timeline.eaf", "timeline.TextGrid",
        "timeline.vtt", "timeline.json", "boris.tsv", "review.mp4", "like.json", "matrix.csv",
        "agreement.csv", "agreement.json", "markers.csv", ShareKeys.fileName,
    ]

    /// The records, and what SQLite keeps beside each.
    public static let records = [SessionRecord.fileName, SessionRecord.unfinishedName].flatMap {
        name in ["", "-wal", "-shm", "-journal"].map { name + $0 }
    }

    /// Whether a file of that name is one of Attune's, also one that a killed run left half-written.
    public static func isOwn(_ name: String) -> Bool {
        derived.contains(name) || records.contains(name) || StagedFile.isStaged(name)
    }
}
