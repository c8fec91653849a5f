import Foundation

/// A file that is being written beside its final place, under a hidden name.
///
/// The file is locked while its writer lives; an unlocked one was left by a run that was killed.
package struct StagedFile {
    private static let prefix = ".attune-"
    private static let suffix = ".partial"

    package let finalPath: String
    let path: String
    private let descriptor: Int32

    /// Makes an empty file, readable and writable by its owner alone.
    package init(for finalPath: String) throws(Failure) {
        self.finalPath = finalPath
        let folder = finalPath.parentFolder
        let name = finalPath.split(separator: "/").last.map(String.init) ?? finalPath
        path = (folder as NSString).appendingPathComponent(Self.hiddenName(for: name))
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError().outputFailure(finalPath) }
        flock(descriptor, LOCK_EX | LOCK_NB)
    }

    /// Writes the content and flushes it to the disk.
    package func fill(_ body: FileWriter.Body) throws(Failure) {
        var writer = FileWriter(descriptor: descriptor, path: finalPath, place: path)
        try body(&writer)
        try writer.flush()
        guard fsync(descriptor) == 0 else { throw SystemError().outputFailure(finalPath) }
    }

    /// Whether a file with the same content already has the final name.
    package var isPublished: Bool {
        FileManager.default.contentsEqual(atPath: path, andPath: finalPath)
    }

    /// Gives the file its final name, on the disk as well.
    ///
    /// - Parameter syncs: false when the caller flushes the folder, see ``FolderSync``, after several files.
    /// - Throws: ``Failure/Kind/cannotCreate``, also when a file of that name exists and may not be
    ///   replaced.
    package func publish(replacing: Bool, syncs: Bool = true) throws(Failure) {
        if replacing {
            guard rename(path, finalPath) == 0 else {
                throw SystemError().outputFailure(finalPath)
            }
        } else if link(path, finalPath) == 0 {
            unlink(path)
        } else {
            try publishWithoutLinks(SystemError())
        }
        if syncs { FolderSync.run(finalPath.parentFolder) }
    }

    /// File systems without hard links (FAT on a memory stick) cannot refuse and rename in one step.
    private func publishWithoutLinks(_ reason: SystemError) throws(Failure) {
        if reason.code == EEXIST || Self.exists(finalPath) {
            throw Self.alreadyThere(finalPath)
        }
        guard [EPERM, ENOSYS, EOPNOTSUPP, EMLINK].contains(reason.code),
            rename(path, finalPath) == 0
        else { throw reason.outputFailure(finalPath) }
    }

    /// The failure when a file exists that may not be replaced.
    package static func alreadyThere(_ path: String) -> Failure {
        .cannotCreate(
            "\(path) is there already",
            remedy: "choose another \(.output), or pass \(.force) to replace it")
    }

    /// Closes the file, and removes it if it is still under its hidden name.
    package func discard() {
        unlink(path)
        close(descriptor)
    }

    /// Whether anything is at that path, a dangling link included.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Whether that is the hidden name of a staged file, in use or left behind.
    package static func isStaged(_ name: String) -> Bool {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return false }
        let number =
            name.dropFirst(prefix.count).dropLast(suffix.count)
            .split(separator: "-", omittingEmptySubsequences: false).dropFirst().last ?? ""
        return (1...7).contains(number.count)
            && number.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
    }

    /// A hidden name, never used before, for a file that shall be called `name`.
    package static func hiddenName(for name: String) -> String {
        let number = String(UInt32.random(in: 0...UInt32.max), radix: 36)
        return "\(prefix)\(name)-\(number)\(suffix)"
    }

    /// Removes files whose writer is gone.
    package static func clearAbandoned(in folder: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where isStaged(name) {
            let path = (folder as NSString).appendingPathComponent(name)
            let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
            close(descriptor)
        }
    }
}
