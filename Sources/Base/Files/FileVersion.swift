import Foundation

/// What tells one content of a file from another, of a file that is open.
package struct FileVersion: Hashable, Sendable {
    /// Bytes.
    package let size: Int
    package let isRegular: Bool
    /// When it was last written to, seconds and nanoseconds.
    private let written: [Int]
    /// Which file it is, and when anything about it last changed, its name and rights included.
    private let identity: [Int]

    /// `nil` when nothing is known of it.
    package init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        size = Int(status.st_size)
        isRegular = status.st_mode & S_IFMT == S_IFREG
        written = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
        identity = [
            Int(bitPattern: UInt(status.st_dev)), Int(bitPattern: UInt(status.st_ino)),
            status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
        ]
    }

    /// Whether nobody has written to it in between; it may have been renamed.
    package func hasContent(of other: FileVersion) -> Bool {
        size == other.size && written == other.written
    }
}
