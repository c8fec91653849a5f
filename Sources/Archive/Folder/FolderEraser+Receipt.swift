import Base
import Foundation

/// Writes the receipt into the folder that is erased, by the folder's handle as everything else.
extension FolderEraser {
    /// Writes a small file in place of what has that name; it is complete and on the disk before it gets the name.
    func write(_ text: [UInt8], as name: String) throws(SystemError) {
        let hidden = StagedFile.hiddenName(for: name)
        let file = openat(
            descriptor, hidden, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError() }
        defer { close(file) }
        // Locked, it is not taken for one that a killed run left.
        flock(file, LOCK_EX | LOCK_NB)
        do throws(SystemError) {
            try Self.put(text, file)
            try publish(hidden, as: name)
        } catch {
            unlinkat(descriptor, hidden, 0)
            throw error
        }
    }

    /// The same where the disk is full: into a file that is to be erased, which is overwritten first and whose room
    /// the new one takes. Where it is cut off midway, the file has a hidden name of Attune's, and goes in the next run.
    ///
    /// - Parameter victim: a file of this folder, without another name.
    func write(_ text: [UInt8], as name: String, over victim: String) throws(SystemError) {
        let hidden = StagedFile.hiddenName(for: name)
        fchmodat(descriptor, victim, 0o600, 0)
        guard renameat(descriptor, victim, descriptor, hidden) == 0 else { throw SystemError() }
        let file = openat(descriptor, hidden, O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0)
        guard file >= 0 else { throw SystemError() }
        defer { close(file) }
        flock(file, LOCK_EX | LOCK_NB)
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw SystemError(EINVAL)
        }
        // A copy-on-write file system wants new room even for this, and has it after the file is cut.
        if !Self.fill(file, Int(status.st_size)) || fsync(file) != 0 { ftruncate(file, 0) }
        do throws(SystemError) { try Self.put(text, file) } catch {
            guard error.isOutOfSpace, ftruncate(file, 0) == 0 else { throw error }
            try Self.put(text, file)
        }
        try publish(hidden, as: name)
    }

    /// Makes this the content of a file.
    private static func put(_ text: [UInt8], _ file: Int32) throws(SystemError) {
        var position = 0
        while position < text.count {
            let count = text[position...].withUnsafeBytes {
                pwrite(file, $0.baseAddress, $0.count, off_t(position))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError(count == 0 ? EIO : errno) }
            position += count
        }
        guard ftruncate(file, off_t(text.count)) == 0, fsync(file) == 0 else {
            throw SystemError()
        }
    }

    private func publish(_ hidden: String, as name: String) throws(SystemError) {
        guard renameat(descriptor, hidden, descriptor, name) == 0 else { throw SystemError() }
        sync()
    }
}
