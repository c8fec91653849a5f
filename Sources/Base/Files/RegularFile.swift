import Foundation

/// Opens regular files and nothing else.
///
/// A named pipe in a file's place would keep the program waiting for ever, and a device might never end.
package enum RegularFile {
    /// Why there is nothing to read.
    package enum ReadError: Error, Sendable, Equatable {
        /// It is missing or may not be read; the system's reason.
        case unreadable(String)
        case folder
        /// A pipe, a socket or a device.
        case special
        /// Larger than the limit.
        case tooLarge

        /// Such as `No such file or directory` or `it is a folder`.
        package var text: String {
            switch self {
            case .unreadable(let reason): reason
            case .folder: "it is a folder"
            case .special: "it is not a file"
            case .tooLarge: "it is too large"
            }
        }
    }

    /// True for a device, such as a camera, or a link to one.
    package static func isDevice(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFCHR
    }

    /// True for a file, or a link to one.
    package static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Opens a file for reading.
    ///
    /// - Returns: its descriptor, which the caller closes.
    package static func open(_ path: String) throws(ReadError) -> Int32 {
        // O_NONBLOCK does not wait for the other end of a pipe; for a file it makes no difference.
        let file = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            // A socket cannot be opened at all.
            let reason = SystemError()
            throw reason.code == ENXIO ? .special : .unreadable(reason.text)
        }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw status.st_mode & S_IFMT == S_IFDIR ? .folder : .special
        }
        return file
    }

    /// The content of a file.
    ///
    /// - Parameter limit: the most bytes that are read; a larger file is refused.
    package static func contents(of path: String, upTo limit: Int) throws(ReadError) -> [UInt8] {
        let file = FileHandle(fileDescriptor: try open(path), closeOnDealloc: true)
        let data: Data
        do { data = try file.read(upToCount: limit + 1) ?? Data() } catch {
            throw .unreadable(SystemError().text)
        }
        guard data.count <= limit else { throw .tooLarge }
        return Array(data)
    }

    /// Whether something other than a file has that name.
    package static func isOther(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }
}
