import Base
import GRDB
import SessionModel

/// What SQLite reports, for the person who runs the command.
enum RecordFailure {
    static func of(_ error: any Error, _ path: String) -> Failure {
        if let failure = error as? Failure { return failure }
        // Its own words would hold what is in the row.
        if error is RowDecodingError {
            return damaged(path, "a value is missing or of another kind")
        }
        if let cell = error as? ImpossibleCell {
            return damaged(
                path, "a value is missing or of another kind: \(cell.column) of \(cell.table)")
        }
        guard let error = error as? DatabaseError else { return damaged(path, "\(error)") }
        let reason = error.message ?? "error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB: return notARecord(path)
        case .SQLITE_CORRUPT, .SQLITE_FORMAT: return damaged(path, reason)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return Failure.cannotCreate(
                "\(path) is in use by another program",
                remedy: "wait until it has finished, then try again")
        case .SQLITE_FULL, .SQLITE_IOERR:
            return Failure.cannotCreate(
                "cannot write \(path) (\(reason))",
                remedy: "free some space there, then run the command again "
                    + "(\(.analyze) goes on with \(.resume))")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            return Failure.cannotCreate(
                "cannot write \(path) (\(reason))", remedy: "give yourself write permission there")
        default: return damaged(path, reason)
        }
    }

    static func notARecord(_ path: String) -> Failure {
        Failure.badInput(
            "\(path) is not a session record",
            remedy: "give a folder that \(.analyze) or \(.score) has written")
    }

    static func lacksConsent(_ folder: String) -> Failure {
        Failure.noConsent(
            "the record in \(folder) does not say under which consent it was measured",
            remedy: "put it back: run \(.renewConsent(folder: folder))")
    }

    static func damaged(_ path: String, _ reason: String) -> Failure {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return Failure.badInput(
            "\(path) is damaged (\(reason))",
            remedy: "put a copy back in its place, or run \(.recover(folder: folder))")
    }
}
