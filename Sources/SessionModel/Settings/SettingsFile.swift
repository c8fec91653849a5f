package import Base
package import Posture

/// The content of a settings file: the parameters that a lab has settled on, or those of a published
/// session.
///
///     let file = try SettingsFile.load("lab.settings.json")
///     settings.scoring = file.scoring
///
/// It has the form of `settings` in `session.json`, or any part of it; a whole `session.json` may be given
/// as well. Settings that it leaves out are as without a file.
package struct SettingsFile: Sendable, Equatable {
    /// As it was named.
    package let path: String
    /// `native`, or hertz as a decimal number.
    package var rate: String?
    /// As the option takes it; not checked here.
    package var layout: String?
    package var mirrored: Mirroring?
    /// What the two people do.
    package var scene: Scene?
    /// `fastest` or `f32`.
    package var precision: String?
    /// How much later the second video started, seconds.
    package var offset: Double?
    /// How it is known, and the drift of the second clock.
    package var offsetBasis: OffsetBasis?
    /// The number of the video stream in each file, from 1.
    package var stream: Int?
    /// Seconds, rising.
    package var swapAt: [Double]?
    package var keepUncertain: Bool?
    /// How series measured by another tool are read.
    package var series: SeriesSettings?
    /// Whether it is the `session.json` of a version that compared with chance in another way
    /// (``SurrogateTests/currentMethod``): with the same settings p-values differ.
    package var isOfEarlierMethod = false
    /// The file's parameters, and the standard ones where it has none.
    package var scoring = ScoringSettings()

    /// Says nothing yet.
    package init(path: String) { self.path = path }

    /// Reads a file, strictly: an unknown key, a wrong type or a value out of range is an error that
    /// names the key and what is allowed.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when it cannot be read, ``Failure/Kind/badInput`` when it is
    ///   malformed.
    package static func load(_ path: String) throws(Failure) -> SettingsFile {
        try SettingsReader(path: path).read()
    }

    /// Reads the same from the content of a file.
    ///
    /// - Parameter path: what messages call it.
    /// - Throws: ``Failure/Kind/badInput`` when it is malformed.
    package static func read(_ bytes: [UInt8], as path: String) throws(Failure) -> SettingsFile {
        try SettingsReader(path: path).settings(bytes)
    }

    /// The failure of a command that cannot apply a setting of the file.
    package func refusing(_ key: String, _ what: String, _ remedy: Remedy) -> Failure {
        Failure.badInput("settings file \(path): \"\(key)\" \(what)", remedy: remedy)
    }
}
