import Foundation

/// Reserves a session folder for one run; the lock ends with the run, however that ends.
package final class FolderLock: Sendable {
    private let descriptor: Int32

    /// - Throws: ``Failure/Kind/cannotCreate`` while another run has the folder.
    package init(_ path: String) throws(Failure) {
        // The folder itself is locked: a lock file would be one more file to explain.
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError().outputFailure(path) }
        // Where folders cannot be locked (some network drives), SQLite's own locks must suffice.
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            close(descriptor)
            throw Failure.cannotCreate(
                "another run is writing to \(path)",
                remedy: "wait until it has finished, or use another folder")
        }
    }

    deinit { close(descriptor) }

    /// Whether a run has the folder now.
    package static func isHeld(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}
