import Base
import Foundation

/// The one door of everything that the program prints. What the names, codes and files of others hold
/// passes it as ``Base/ShownText`` has it: none of it drives a terminal or reads other than it is.
enum Terminal {
    // MARK: Results, on standard output

    /// A line.
    static func say(_ line: String) { print(line.oneLine) }

    /// Own text of several lines, such as a table or a help page.
    static func say(text: String) { print(ShownText.lines(text)) }

    /// JSON, one value or a line of them.
    static func say(json: String) { print(ShownText.json(json)) }

    /// A line at once, also into a pipe.
    ///
    /// - Throws: when nobody reads it any more.
    static func sayNow(_ line: String) throws { try sendNow(line.oneLine) }

    /// The same with JSON.
    static func sayNow(json: String) throws { try sendNow(ShownText.json(json)) }

    private static func sendNow(_ line: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }

    // MARK: Everything else, on standard error

    /// A line.
    static func tell(_ line: String) { write(line.oneLine + "\n") }

    /// A question, whose answer is typed behind it.
    static func prompt(_ question: String) { write(question.oneLine) }

    /// Puts the line in the place of the one that the cursor is in.
    static func redraw(_ line: String) { write("\r\u{1B}[2K" + line.oneLine) }

    /// Ends a line that was redrawn.
    static func endLine() { write("\n") }

    /// True when standard error is a terminal that can redraw a line.
    static var canRedraw: Bool { isatty(STDERR_FILENO) == 1 }

    /// What cannot be written (a full disk, a closed pipe) is no reason to give up what is being measured.
    private static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
