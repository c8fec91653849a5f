package import Base
import Foundation
import Synchronization

/// Something that was begun on the page and takes longer than an answer: a study, files, scores.
struct Job: Sendable, Equatable {
    enum Kind: String, Sendable { case study, drawing, export, preview, scores }

    enum State: String, Sendable {
        case waiting, running
        /// By the user.
        case stopped
        case failed, done
    }

    /// What the page asks for it by.
    var id: String
    var kind: Kind
    /// What the page calls it, such as the name of a folder.
    var name: String
    /// The folder that it is about, as the library's id.
    var folder: String
    var state = State.waiting
    /// What is being done, such as `reading`.
    var doing = ""
    /// How much of that is done, 0…1.
    var share = 0.0
    /// What was said on the way, the last last; of a failure with its remedy.
    var remarks: [String] = []
    /// What the page needs of the outcome; `null` before it is done.
    var result = JSONValue.null
}

/// How a job says what it does while it runs.
package struct JobReport: Sendable {
    package let progress: @Sendable (_ doing: String, _ share: Double) -> Void
    package let remark: @Sendable (String) -> Void

    package init(
        progress: @escaping @Sendable (_ doing: String, _ share: Double) -> Void,
        remark: @escaping @Sendable (String) -> Void
    ) {
        self.progress = progress
        self.remark = remark
    }
}

/// The jobs of a page, two at once at most, begun in the order in which they were asked for. They live as long as the program;
/// ending it stops them, and whatever they had not finished was never written.
package final class JobList: Sendable {
    typealias Work = @Sendable (JobReport) async throws -> JSONValue

    private struct Item {
        var job: Job
        var work: Work
        var task: Task<Void, Never>?
        var isStopped = false
    }

    /// More than two at once would take the memory and the processor from what is being measured.
    private static let mostAtOnce = 2
    /// More wait for nobody.
    private static let mostWaiting = 20
    /// Those that have ended are forgotten from the oldest on.
    private static let mostKept = 100
    private static let mostRemarks = 40

    private let items = Mutex<[Item]>([])
    private let words: @Sendable (Remedy.Action) -> String

    /// - Parameter words: how a remedy names what can be done.
    package init(words: @escaping @Sendable (Remedy.Action) -> String) { self.words = words }

    var jobs: [Job] { items.withLock { $0.map(\.job) } }

    /// Adds a job at the end.
    ///
    /// - Returns: its id.
    /// - Throws: ``Failure/Kind/unavailable`` while one of that kind has this folder, or when too many wait.
    func begin(
        _ kind: Job.Kind, _ name: String, folder: String, _ work: @escaping Work
    ) throws(Failure) -> String {
        let id = UUID().uuidString.lowercased()
        try items.withLock { items throws(Failure) in
            let open = items.filter { [.waiting, .running].contains($0.job.state) }
            guard !open.contains(where: { $0.job.kind == kind && $0.job.folder == folder }) else {
                throw Failure.unavailable(
                    "that is being done for \(name) already", remedy: "wait until it is done")
            }
            guard open.count < Self.mostWaiting else {
                throw Failure.unavailable(
                    "\(open.count) things are being done already",
                    remedy: "wait until some are done, or stop them")
            }
            // What came of it before is no longer asked for.
            items.removeAll {
                $0.task == nil && $0.job.kind == kind && $0.job.folder == folder
            }
            while items.count >= Self.mostKept,
                let index = items.firstIndex(where: {
                    $0.task == nil && $0.job.state != .waiting
                })
            { items.remove(at: index) }
            items.append(
                Item(job: Job(id: id, kind: kind, name: name, folder: folder), work: work))
        }
        startNext()
        return id
    }

    /// Stops a job; nothing of it is written. Does nothing when it has ended.
    func stop(_ id: String) {
        let task = change(id) { item -> Task<Void, Never>? in
            switch item.job.state {
            case .waiting: item.job.state = .stopped
            case .running: item.isStopped = true
            case .stopped, .failed, .done: break
            }
            return item.task
        }
        task??.cancel()
    }

    /// Forgets a job that has ended.
    func remove(_ id: String) {
        items.withLock { items in
            items.removeAll {
                $0.job.id == id && $0.task == nil && $0.job.state != .waiting
            }
        }
    }

    /// Stops everything, and waits until it has ended.
    package func close() async {
        let tasks = items.withLock { items in
            for index in items.indices where items[index].job.state == .waiting {
                items[index].job.state = .stopped
            }
            return items.compactMap(\.task)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    // MARK: Work

    @discardableResult
    private func change<Result: Sendable>(
        _ id: String, _ body: (inout Item) -> Result
    ) -> Result? {
        items.withLock { items -> Result? in
            guard let index = items.firstIndex(where: { $0.job.id == id }) else { return nil }
            return body(&items[index])
        }
    }

    private func startNext() {
        items.withLock { items in
            let running = items.count { $0.task != nil }
            let waiting = items.indices.filter { items[$0].job.state == .waiting }
            for index in waiting.prefix(max(0, Self.mostAtOnce - running)) {
                items[index].job.state = .running
                let (id, work) = (items[index].job.id, items[index].work)
                items[index].task = Task { [self] in await run(id, work) }
            }
        }
    }

    private func run(_ id: String, _ work: Work) async {
        let report = JobReport(
            progress: { [self] doing, share in
                change(id) { item in
                    item.job.doing = doing
                    item.job.share = share.isFinite ? min(1, max(0, share)) : 0
                }
            },
            remark: { [self] text in
                change(id) { item in
                    let isNew = !item.job.remarks.contains(text)
                    if isNew, item.job.remarks.count < Self.mostRemarks {
                        item.job.remarks.append(text)
                    }
                }
            })
        var failure: Failure?
        var result = JSONValue.null
        do { result = try await work(report) } catch let thrown as Failure {
            failure = thrown
        } catch {
            failure = Failure.software("\(error)", remedy: "try again")
        }
        let text = failure?.sentences(words)
        change(id) { item in
            item.task = nil
            guard let failure else {
                (item.job.state, item.job.share, item.job.result) = (.done, 1, result)
                return
            }
            let isStopped = item.isStopped || Task.isCancelled || failure.kind == .interrupted
            item.job.state = isStopped ? .stopped : .failed
            if let text, !isStopped { item.job.remarks.append(text) }
        }
        startNext()
    }
}
