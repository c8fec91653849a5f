package import Base
import Foundation

/// The files of a study, by name: what a withdrawal erases.
package enum StudyFile: String, CaseIterable, Sendable {
    case sessions = "sessions.csv"
    case episodes = "episodes.csv"
    case synchrony = "synchrony.csv"
    case thirds = "thirds.csv"
    case recombined = "recombined.csv"
    case multiverse = "multiverse.csv"
    case power = "power.csv"
    /// It shows that the folder is a study's, and whose sessions went into it.
    case summary = "study.json"
    case page = "study.html"

    package var name: String { rawValue }
}

/// The folder that holds the results of a study: what is in it, and whose data.
package enum StudyFolder {
    /// The keys of the summary that say whose data went into a study.
    package enum Key {
        package static let sessions = "sessions"
        package static let session = "session"
        package static let participants = "participants"
    }

    /// Codes of a person's sessions in the study of a folder; `nil` when its summary cannot be read.
    package static func sessions(of participant: String, in folder: String) -> [String]? {
        guard let parts = parts(in: folder, after: nil), !parts.isEmpty else { return nil }
        return parts.filter { $0.participants.contains(participant) }.map(\.session)
    }

    /// One of the sessions of a study.
    struct Part {
        /// The session's code.
        var session: String
        /// Codes of both people.
        var participants: [String]

        init?(json: JSONValue) {
            guard let session = json[Key.session]?.asText,
                case .array(let people)? = json[Key.participants]
            else { return nil }
            self.session = session
            participants = people.compactMap(\.asText)
            guard participants.count == people.count else { return nil }
        }
    }

    /// The sessions of the study in a folder; none when its summary cannot be read, `nil` when there is
    /// no study.
    ///
    /// - Parameter receipt: of an erasure that may have reached the summary.
    static func parts(in folder: String, after receipt: Withdrawal?) -> [Part]? {
        let name = StudyFile.summary.name
        let path = folder + "/" + name
        guard StagedFile.exists(path) else {
            return receipt?.removed.contains { $0.file == name } == true ? [] : nil
        }
        let bytes = (try? RegularFile.contents(of: path, upTo: 256 << 20)) ?? []
        guard case .array(let list)? = JSONValue(parsing: bytes)?[Key.sessions] else { return [] }
        let parts = list.compactMap(Part.init(json:))
        return parts.count == list.count ? parts : []
    }
}

extension SessionFolder {
    /// Removes the files of an earlier study that this one does not have: figures of both side by side would be taken for
    /// one study's. A file that only bears such a name stays.
    package func removeStudyFiles(but names: [String]) throws(Failure) {
        guard force else { return }
        for name in StudyFile.allCases.map(\.name) where !names.contains(name) && has(name) {
            let handle = FileHandle(forReadingAtPath: path(of: name))
            let beginning = (try? handle?.read(upToCount: FileMark.reach)) ?? Data()
            try? handle?.close()
            guard FileMark.isShown(by: Array(beginning), of: name) == true else { continue }
            guard unlink(path(of: name)) == 0 else {
                let error = SystemError()
                throw Failure.cannotCreate(
                    "cannot remove \(path(of: name)) of an earlier study (\(error.text))",
                    remedy: error.outputRemedy)
            }
        }
        FolderSync.run(path)
    }
}
