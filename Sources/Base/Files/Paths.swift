import Foundation

/// The way from one folder to another.
package enum RelativePath {
    /// Such as `../video/`; `./` from a folder to itself.
    ///
    /// - Parameters: absolute paths without `.`, `..` and links.
    package static func folder(_ target: String, from start: String) -> String {
        let there = target.split(separator: "/")
        let here = start.split(separator: "/")
        let common = zip(here, there).prefix { $0 == $1 }.count
        let parts =
            Array(repeating: "..", count: here.count - common) + there[common...].map(String.init)
        return (parts.isEmpty ? ["."] : parts).joined(separator: "/") + "/"
    }
}

/// Whether one folder lies in another, whatever links lead to them.
package enum FolderNesting {
    /// - Parameters:
    ///   - path: need not exist; then the folder counts in which it would be made.
    ///   - folder: exists.
    /// - Returns: true also when they are the same.
    package static func isInside(_ path: String, _ folder: String) -> Bool {
        guard let place = real(path), let outer = real(folder) else { return false }
        return place == outer || place.hasPrefix(outer == "/" ? outer : outer + "/")
    }

    /// Without links, of the deepest folder on the way that is there.
    private static func real(_ path: String) -> String? {
        var place =
            path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        while true {
            if let resolved = realpath(place, nil) {
                defer { free(resolved) }
                return String(cString: resolved)
            }
            let parent = place.parentFolder
            guard parent != place, !parent.isEmpty else { return nil }
            place = parent
        }
    }
}

extension String {
    /// The path without its last part: of `a/b` it is `a`, of `a` it is empty, of `/a` it is `/`.
    ///
    /// Foundation's `deletingLastPathComponent` of `NSString` traps on a path of a single letter.
    package var parentFolder: String {
        let slash = UInt8(ascii: "/")
        func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            var bytes = bytes
            while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
            return bytes
        }
        let bytes = trimmed(Array(utf8)[...])
        guard let last = bytes.lastIndex(of: slash) else { return "" }
        let parent = trimmed(bytes[..<last])
        return parent.isEmpty ? "/" : String(decoding: parent, as: UTF8.self)
    }
}
