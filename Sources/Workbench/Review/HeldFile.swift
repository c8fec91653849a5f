import Foundation

/// A file within the library's folder, held open: what is read is this file, whatever comes to stand at its path.
final class HeldFile: Sendable {
    /// What tells one content of a file from another.
    struct Version: Hashable, Sendable {
        private let numbers: [Int64]

        fileprivate init(_ status: stat) {
            numbers = [
                Int64(bitPattern: UInt64(status.st_dev)), Int64(bitPattern: UInt64(status.st_ino)),
                Int64(status.st_size), Int64(status.st_mtim.tv_sec),
                Int64(status.st_mtim.tv_nsec), Int64(status.st_ctim.tv_sec),
                Int64(status.st_ctim.tv_nsec),
            ]
        }
    }

    /// It was written to since it was opened, or cannot be read any more.
    struct Changed: Error {}

    /// Bytes, when it was opened.
    let size: Int
    let version: Version
    private let descriptor: Int32

    /// Opens a regular file; no link on the way to it is followed.
    ///
    /// - Parameters:
    ///   - root: the library's folder, which may itself be reached by a link.
    ///   - name: the file's path from there.
    /// - Returns: `nil` when there is no such file, or something else in its place.
    init?(_ name: String, in root: String) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: { ["", ".", ".."].contains($0) }) else { return nil }
        var place = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for (index, part) in parts.enumerated() where place >= 0 {
            let kind = index + 1 < parts.count ? O_DIRECTORY : O_NONBLOCK
            let next = openat(place, String(part), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind)
            close(place)
            place = next
        }
        guard place >= 0 else { return nil }
        var status = stat()
        guard fstat(place, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(place)
            return nil
        }
        descriptor = place
        size = Int(status.st_size)
        version = Version(status)
    }

    deinit { close(descriptor) }

    /// Whether nobody has written to it since.
    var isUnchanged: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && Version(status) == version
    }

    /// Up to so many bytes from a place on, at least one.
    ///
    /// - Throws: ``Changed``.
    func read(from start: Int, atMost count: Int) throws(Changed) -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, count, off_t(start)))
        }
        guard !bytes.isEmpty, isUnchanged else { throw Changed() }
        return bytes
    }
}
