import Archive
import Exports
import SessionModel

/// What a command says of a session that is complete: warnings on standard error, a sentence per episode
/// and where the report is on standard output.
enum ResultLines {
    static func show(_ session: Session, in folder: SessionFolder) {
        for warning in session.warnings { Console.warning(warning) }
        for episode in session.episodes {
            print(EpisodeSentence(episode, seats: session.seats))
        }
        if session.episodes.isEmpty { print("No episode of mimicry was found.") }
        print("report: \(folder.path(of: ReportHTML.fileName))")
    }
}
