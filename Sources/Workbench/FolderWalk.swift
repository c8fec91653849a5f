import Foundation

/// A folder and those below it that a library looks into: not hidden, no links, three deep.
struct FolderWalk {
    /// How far below the library's folder results may lie: a study's folder, and its sessions in it.
    static let depth = 3
    /// More folders are not looked at.
    static let mostFolders = 20_000

    struct Folder {
        var path: String
        /// From the library's folder; empty for that folder itself.
        var name: String
        /// What lies in it, hidden files left out.
        var files: [String]
    }

    let root: String

    /// Whether the root is a folder; it may be reached by a link.
    var isThere: Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: root, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// The root first, then what lies in each.
    func folders() -> [Folder] {
        var found: [Folder] = []
        look(into: root, name: "", depth: 0, &found)
        return found
    }

    private func look(into path: String, name: String, depth: Int, _ found: inout [Folder]) {
        guard found.count < Self.mostFolders else { return }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let shown = names.filter { !$0.hasPrefix(".") }
        found.append(Folder(path: path, name: name, files: shown))
        guard depth < Self.depth else { return }
        for child in shown {
            let place = path + "/" + child
            // A link may lead anywhere, also back.
            guard Self.kind(of: place) == S_IFDIR else { continue }
            look(
                into: place, name: name.isEmpty ? child : name + "/" + child, depth: depth + 1,
                &found)
        }
    }

    /// `S_IFDIR`, `S_IFREG` and so on, of a link its own; 0 of what is not there.
    static func kind(of path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }
}
