import Archive
import ArgumentParser
import Base
import Consents
import Exports
import Foundation
import SessionModel

/// `attune export`: files of a session folder from its record, without the video.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Makes the files of a session again from its record.",
        discussion: """
            Example:
              attune export results --format csv,eaf
              attune export results --format review
              attune export results --share --output to-send

            Reads session.sqlite in the folder and nothing else. Prints the files that were written. The
            format review is a clip of skeletons on black, to which both people must have agreed
            (review-clip). A consent that was signed since then is put in with attune consent renew.
            """)

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    @Option(
        help: ArgumentHelp("Which of \(ExportFormat.names), with commas.", valueName: "formats"))
    var format = ExportFormatList.standard

    @Option(help: "How the progress of a clip is shown: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    @Flag(help: "Replace files that are there with another content.")
    var force = false

    @OptionGroup(title: "What may leave the house")
    var sharing: ShareOptions

    func run() async throws {
        if sharing.share {
            guard format.isStandard else {
                throw ValidationError("--share writes files of its own; leave --format out.")
            }
            for path in try ShareExport(folder: folder, options: sharing).write() { print(path) }
            return
        }
        let paths = try await SessionExport(folder, force: force).write {
            record, session throws(Failure) in
            var writers: [any SessionWriter] = []
            for format in format.formats {
                if let scope = format.scope { try require(scope, session) }
                writers += try format.writers(.init(record: record, progress: progress))
            }
            return writers
        }
        for path in paths { print(path) }
    }

    private func require(_ scope: Consent.Scope, _ session: Session) throws(Failure) {
        guard let consent = session.consent else {
            throw Failure.noConsent(
                "\(folder) was analysed without a consent file",
                remedy:
                    "put in the one that both people signed: attune consent renew FILE \(folder)")
        }
        try consent.require(scope, at: folder)
    }
}

/// `attune report`: the report of a session from its record.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Makes the report of a session again from its record.",
        discussion: """
            Example:
              attune report results
            """)

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    @Flag(help: "Replace a report that is there with another content.")
    var force = false

    func run() async throws {
        let paths = try await SessionExport(folder, force: force).write { _, _ throws(Failure) in
            try ExportFormat.report
        }
        for path in paths { print("report: \(path)") }
    }
}

/// Writes files of a session folder from the folder's record.
struct SessionExport {
    let path: String
    let force: Bool

    init(_ path: String, force: Bool) {
        self.path = path
        self.force = force
    }

    /// - Parameter writers: of the files, from the record, which is open while they write.
    /// - Returns: the paths of the files. One that is there already with the very content is left.
    /// - Throws: ``Failure/Kind/noInput`` without a record, ``Failure/Kind/cannotCreate`` when a file is there
    ///   with another content.
    func write(
        _ writers: (SessionRecord, Session) throws(Failure) -> [any SessionWriter]
    ) async throws(Failure) -> [String] {
        try await rescueIfCutOff()
        // A folder without a record is not one to be locked or made.
        try requireRecord()
        let lock = try FolderLock(path)
        defer { withExtendedLifetime(lock) {} }
        let paths = try writeLocked(writers)
        try SessionFolder(path).remark.map(Console.warning)
        return paths
    }

    /// The same for a folder that the caller has locked.
    func writeLocked(
        _ writers: (SessionRecord, Session) throws(Failure) -> [any SessionWriter]
    ) throws(Failure) -> [String] {
        let record = try record()
        var folder = try SessionFolder(path, force: force)
        folder.isCancelled = { Interruption.isRequested }
        let session = try record.session()
        let writers = try writers(record, session)
        try folder.update(session, with: writers)
        try record.close()
        return writers.map { folder.path(of: $0.fileName) }
    }

    private var place: String { path.hasSuffix("/") ? String(path.dropLast()) : path }

    /// Makes the record of a live session that was cut off the folder's own, with its results.
    private func rescueIfCutOff() async throws(Failure) {
        let final = "\(place)/\(SessionRecord.fileName)"
        let unfinished = "\(place)/\(SessionRecord.unfinishedName)"
        guard access(final, F_OK) != 0, SessionRecord.isBegun(unfinished) else { return }
        try FolderConsent.read(place).require()
        let lock = try FolderLock(path)
        defer { withExtendedLifetime(lock) {} }
        // Another run may have been quicker.
        guard access(final, F_OK) != 0 else { return }
        let record = try SessionRecord.open(unfinished, for: .writing)
        guard try record.header().live != nil else { return try record.close() }
        try LiveResults.rescue(record)
        let session = try await LiveResults.make(record)
        for warning in session.warnings { Console.warning(warning) }
        try record.move(to: final)
    }

    /// The folder's record, for reading.
    func record() throws(Failure) -> SessionRecord {
        try requireRecord()
        return try SessionRecord.open("\(place)/\(SessionRecord.fileName)")
    }

    /// - Throws: ``Failure/Kind/noInput`` when the folder has no record, ``Failure/Kind/badInput`` when it has
    ///   only a measurement that is not finished.
    private func requireRecord() throws(Failure) {
        do {
            try SessionRecord.requireThere("\(place)/\(SessionRecord.fileName)")
        } catch {
            let unfinished = "\(place)/\(SessionRecord.unfinishedName)"
            guard error.kind == .noInput,
                SessionRecord.isBegun(unfinished)
            else { throw error }
            throw Failure.badInput(
                "the measurement in \(place) was not finished",
                remedy: "go on with it: run attune analyze again with --resume")
        }
    }
}
