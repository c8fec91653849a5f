import Base
import SessionModel

/// What one session of a batch says: with its code before it; how far it is goes into the table.
struct BatchReporter: Reporter {
    private let session: String
    private let index: Int
    private let ledger: BatchLedger
    private let reporter: any Reporter

    init(_ session: String, _ index: Int, _ ledger: BatchLedger, _ reporter: any Reporter) {
        self.session = session
        self.index = index
        self.ledger = ledger
        self.reporter = reporter
    }

    func note(_ text: String) { reporter.note("\(session): \(text)") }

    func warning(_ text: String, remedy: Remedy?) {
        reporter.warning("\(session): \(text)", remedy: remedy)
    }

    func warning(ofFolder text: String) { reporter.warning(ofFolder: text) }

    /// The report says it.
    func found(_ session: Session, report: String) {
        for text in session.warnings { warning(text) }
    }

    func progress(of task: String, duration: Double, from start: Double) -> any ProgressMeter {
        BatchMeter(ledger: ledger, index: index, duration: duration)
    }
}

private struct BatchMeter: ProgressMeter {
    let ledger: BatchLedger
    let index: Int
    let duration: Double

    mutating func step(to time: Double) {
        guard duration > 0 else { return }
        ledger.reached(time / duration, of: index)
    }

    mutating func finish(at time: Double) { ledger.reached(1, of: index) }
}
