import Base
import Foundation
import SessionModel

/// The recordings in a library's folder and in those below it, of which sessions can be made.
struct Recordings {
    struct Recording: Equatable {
        /// What the page asks for it by.
        var id: String
        /// The file's path from the library's folder.
        var name: String
        var path: String
        var bytes: Int
    }

    /// Endings of files that cameras, telephones and video calls write, docs/formats.md.
    static let endings: Set<String> = [
        "mp4", "m4v", "mov", "mkv", "webm", "avi", "mts", "m2ts", "mpg", "mpeg", "wmv", "3gp",
    ]
    /// More are not listed.
    static let most = 5000

    let library: Library

    /// By name. Clips that Attune drew are none.
    func all() -> [Recording] {
        var found: [Recording] = []
        for folder in FolderWalk(root: library.root).folders() {
            for file in folder.files where isRecording(file) {
                let path = folder.path + "/" + file
                var status = stat()
                guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                    continue
                }
                found.append(
                    Recording(
                        id: library.id(path),
                        name: folder.name.isEmpty ? file : folder.name + "/" + file, path: path,
                        bytes: Int(status.st_size)))
            }
        }
        return Array(
            found.sorted { $0.name.localizedStandardCompare($1.name) == .orderedAscending }
                .prefix(Self.most))
    }

    private func isRecording(_ file: String) -> Bool {
        let ending = file.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return Self.endings.contains(ending) && file != SessionFile.clip.rawValue
            && !StagedFile.isStaged(file)
    }
}
