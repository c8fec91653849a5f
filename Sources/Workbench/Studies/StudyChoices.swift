import Archive
import Base
import Consents
import Foundation
import SessionModel

/// What a study can be made of: sessions with results, and tables that may list them.
struct StudyChoices {
    struct Table {
        var id: String
        /// The file's path from the library's folder.
        var name: String
        var path: String
    }

    /// More are not listed.
    private static let mostTables = 200

    let library: Library

    var sessions: [Library.Entry] {
        library.entries().filter { entry in
            guard case .session(let outline) = entry.kind else { return false }
            return outline.hasResults && [.done, .stopped].contains(outline.state)
        }
    }

    /// Tables that are none of Attune's own.
    var tables: [Table] {
        var found: [Table] = []
        for folder in FolderWalk(root: library.root).folders() {
            for file in folder.files where file.lowercased().hasSuffix(".csv") && !isOwn(file) {
                let path = folder.path + "/" + file
                guard FolderWalk.kind(of: path) == S_IFREG else { continue }
                found.append(
                    Table(
                        id: library.id(path),
                        name: folder.name.isEmpty ? file : folder.name + "/" + file, path: path))
            }
        }
        return Array(
            found.sorted { $0.name.localizedStandardCompare($1.name) == .orderedAscending }
                .prefix(Self.mostTables))
    }

    private func isOwn(_ file: String) -> Bool {
        SessionFile.isOwn(file) || StudyFile(rawValue: file) != nil || StagedFile.isStaged(file)
    }

    var json: JSONValue {
        [
            "sessions": .array(sessions.map(session)),
            "tables": .array(
                tables.map { ["id": .string($0.id), "name": .string($0.name.oneLine)] }),
        ]
    }

    private func session(_ entry: Library.Entry) -> JSONValue {
        guard case .session(let outline) = entry.kind else { return .null }
        let people = outline.seats.map { seat -> JSONValue in
            let own = outline.consent?.participants.first { $0.seat == seat }
            return ["seat": .string(seat), "id": own.map { .string($0.id) } ?? .null]
        }
        return [
            "id": .string(entry.id), "name": .string(entry.name.oneLine),
            "people": .array(people), "seconds": .rounded(outline.duration, decimals: 1),
            "coders": .array(
                outline.reviews.filter { !$0.hidesMeasured }.map { .string($0.coder) }),
        ]
    }
}
