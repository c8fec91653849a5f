import Base
import Exports
import SessionModel
import Synchronization
import Workflows

/// What a command says: results on standard output, everything else on standard error.
struct Console: Reporter {
    /// How progress is shown.
    var progress = ProgressStyle.off

    func error(_ failure: Failure) { Terminal.tell(failure.line) }

    func warning(_ text: String, remedy: Remedy?) {
        let remedy = remedy.map { ": " + $0.text(CommandWords.words) } ?? ""
        Terminal.tell("attune: warning: \(text)\(remedy)")
    }

    /// What was said of folders.
    private static let said = Mutex<Set<String>>([])

    func warning(ofFolder text: String) {
        let isNew = Self.said.withLock { $0.insert(text).inserted }
        if isNew { warning(text, remedy: nil) }
    }

    func note(_ text: String) { Terminal.tell("attune: \(text)") }

    func progress(of task: String, steps: Int) -> any ProgressMeter {
        Progress(progress, of: task, duration: Double(steps), from: 0, countsFrames: false)
    }

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
        if let seats = SeatWords.sentence(session) {
            note("\(seats); if it is the other way round, give --seats in the other order")
        }
        for text in session.warnings { warning(text) }
        if hasPostures { untold(session) }
        for episode in session.countedEpisodes {
            let sentence = EpisodeSentence(episode, seats: session.seats)
            Terminal.say(sentence.description + ValidationWords.mark(episode, in: session))
        }
        if session.episodes.isEmpty, hasPostures {
            Terminal.say(KnownPeople(session).silence ?? "No episode of mimicry was found.")
        }
        for sentence in ChanceSentences(session).sentences { Terminal.say(sentence) }
        if let face = FaceWords(session)?.sentence { Terminal.say(face) }
        if let breath = BreathWords(session)?.sentence ?? BreathWords.absence(session) {
            Terminal.say(breath)
        }
        for sentence in GaitWords(session)?.sentences ?? [] { Terminal.say(sentence) }
        if let extra { Terminal.say(extra) }
        Terminal.say("report: \(report)")
    }

    /// More sentences on what could not be told are left to the report.
    private static let toldInFull = 5

    private func untold(_ session: Session) {
        let sentences = UntoldWords.sentences(session)
        for text in sentences.prefix(Self.toldInFull) { note(text) }
        let rest = sentences.count - Self.toldInFull
        if rest > 0 { note("\(rest) more of what could not be told in the report") }
    }
}
