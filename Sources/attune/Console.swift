import Base
import Foundation

/// Standard error, for everything that is not a result.
enum Console {
    static func error(_ failure: Failure) { note(failure.line) }

    static func warning(_ text: String) { note("attune: warning: \(text)") }

    static func note(_ line: String) { write(line + "\n") }

    /// Writes as it stands. What cannot be written (a full disk, a reader who has gone) is no reason to
    /// give up what is being measured.
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// True when standard error is a terminal that can redraw a line.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
