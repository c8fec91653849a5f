import Archive
package import Base
import Consents
package import Exports
import Foundation
import SessionModel
package import Study

/// Measures the sessions of a study that are not measured yet, several at once.
///
/// Each session has a folder of its own in the output, named by its code. A session that fails stops no other one.
/// Run again, it goes on with what was interrupted, tries again what failed, and leaves alone what is done.
package struct BatchWorkflow: Sendable {
    package let manifest: StudyManifest
    /// The folder of the session folders.
    package let output: String
    /// Sessions that are measured at the same time.
    package let jobs: Int
    /// Settings of every session that has none of its own.
    package let config: String?
    /// Whether sessions whose row has changed are measured anew.
    package let replaces: Bool
    /// The language of the reports.
    package var language: Phrases = .english
    let reporter: any Reporter
    let words: @Sendable (Remedy.Action) -> String

    /// - Parameter words: how a remedy names options and commands, for the table.
    package init(
        _ manifest: StudyManifest, output: String, jobs: Int? = nil, config: String? = nil,
        replaces: Bool = false, reporter: any Reporter,
        words: @escaping @Sendable (Remedy.Action) -> String
    ) {
        self.manifest = manifest
        self.output = output.count > 1 && output.hasSuffix("/") ? String(output.dropLast()) : output
        self.jobs = jobs ?? Self.fittingJobs()
        self.config = config
        self.replaces = replaces
        self.reporter = reporter
        self.words = words
    }

    /// One session for two cores, since two people are two networks; and no more than the memory has room for.
    static func fittingJobs() -> Int {
        let meminfo = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
        let free = meminfo.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
            .flatMap { Int($0.filter(\.isNumber)) }
        let cores = ProcessInfo.processInfo.activeProcessorCount
        return max(1, min(cores / 2, (free ?? memoryOfSession) / memoryOfSession))
    }

    /// KiB that a session takes at most while it is measured or scored.
    private static let memoryOfSession = 700 << 10

    /// - Returns: how the sessions ended.
    /// - Throws: ``Failure/Kind/cannotCreate`` when the table cannot be kept; what happens to a session is in the
    ///   table.
    package func run() async throws(Failure) -> BatchTable {
        let folder = try SessionFolder(output, force: true)
        let lock = try FolderLock(output)
        defer { withExtendedLifetime(lock) {} }
        if let remark = folder.remark { reporter.warning(remark) }
        let earlier = try BatchTable.digests(in: output)
        let plans = manifest.rows.map {
            BatchPlan($0, in: output, earlier: earlier[$0.session], replaces)
        }
        let ledger = try BatchLedger(
            BatchTable(rows: plans.map(\.row)), folder: folder, reporter: reporter, words: words)
        // What was done one by one is told by this run's table from here on.
        for plan in plans where plan.isToDo { removePiece(plan.source.session) }
        Interruption.listen()
        Interruption.stays()
        let todo = plans.indices.filter { plans[$0].isToDo }
        reporter.note(
            "\(todo.count) of \(plans.count) sessions to measure, \(min(jobs, max(todo.count, 1))) at a time"
        )
        try await runAll(todo.map { ($0, plans[$0]) }, ledger)
        return ledger.table
    }

    func runAll(
        _ todo: [(index: Int, plan: BatchPlan)], _ ledger: BatchLedger
    ) async throws(Failure) {
        let result = await withTaskGroup(of: Failure?.self) { group -> Failure? in
            var rest = todo[...]
            var fault: Failure?
            let start = { (group: inout TaskGroup<Failure?>) in
                guard fault == nil, !Interruption.isRequested, let (index, plan) = rest.popFirst()
                else {
                    return
                }
                group.addTask { await session(index, plan, ledger) }
            }
            for _ in 0..<jobs { start(&group) }
            while let ended = await group.next() {
                fault = fault ?? ended
                start(&group)
            }
            return fault
        }
        if let result { throw result }
    }

    /// Measures one session.
    ///
    /// - Returns: why the table could not be kept; `nil` otherwise.
    private func session(_ index: Int, _ plan: BatchPlan, _ ledger: BatchLedger) async -> Failure? {
        do throws(Failure) {
            try ledger.change(index) { ($0.state, $0.begun) = (.measuring, Date()) }
            let name = plan.row.session
            let failure = await failure(plan, BatchReporter(name, index, ledger, reporter))
            try ledger.change(index) { row in
                row.ended = Date()
                row.failure = failure
                row.state = failure.map { $0.kind == .interrupted ? .stopped : .failed } ?? .done
                if failure == nil { (row.share, row.digest) = (1, plan.source.digest) }
            }
            let end =
                failure.map { "\(name): \($0.what); \($0.remedy.text(words))" } ?? "\(name): done"
            reporter.note(end)
            reporter.note(ledger.table.sentence)
            return nil
        } catch {
            return error
        }
    }

    private func failure(_ plan: BatchPlan, _ reporter: BatchReporter) async -> Failure? {
        do {
            try await plan.run(config: config, language: language, reporter: reporter)
            return nil
        } catch let failure as Failure {
            guard failure.kind == .interrupted else { return failure }
            return .interrupted(
                failure.what, remedy: "run the command again, which goes on with it")
        } catch {
            return Failure.software("\(error)", remedy: "run the command again")
        }
    }
}
