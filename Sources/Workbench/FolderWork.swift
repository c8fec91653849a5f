package import Base
package import SessionModel

/// What is done with the sessions of a folder on behalf of the page, by those who can: studies are made, files written.
///
/// All of it may take long; it ends soon when its task is cancelled, and then nothing was written.
package protocol FolderWork: Sendable {
    /// Makes a study and writes it.
    ///
    /// - Throws: what is refused at the command line, too: ``Failure/Kind/noConsent``, ``Failure/Kind/badInput``, …
    func make(_ study: NewStudy, telling report: JobReport) async throws -> DrawnStudy

    /// The page of a study that lies in a folder, drawn anew from the records of its sessions.
    ///
    /// - Parameters:
    ///   - folder: the study's.
    ///   - sessions: the folders of the sessions that are there, by their codes.
    /// - Throws: ``Failure/Kind/noInput`` when a session of the study is not among them; what ``make(_:telling:)`` throws.
    func draw(
        _ folder: String, of sessions: [String: String], telling report: JobReport
    ) async throws -> DrawnStudy

    /// Names of the formats that files of a session can be written in.
    var formats: [String] { get }

    /// Writes files of a session into its folder.
    ///
    /// - Returns: their names.
    func export(
        _ folder: String, _ choice: ExportChoice, telling report: JobReport
    ) async throws -> [String]

    /// Settings that say how a recording is measured and belong to no single one; ``ListedSetting/scoring`` has the others.
    var measuring: [ListedSetting] { get }

    /// What settings would change of a session; nothing is written.
    func preview(
        _ folder: String, with file: SettingsFile, telling report: JobReport
    ) async throws -> JSONValue

    /// Makes the results of a session anew with these settings.
    func score(
        _ folder: String, with file: SettingsFile, telling report: JobReport
    ) async throws
}

/// A study as it was asked for. Paths are of this computer, looked up by the server and never sent by a page.
package struct NewStudy: Sendable, Equatable {
    /// Session folders.
    package var sessions: [String]
    /// The folder of the study.
    package var folder: String
    /// The coder whose reviewed episodes are counted; `nil`: what was measured.
    package var reviewer: String?
    /// A table of the sessions: group, number, date, therapist and outcomes.
    package var table: Table?
    /// Leave out sessions that cannot be used for what is wrong with them alone.
    package var leavesOut = false
    /// Compare with people who never met.
    package var recombines = false
    /// Simulate how many dyads a study takes.
    package var simulates = false
    /// The results of an earlier study may be replaced.
    package var replaces = false

    /// A table as it was when the study was asked for: what comes to stand at its path later is not read.
    package struct Table: Sendable, Equatable {
        package var path: String
        package var bytes: [UInt8]

        package init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    package init(sessions: [String], folder: String) {
        self.sessions = sessions
        self.folder = folder
    }
}

/// The page of a study.
package struct DrawnStudy: Sendable {
    package var text: String
    /// What was found, in one sentence.
    package var headline: String
    /// The folders whose records it was drawn from.
    package var sessions: [String]

    package init(text: String, headline: String, sessions: [String]) {
        self.text = text
        self.headline = headline
        self.sessions = sessions
    }
}

/// Which files of a session are to be written.
package struct ExportChoice: Sendable, Equatable {
    package var formats: [String]
    /// The coder from whose review they are made; `nil`: from what was measured.
    package var reviewer: String?
    /// Files with another content may be replaced.
    package var replaces: Bool

    package init(formats: [String], reviewer: String? = nil, replaces: Bool) {
        self.formats = formats
        self.reviewer = reviewer
        self.replaces = replaces
    }
}
