package import Base
import Foundation
import GRDB

/// A record as files in a session folder: their names, and how records come into place and go.
extension SessionRecord {
    /// Name of the record in a session folder.
    package static let fileName = "session.sqlite"
    /// Name of the record of a measurement that is not complete yet.
    package static let unfinishedName = "session.partial.sqlite"
    /// Name of the record that is rebuilt from the sound parts of a damaged one, until it replaces it.
    package static let recoveredName = "session.recovered.sqlite"

    /// The path of a folder's record: its own, or else that of a measurement under way.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when there is neither.
    package static func path(in folder: String) throws(Failure) -> String {
        let paths = [fileName, unfinishedName].map { "\(folder)/\($0)" }
        guard let path = paths.first(where: StagedFile.exists) else {
            throw Failure.noInput(
                "\(paths[0]) does not exist",
                remedy: "give a folder that \(.analyze) or \(.score) has written")
        }
        return path
    }

    /// Checks that there is a record to open, and that nobody withdrew.
    ///
    /// - Throws: ``Failure/Kind/noInput``, ``Failure/Kind/noConsent``.
    package static func requireThere(_ path: String) throws(Failure) {
        try Withdrawal.refuse(in: path.parentFolder)
        guard access(path, F_OK) == 0 else {
            throw Failure.noInput(
                "\(path) does not exist",
                remedy: "give a folder that \(.analyze) or \(.score) has written")
        }
    }

    /// Whether a measurement has been begun in the record at `path`: false when the run that made it
    /// was killed before it had.
    package static func isBegun(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_size > 0 else { return false }
        guard let record = try? connect(path, .reading) else { return true }
        let isBegun = try? record.reading { database in
            try database.tableExists("measurement")
                && Int.fetchOne(database, sql: "SELECT count(*) FROM measurement") ?? 0 > 0
        }
        return isBegun ?? true
    }

    /// Whether the record at `path` is of series that were scored, as far as it can be read.
    package static func isOfSeries(_ path: String) -> Bool { glance(path)?.isOfSeries ?? false }

    /// Removes a record and what SQLite keeps beside it.
    package static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }

    /// Replaces the record at `path`, which nobody has open, by the one at `new`. The replaced one is
    /// kept as `session.damaged.sqlite`, or with a number when there is one already. There is a record
    /// at `path` at every instant.
    ///
    /// - Returns: where the replaced record is now.
    /// - Throws: ``Failure/Kind/cannotCreate``.
    package static func replace(_ path: String, by new: String) throws(Failure) -> String {
        let folder = path.parentFolder
        let kept = keptPlace(in: folder)
        // File systems without hard links have an instant without.
        if link(path, kept) != 0, rename(path, kept) != 0 {
            throw SystemError().outputFailure(kept)
        }
        for suffix in ["-wal", "-shm"] where rename(path + suffix, kept + suffix) != 0 {
            let reason = SystemError()
            guard reason.code == ENOENT else { throw reason.outputFailure(kept) }
        }
        guard rename(new, path) == 0 else { throw SystemError().outputFailure(path) }
        FolderSync.run(folder)
        return kept
    }

    private static func keptPlace(in folder: String) -> String {
        let places = (1..<1000).lazy.map { number in
            (folder as NSString).appendingPathComponent(
                number == 1 ? "session.damaged.sqlite" : "session.damaged-\(number).sqlite")
        }
        return places.first { !StagedFile.exists($0) } ?? places[0]
    }

    /// Closes the record and renames it, replacing any file of that name; the reviews of a record that it replaces
    /// stay.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``, also when there are reviews of another recording.
    package func move(to final: String) throws(Failure) {
        try keepReviews(of: final)
        try close()
        guard access(path + "-wal", F_OK) != 0 else {
            throw Failure.cannotCreate(
                "\(path) is in use by another program",
                remedy: "close that program and run the command again with \(.resume)")
        }
        // A log that a killed run left of another file must not be taken for this one's.
        for suffix in ["-wal", "-shm"] { unlink(final + suffix) }
        guard rename(path, final) == 0 else { throw SystemError().outputFailure(final) }
        FolderSync.run(final.parentFolder)
    }
}
