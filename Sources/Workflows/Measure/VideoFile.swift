package import Base
import Foundation

/// A path at which a video is expected.
package enum VideoFile {
    /// Its name without the folder.
    package static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? ""
    }

    /// The folder in which it lies, whatever links lead to it.
    package static func folder(of path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent().path
    }

    /// - Throws: ``Failure/Kind/noInput`` unless it is a file that may be read.
    package static func checkReadable(_ path: String) throws(Failure) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure.noInput("\(path) does not exist", remedy: "give the path of a video file")
        }
        let isFile = type(of: path) == .typeRegular
        guard isFile, FileManager.default.isReadableFile(atPath: path) else {
            let reason =
                isFolder.boolValue ? "is a folder" : isFile ? "may not be read" : "is not a file"
            throw Failure.noInput(
                "\(path) \(reason)", remedy: "give the path of a video file that you may read")
        }
    }

    private static func type(of path: String) -> FileAttributeType? {
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return (try? FileManager.default.attributesOfItem(atPath: place))?[.type]
            as? FileAttributeType
    }
}

/// A recording that is open. What is digested is what is measured, whatever comes to stand at its path.
package final class OpenRecording: Sendable {
    package let path: String
    let descriptor: Int32
    /// Of the file when it was opened.
    private let version: FileVersion

    /// - Throws: ``Failure/Kind/noInput`` unless it is a file that may be read.
    package init(_ path: String) throws(Failure) {
        try VideoFile.checkReadable(path)
        do { descriptor = try RegularFile.open(path) } catch {
            throw Failure.noInput(
                "\(path) cannot be read (\(error.text))",
                remedy: "give the path of a video file that you may read")
        }
        self.path = path
        guard let version = FileVersion(descriptor: descriptor) else {
            close(descriptor)
            throw Failure.noInput(
                "\(path) cannot be read", remedy: "give the path of a video file that you may read")
        }
        self.version = version
    }

    deinit { close(descriptor) }

    /// Bytes.
    var size: Int { version.size }

    /// SHA-256 of its content.
    func digest() throws(Failure) -> String {
        lseek(descriptor, 0, SEEK_SET)
        return try Digest.sha256(ofOpenFile: descriptor, called: path)
    }

    /// Whether it was written to since it was opened.
    var isChanged: Bool { !(FileVersion(descriptor: descriptor)?.hasContent(of: version) ?? false) }
}
