import Foundation
import SessionStore

/// Series that lie in a session folder are used only as long as its consent holds.
enum SeriesConsent {
    /// - Throws: ``ExitCode/noConsent`` for a table in a folder whose consent does not hold.
    static func require(_ series: [String]) throws(Failure) {
        for path in series {
            let folder = (path as NSString).deletingLastPathComponent
            let place = folder.isEmpty ? "." : folder
            // Whether the series are there, and can be read, is not said here.
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try FolderConsent.read(place).require()
        }
    }
}
