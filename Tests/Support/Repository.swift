package import Foundation

/// The checkout that the tests were built from.
package enum Repository {
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The path of a file in it, such as `Examples/helle.mp4`.
    package static func path(_ relative: String) -> String {
        root.appendingPathComponent(relative).path
    }
}
