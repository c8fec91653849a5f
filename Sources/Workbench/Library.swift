package import Archive
package import Base
import Foundation
import Synchronization

/// What a folder holds: sessions and studies, in it and in the folders below.
package final class Library: Sendable {
    /// One folder of results.
    package struct Entry: Sendable, Equatable {
        package enum Kind: Sendable, Equatable {
            case session(SessionOutline)
            case study
        }

        /// What the page asks for it by; it says nothing of the folder's place.
        package var id: String
        /// The folder's path from the library's.
        package var name: String
        package var path: String
        package var kind: Kind
    }

    /// The library's folder.
    package let root: String
    private let outlines = Mutex<[String: Kept]>([:])
    private let key = UInt64.random(in: .min ... .max)

    /// An outline, and the state of the folder that it was made of.
    private struct Kept: Sendable {
        var mark: FolderMark
        var outline: SessionOutline
    }

    /// - Throws: ``Failure/Kind/noInput`` when it is no folder.
    package init(_ root: String) throws(Failure) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder),
            isFolder.boolValue
        else {
            throw Failure.noInput(
                "\(root) is no folder", remedy: "give the folder that holds your sessions")
        }
        self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
    }

    /// Whether the folder is still there.
    var isThere: Bool { FolderWalk(root: root).isThere }

    /// What is there now, by name; sessions that have not changed are not read again.
    package func entries() -> [Entry] {
        FolderWalk(root: root).folders().compactMap { folder in
            guard let kind = kind(of: folder.path) else { return nil }
            let own = String(root.split(separator: "/").last ?? "/")
            return Entry(
                id: id(folder.path), name: folder.name.isEmpty ? own : folder.name,
                path: folder.path, kind: kind)
        }.sorted { $0.name.localizedStandardCompare($1.name) == .orderedAscending }
    }

    /// The entry that a page asks for; `nil` when it is no longer there.
    package func entry(_ id: String) -> Entry? { entries().first { $0.id == id } }

    private func kind(of folder: String) -> Entry.Kind? {
        let mark = FolderMark(folder)
        if let kept = outlines.withLock({ $0[folder] }), kept.mark == mark,
            kept.outline.state != .measuring
        {
            return .session(kept.outline)
        }
        if let outline = SessionOutline(of: folder) {
            outlines.withLock { $0[folder] = Kept(mark: mark, outline: outline) }
            return .session(outline)
        }
        return StagedFile.exists(folder + "/" + StudyFile.summary.name) ? .study : nil
    }

    /// The same folder, or file, has the same one as long as the library is open.
    func id(_ folder: String) -> String {
        String(Digest.sha256(Array("\(key) \(folder)".utf8)).prefix(16))
    }
}

/// What changes in a folder when a session in it does.
struct FolderMark: Equatable, Sendable {
    /// Inode, size, seconds and nanoseconds of the last change, of every file that tells of a session.
    private var files: [[Int64]]

    /// - Parameter ofRecord: whether other files that are written there change nothing.
    init(_ folder: String, ofRecord: Bool = false) {
        let names =
            [
                SessionRecord.fileName, SessionRecord.unfinishedName,
                SessionRecord.unfinishedName + "-wal", Withdrawal.fileName,
            ] + (ofRecord ? [] : [""])
        files = names.map { name in
            var status = stat()
            guard lstat(folder + "/" + name, &status) == 0 else { return [] }
            return [
                Int64(status.st_ino), Int64(status.st_size), Int64(status.st_mtim.tv_sec),
                Int64(status.st_mtim.tv_nsec),
            ]
        }
    }
}
