package import Base

/// What a settings file asks for: the parameters that a lab has settled on, or those of a session that
/// was published.
///
///     let file = try SettingsFile.load("lab.settings.json")
///     settings.scoring = file.scoring
///
/// It has the form of `settings` in `session.json`, any part of it; a whole `session.json` may be given
/// as well. What is not in it is as it is without a file.
package struct SettingsFile: Sendable, Equatable {
    /// As it was named.
    package let path: String
    /// `native`, or hertz as a decimal number.
    package var rate: String?
    /// As on the command line; whether there is such a layout is for those to say who know layouts.
    package var layout: String?
    /// `fastest` or `f32`.
    package var precision: String?
    /// How much later the second video started, seconds.
    package var offset: Double?
    /// Seconds, rising.
    package var swapAt: [Double]?
    package var keepUncertain: Bool?
    /// How a series was read that another tool had measured.
    package var series: SeriesSettings?
    /// What the file asks for, and the standard where it says nothing.
    package var scoring = ScoringSettings()

    init(path: String) { self.path = path }

    /// Reads a file, strictly: an unknown key, a wrong type or a value out of range is an error that
    /// names the key and what is allowed.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when it cannot be read, ``Failure/Kind/badInput`` when it is not what
    ///   it must be.
    package static func load(_ path: String) throws(Failure) -> SettingsFile {
        try SettingsReader(path: path).read()
    }

    /// The failure of a command that cannot do what the file asks for.
    package func refusing(_ key: String, _ what: String, _ remedy: Remedy) -> Failure {
        Failure.badInput("settings file \(path): \"\(key)\" \(what)", remedy: remedy)
    }
}
