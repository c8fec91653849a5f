import Base
import Foundation

/// A file within the library's folder, held open: what is read is this file, whatever comes to stand at its path.
final class HeldFile: Sendable {
    /// It was written to since it was opened, or cannot be read any more.
    struct Changed: Error {}

    /// Bytes, when it was opened.
    let size: Int
    let version: FileVersion
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
        guard let version = FileVersion(descriptor: place), version.isRegular else {
            close(place)
            return nil
        }
        descriptor = place
        size = version.size
        self.version = version
    }

    deinit { close(descriptor) }

    /// Whether nobody has written to it since.
    var isUnchanged: Bool { FileVersion(descriptor: descriptor) == version }

    /// All of it, of a size that was looked at before.
    ///
    /// - Throws: ``Changed``.
    func contents() throws(Changed) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < size {
            bytes += try read(from: bytes.count, atMost: size - bytes.count)
        }
        return bytes
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
