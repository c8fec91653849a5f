import Foundation

/// Why a command failed, for the person who ran it: what is wrong, and what to do about it.
///
///     throw Failure.noInput(
///         "session.mp4 does not exist", remedy: "give the path of a video file")
///
/// Every module reports its errors in this form. The command prints one line to standard error and
/// leaves with the exit code of the ``kind``.
package struct Failure: Error, Sendable, Equatable, Codable {
    /// What kind of thing went wrong. The raw value is the exit code of the command, after BSD's
    /// `sysexits.h`; success is 0.
    package enum Kind: Int32, Sendable, Codable {
        /// The command line is wrong.
        case usage = 64
        /// Input is invalid: not a video, cut before any frame, no people, a malformed table.
        case badInput = 65
        /// Input is missing or unreadable.
        case noInput = 66
        /// The camera is missing, busy or lost for good.
        case unavailable = 69
        /// A fault of the program or of its installation.
        case software = 70
        /// Output cannot be written.
        case cannotCreate = 73
        /// Consent is missing, malformed, expired, withdrawn, or does not cover this use.
        case noConsent = 77
        /// Interrupted; what was measured is kept.
        case interrupted = 130
    }

    package var kind: Kind
    /// What is wrong, naming the file or the person; one line, no full stop.
    package var what: String
    /// What to do about it; one line, no full stop.
    package var remedy: Remedy

    /// Line breaks, control and formatting characters in either text become blanks, so that the message
    /// stays on one line whatever a file name or a file's content holds; a text that is as long as a file's heading
    /// loses its middle.
    package init(kind: Kind, what: String, remedy: Remedy) {
        self.kind = kind
        self.what = what.oneLine.withoutMiddle(longerThan: Self.longest)
        self.remedy = remedy.mapText { $0.oneLine.withoutMiddle(longerThan: Self.longest) }
    }

    /// Bytes of either text: more than any message of Attune's own, and than most paths.
    private static let longest = 950

    /// What the command exits with.
    package var exitCode: Int32 { kind.rawValue }
}

extension Failure {
    package static func usage(_ what: String, remedy: Remedy) -> Failure {
        Failure(kind: .usage, what: what, remedy: remedy)
    }

    package static func badInput(_ what: String, remedy: Remedy) -> Failure {
        Failure(kind: .badInput, what: what, remedy: remedy)
    }

    package static func noInput(_ what: String, remedy: Remedy) -> Failure {
        Failure(kind: .noInput, what: what, remedy: remedy)
    }

    package static func unavailable(_ what: String, remedy: Remedy) -> Failure {
        Failure(kind: .unavailable, what: what, remedy: remedy)
    }

    package static func software(_ what: String, remedy: Remedy) -> Failure {
        Failure(kind: .software, what: what, remedy: remedy)
    }

    package static func cannotCreate(_ what: String, remedy: Remedy) -> Failure {
        Failure(kind: .cannotCreate, what: what, remedy: remedy)
    }

    package static func noConsent(_ what: String, remedy: Remedy) -> Failure {
        Failure(kind: .noConsent, what: what, remedy: remedy)
    }

    package static func interrupted(_ what: String, remedy: Remedy) -> Failure {
        Failure(kind: .interrupted, what: what, remedy: remedy)
    }

    /// The user asked to stop (SIGINT, SIGTERM) during `activity`.
    package static func interrupted(
        while activity: String, remedy: Remedy = "run the command again"
    ) -> Failure {
        .interrupted("interrupted while \(activity)", remedy: remedy)
    }
}

extension Failure: CustomStringConvertible {
    /// `WHAT; WHAT TO DO`, for logs and tests; ``Remedy/text(_:)`` words the options for people.
    package var description: String { "\(what); \(remedy)" }
}

/// The operating system's error number.
package struct SystemError: Error, Equatable {
    package var code: Int32

    package init(_ code: Int32 = errno) { self.code = code }

    /// Such as `No space left on device`.
    package var text: String { String(cString: strerror(code)) }

    /// Whether there is no room: the disk, or what the user may have of it, is used up.
    package var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT }

    /// What the user can do when output failed for this reason.
    package var outputRemedy: Remedy {
        switch code {
        case ENOSPC, EDQUOT: "free some space there and run the command again"
        case EACCES, EPERM: "give yourself write permission there or choose another \(.output)"
        case EROFS: "choose an \(.output) that is not read-only"
        case ENOTDIR, EEXIST: "choose another \(.output)"
        default: "check the disk or choose another \(.output)"
        }
    }

    /// Output to `path` failed for this reason.
    package func outputFailure(_ path: String) -> Failure {
        Failure.cannotCreate("cannot write \(path) (\(text))", remedy: outputRemedy)
    }
}
