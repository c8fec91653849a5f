import Foundation

/// The operating system's own number for why a call failed.
package struct SystemError: Error, Equatable {
    package var code: Int32

    package init(_ code: Int32 = errno) { self.code = code }

    /// Such as `No space left on device`.
    package var text: String { String(cString: strerror(code)) }

    /// What the person who runs the command can do when output failed for this reason.
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
