import Foundation

/// Puts inputs where readers of files find them: a folder in memory, of this process alone.
package struct FuzzFolder: Sendable {
    package let path: String

    package init() {
        let parent = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
        path = "\(parent)/attune-fuzz-\(getpid())"
        mkdir(path, 0o700)
        atexit {
            try? FileManager.default.removeItem(atPath: FuzzFolder.shared.path)
        }
    }

    package static let shared = FuzzFolder()

    /// The path of a file of that name with these bytes.
    package func file(_ name: String, _ bytes: some Sequence<UInt8>) -> String {
        let place = "\(path)/\(name)"
        let descriptor = open(place, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        precondition(descriptor >= 0, "cannot write \(place)")
        let bytes = Array(bytes)
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        precondition(written == bytes.count, "cannot write \(place)")
        close(descriptor)
        return place
    }

    /// The path of an empty folder of that name.
    package func folder(_ name: String) -> String {
        let place = "\(path)/\(name)"
        try? FileManager.default.removeItem(atPath: place)
        mkdir(place, 0o700)
        return place
    }
}
