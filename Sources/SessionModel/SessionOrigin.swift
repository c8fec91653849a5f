package import Foundation

/// When and from where results were made; it links files for other programs to the recording.
package struct SessionOrigin: Sendable, Codable, Equatable {
    /// When the results were made, whole seconds.
    package var made: Date
    /// The folder of each recording as seen from the session folder, with a slash at its end, in the
    /// order of the sources; empty when the recordings are not known to lie anywhere.
    package var media: [String]

    package init(made: Date, media: [String] = []) {
        self.made = made
        self.media = media
    }
}
