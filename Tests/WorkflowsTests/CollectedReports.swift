import Base
import SessionModel
import Synchronization
import Workflows

/// Collects what a workflow reports, in place of a terminal.
final class CollectedReports: Reporter {
    private struct State {
        var notes: [String] = []
        var warnings: [String] = []
        var reports: [String] = []
    }

    private let state = Mutex(State())

    var notes: [String] { state.withLock(\.notes) }
    /// With what can be done about them.
    var warnings: [String] { state.withLock(\.warnings) }
    /// Paths of the reports of complete sessions.
    var reports: [String] { state.withLock(\.reports) }

    func note(_ text: String) { state.withLock { $0.notes.append(text) } }

    func warning(_ text: String, remedy: Remedy?) {
        state.withLock { $0.warnings.append(text + (remedy.map { ": \($0)" } ?? "")) }
    }

    func found(_ session: Session, report: String) { state.withLock { $0.reports.append(report) } }

    func progress(of task: String, duration: Double, from start: Double) -> any ProgressMeter {
        Meter()
    }

    private struct Meter: ProgressMeter {
        mutating func step(to time: Double) {}
        mutating func finish(at time: Double) {}
    }
}
