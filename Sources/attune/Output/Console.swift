import Base
import Exports
import Foundation
import SessionModel
import Workflows

/// What a command says: results on standard output, everything else on standard error.
struct Console: Reporter {
    /// How progress is shown.
    var progress = ProgressStyle.off

    func error(_ failure: Failure) { Self.write(failure.line + "\n") }

    func warning(_ text: String, remedy: Remedy?) {
        let remedy = remedy.map { ": " + $0.text(CommandWords.words) } ?? ""
        Self.write("attune: warning: \(text)\(remedy)\n")
    }

    func note(_ text: String) { Self.write("attune: \(text)\n") }

    func progress(of task: String, duration: Double, from start: Double) -> any ProgressMeter {
        Progress(progress, of: task, duration: duration, from: start)
    }

    /// The results of a session: warnings, a sentence per episode, and where the report is.
    func found(_ session: Session, report: String) {
        found(session, report: report, hasPostures: true, extra: nil)
    }

    /// - Parameters:
    ///   - hasPostures: whether the session could show episodes at all.
    ///   - extra: a further line, before the path of the report.
    func found(_ session: Session, report: String, hasPostures: Bool, extra: String?) {
        for text in session.warnings { warning(text) }
        if hasPostures { for text in UntoldWords.sentences(session) { note(text) } }
        for episode in session.countedEpisodes {
            let sentence = EpisodeSentence(episode, seats: session.seats)
            print(sentence.description + ValidationWords.mark(episode, in: session))
        }
        if session.episodes.isEmpty, hasPostures {
            print(KnownPeople(session).silence ?? "No episode of mimicry was found.")
        }
        for sentence in ChanceSentences(session).sentences { print(sentence) }
        if let extra { print(extra) }
        print("report: \(report)")
    }

    /// Writes to standard error. What cannot be written (a full disk, a closed pipe) is no reason to give
    /// up what is being measured.
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// True when standard error is a terminal that can redraw a line.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
