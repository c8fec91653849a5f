import Posture

/// Why a command cannot go on, for the person who ran it: what is wrong, and what to do about it.
///
/// Every module reports its errors in this form; the command prints ``description`` as the one line
/// that goes to standard error and leaves with ``exitCode``.
///
///     throw Failure(
///         exitCode: ExitCode.noInput, what: "session.mp4 does not exist",
///         todo: "give the path of a video file")
public struct Failure: Error, Sendable, Equatable {
    /// One of ``ExitCode``.
    public var exitCode: Int32
    /// What is wrong, naming the file or the person; one line, no full stop.
    public var what: String
    /// What to do about it; one line, no full stop.
    public var todo: String

    /// Line breaks, control and formatting characters in either text become blanks, so that the message stays on
    /// one line whatever a file name or a file's content holds.
    public init(exitCode: Int32, what: String, todo: String) {
        self.exitCode = exitCode
        self.what = what.blanking()
        self.todo = todo.blanking()
    }
}

extension Failure: CustomStringConvertible {
    /// `attune: error: WHAT; WHAT TO DO`
    public var description: String { "attune: error: \(what); \(todo)" }
}
