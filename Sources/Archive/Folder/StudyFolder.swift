import Base
import Foundation

/// The folder that holds the results of a study: what is in it, and of whom it is.
package enum StudyFolder {
    /// The files of a study, by name.
    package static let files = [
        "sessions.csv", "episodes.csv", "synchrony.csv", summary, "study.html",
    ]

    /// The file by which a study is known, and which tells whose sessions went into it.
    static let summary = "study.json"

    /// One of the sessions of a study.
    struct Part: Decodable {
        /// The session's code.
        var session: String
        /// Codes of both people.
        var participants: [String]
    }

    private struct Head: Decodable {
        var sessions: [Part]
    }

    /// The sessions of the study in a folder; none when its summary does not tell, `nil` when there is no
    /// study.
    ///
    /// - Parameter receipt: of an erasure that may have come as far as the summary.
    static func parts(in folder: String, after receipt: Withdrawal?) -> [Part]? {
        let path = folder + "/" + summary
        guard StagedFile.exists(path) else {
            return receipt?.removed.contains { $0.file == summary } == true ? [] : nil
        }
        let bytes = (try? RegularFile.contents(of: path, upTo: 256 << 20)) ?? []
        return (try? JSONDecoder().decode(Head.self, from: Data(bytes)))?.sessions ?? []
    }
}
