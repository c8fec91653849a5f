import Base
import Foundation

/// Removes files of one folder so that their content does not stay on the disk: it is overwritten with
/// random bytes and flushed before the name is removed.
///
/// Names are looked up in the opened folder and links are not followed, so nothing outside it can be
/// hit. Hard-linked files are skipped. It cannot reach copies that drives, journals and copy-on-write
/// file systems keep; `docs/privacy.md` says what that means.
final class FolderEraser {
    /// What is under a name.
    enum Kind {
        case file(bytes: Int)
        /// A file that has another name elsewhere, or one that is not Attune's: a hard link, as some
        /// backups make them.
        case shared
        case link
        case folder
        case other
    }

    private let path: String
    let descriptor: Int32
    private let isOwn: (String) -> Bool

    private static let pieceSize = 1 << 20

    /// - Parameter isOwn: whether a file of that name in this folder may be erased.
    /// - Throws: ``Failure/Kind/noInput`` when the folder cannot be opened.
    init(_ path: String, isOwn: @escaping (String) -> Bool) throws(Failure) {
        self.path = path
        self.isOwn = isOwn
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure.noInput(
                "cannot open \(path) (\(SystemError().text))", remedy: "give a session folder")
        }
    }

    deinit { close(descriptor) }

    /// Everything in the folder, by name.
    func entries() throws(Failure) -> [(name: String, kind: Kind)] {
        try names().compactMap { name in kind(of: name).map { (name, $0) } }
    }

    private func names() throws(Failure) -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
            throw Failure.noInput(
                "cannot list \(path)", remedy: "give yourself permission to read it")
        }
    }

    /// `nil` when there is nothing of that name.
    func kind(of name: String) -> Kind? {
        guard let status = status(of: name) else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return isShared(status) ? .shared : .file(bytes: Int(status.st_size))
        case S_IFLNK: return .link
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    private func status(of name: String) -> stat? {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
    }

    /// Whether a file has a name other than those of Attune's in this folder: a run that is killed while
    /// naming a file leaves it with two of those.
    private func isShared(_ file: stat) -> Bool {
        guard file.st_nlink > 1 else { return false }
        let own = ((try? names()) ?? []).filter(isOwn).compactMap(status).count {
            $0.st_dev == file.st_dev && $0.st_ino == file.st_ino
        }
        return own < file.st_nlink
    }

    /// Whether a file shows that it is Attune's; `nil` for a kind that cannot.
    func isMarked(_ name: String) -> Bool? {
        let descriptor = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0)
        guard descriptor >= 0 else { return nil }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let beginning = (try? file.read(upToCount: FileMark.reach)) ?? nil
        var end: Data?
        if name.hasSuffix(".mp4"), let length = try? file.seekToEnd() {
            let reach = UInt64(FileMark.reachOfFilms)
            try? file.seek(toOffset: length > reach ? length - reach : 0)
            end = try? file.readToEnd()
        }
        return FileMark.isShown(
            by: Array(beginning ?? Data()), end: Array(end ?? Data()), of: name)
    }

    /// Overwrites a file and removes it; nothing happens when there is none.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate`` when that fails, or when under that name there is anything
    ///   but a file.
    func erase(_ name: String) throws(Failure) {
        switch kind(of: name) {
        case nil: return
        case .file: try overwrite(name)
        case .shared:
            throw Failure.cannotCreate(
                "\(place(name)) has another name elsewhere (a hard link)",
                remedy:
                    "it was left as it is: delete it there too if it is of this session, delete it "
                    + "here, and run this again")
        default:
            throw Failure.cannotCreate(
                "\(place(name)) is not a file of its own",
                remedy: "it was left as it is: see where it leads, delete it, and run this again")
        }
        guard unlinkat(descriptor, name, 0) == 0 else { throw failure(name, SystemError()) }
    }

    /// Flushes the removal of names to the disk.
    func sync() { FolderSync.run(descriptor, path) }

    private func overwrite(_ name: String) throws(Failure) {
        var file = openat(descriptor, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0)
        if file < 0, errno == EACCES {
            // The owner may have removed the right to write to it.
            fchmodat(descriptor, name, 0o600, 0)
            file = openat(descriptor, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0)
        }
        guard file >= 0 else { throw failure(name, SystemError()) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw failure(name, SystemError(EINVAL))
        }
        guard Self.fill(file, Int(status.st_size)), fsync(file) == 0 else {
            throw failure(name, SystemError())
        }
    }

    /// Random bytes rather than zeros: compressing file systems store nothing for zeros and leave the
    /// old blocks alone. Holes hold nothing, and filling them could take more room than there is.
    static func fill(_ file: Int32, _ bytes: Int) -> Bool {
        var generator = SystemRandomNumberGenerator()
        let words = (0..<min(bytes / 8 + 1, pieceSize / 8)).map { _ in generator.next() as UInt64 }
        return words.withUnsafeBytes { noise in
            var position = 0
            while position < bytes {
                position = data(in: file, from: position, bytes)
                guard position < bytes else { break }
                let count = pwrite(
                    file, noise.baseAddress, min(noise.count, bytes - position), off_t(position))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                position += count
            }
            return true
        }
    }

    /// Where the next bytes of a file are that lie on the disk (`lseek(2)`); `position` itself where the file system
    /// does not tell.
    private static func data(in file: Int32, from position: Int, _ bytes: Int) -> Int {
        let next = lseek(file, off_t(position), Self.seekData)
        if next >= 0 { return max(position, Int(next)) }
        return errno == ENXIO ? bytes : position
    }

    /// `SEEK_DATA` of `unistd.h`, which Swift does not see.
    private static let seekData: Int32 = 3

    private func place(_ name: String) -> String { path + "/" + name }

    private static func remedy(_ reason: SystemError) -> Remedy {
        switch reason.code {
        case EACCES, EPERM, EROFS: "give yourself write permission there"
        case ENOSPC, EDQUOT: "free some space there"
        case EFBIG: "allow larger files (ulimit -f)"
        default: "check the disk"
        }
    }

    private func failure(_ name: String, _ reason: SystemError) -> Failure {
        Failure.cannotCreate(
            "cannot erase \(place(name)) (\(reason.text))",
            remedy: Self.remedy(reason) + " and run this again: it goes on where it was")
    }
}
