import Foundation

/// Flushes the names in a folder to the disk.
///
/// A new file or folder, or a renamed one, is on the disk only when the folder that holds its name is: after a crash
/// or a power cut it may be gone otherwise, whatever became of its content.
package enum FolderSync {
    /// Gets the path of each folder that is flushed; for tests, since nothing else shows it.
    @TaskLocal package static var witness: Witness?

    /// (A type of its own: Swift 6.3 pushes a bare function as a task-local value with no type in code that is
    /// optimised for the address sanitizer.)
    package struct Witness: Sendable {
        fileprivate let note: @Sendable (String) -> Void

        package init(_ note: @escaping @Sendable (String) -> Void) { self.note = note }
    }

    /// - Parameter folder: empty for the working directory.
    package static func run(_ folder: String) {
        let folder = folder.isEmpty ? "." : folder
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        run(descriptor, folder)
    }

    /// The same for an open folder; `path` is what it is called.
    package static func run(_ descriptor: Int32, _ path: String) {
        if fsync(descriptor) == 0 { witness?.note(path) }
    }
}
