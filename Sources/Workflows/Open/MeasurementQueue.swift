import Archive
import Base
import Consents
import Foundation
import SessionModel
import Synchronization
import Workbench

/// Measures the sessions that are added on the page, as many at once as this computer has room for.
///
/// What is being measured when the program ends is kept in its record, and goes on when it is resumed.
final class MeasurementQueue: SessionQueue {
    private struct Item {
        var shown: QueuedSession
        var session: NewSession { shown.session }
        var task: Task<Void, Never>?
        /// The user asked to stop it.
        var isPaused = false
    }

    private let items = Mutex<[Item]>([])
    /// What this program has in the file; whoever writes it holds this.
    private let saved = Mutex<[String: NewSession]>([:])
    private let folderRemarks = Mutex<[String]>([])
    private let isChecking = Atomic<Bool>(false)
    private let jobs: Int
    private let file: QueueFile?
    private let words: @Sendable (Remedy.Action) -> String
    private let measure: @Sendable (NewSession, any Reporter) async throws -> Void

    /// - Parameters:
    ///   - jobs: sessions that are measured at the same time.
    ///   - file: where sessions that are not done are kept; those that are in it are paused.
    ///   - words: how a remedy names options and commands.
    ///   - measure: measures a session; ends soon when its task is cancelled.
    init(
        jobs: Int = BatchWorkflow.fittingJobs(), file: QueueFile? = nil,
        words: @escaping @Sendable (Remedy.Action) -> String,
        measure: @escaping @Sendable (NewSession, any Reporter) async throws -> Void
    ) {
        self.jobs = jobs
        self.file = file
        self.words = words
        self.measure = measure
        let kept = file?.read() ?? []
        items.withLock { $0 = kept.map { Item(shown: QueuedSession($0, state: .paused)) } }
        saved.withLock { $0 = Self.byFolder(kept) }
    }

    /// Of a library's folder.
    convenience init(_ library: Library, words: @escaping @Sendable (Remedy.Action) -> String) {
        self.init(file: QueueFile(in: library.root), words: words) { session, reporter in
            let files = try library.files(of: session)
            let arguments = try FootageArguments(files.recordings, chapters: false)
            for doubt in arguments.doubts { reporter.warning(doubt) }
            let preset = try session.preset.map { name throws(Failure) in
                try library.preset(name)
            }
            let begun = Self.begun(in: files.folder)
            let settings = try RunSettings(session.filming, preset, as: begun?.request)
            try settings.require(videos: arguments.footage.count, in: preset)
            try settings.requireMirroring(cameras: arguments.footage.count)
            _ = try await AnalyzeWorkflow(
                footage: arguments.footage, consent: files.consent,
                seats: try files.consent.seats(requested: begun?.seats),
                settings: settings,
                output: files.folder, resumes: true, reporter: reporter
            ).run()
        }
    }

    /// How an unfinished measurement was begun.
    private static func begun(in folder: String) -> RecordHeader? {
        let path = "\(folder)/\(SessionRecord.unfinishedName)"
        guard SessionRecord.isBegun(path), let record = try? SessionRecord.open(path) else {
            return nil
        }
        defer { try? record.close() }
        return try? record.header()
    }

    /// Keeps what is not done. A disk that has no room for it keeps nobody from measuring.
    private func keep() {
        saved.withLock { saved in
            let open = items.withLock { $0.filter { $0.shown.state != .done }.map(\.shown) }
            let active = open.filter { [.waiting, .measuring].contains($0.state) }
            let merge = QueueMerge(
                own: open.map(\.session), active: Set(active.map(\.session.folder)), before: saved)
            guard (try? file?.update(merge.applied)) != nil else { return }
            saved = Self.byFolder(merge.own)
        }
    }

    private static func byFolder(_ sessions: [NewSession]) -> [String: NewSession] {
        Dictionary(sessions.map { ($0.folder, $0) }, uniquingKeysWith: { $1 })
    }

    // MARK: What the page asks for

    var sessions: [QueuedSession] { items.withLock { $0.map(\.shown) } }

    func add(_ session: NewSession) throws(Failure) {
        try items.withLock { items throws(Failure) in
            if let index = items.firstIndex(where: { $0.session.folder == session.folder }) {
                guard [.failed, .paused, .done].contains(items[index].shown.state) else {
                    throw Failure.cannotCreate(
                        "session \(session.name) is on the list already",
                        remedy: "use another code for the session")
                }
                items.remove(at: index)
            }
            items.append(Item(shown: QueuedSession(session, state: .waiting)))
        }
        keep()
        startNext()
    }

    func remove(_ folder: String) {
        items.withLock { items in
            items.removeAll {
                $0.session.folder == folder && ![.waiting, .measuring].contains($0.shown.state)
            }
        }
        keep()
    }

    func pause(_ folder: String) {
        let task = change(folder) { item -> Task<Void, Never>? in
            switch item.shown.state {
            case .waiting: item.shown.state = .paused
            case .measuring: item.isPaused = true
            case .paused, .failed, .done: break
            }
            return item.task
        }
        task??.cancel()
    }

    func resume(_ folder: String) -> Bool {
        let isKnown = change(folder) { item -> Bool in
            guard [.paused, .failed].contains(item.shown.state) else { return true }
            item.shown.state = .waiting
            item.shown.remarks = []
            item.isPaused = false
            return true
        }
        // Another program may have taken it off the list.
        if isKnown == true { keep() }
        startNext()
        return isKnown ?? false
    }

    var remarks: [String] { folderRemarks.withLock { $0 } }

    func check(
        _ recordings: [String], _ filming: Filming
    ) async throws(Failure) -> CheckedRecording {
        try await look { try RecordingCheck(recordings, filming).run() }
    }

    func people(
        _ recordings: [String], _ filming: Filming, showsPictures: Bool
    ) async throws(Failure) -> FoundPeople {
        try await look {
            try PeopleWorkflow(
                footage: try FootageArguments(recordings, chapters: false).footage,
                settings: try RunSettings(filming), showsPictures: showsPictures
            ).run()
        }
    }

    /// One at a time, on a thread of its own: it waits for pictures.
    private func look<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws(Failure) -> Value {
        let isFree = isChecking.exchange(true, ordering: .relaxed) == false
        guard isFree else {
            throw Failure.unavailable(
                "another recording is being looked at", remedy: "wait until that is done")
        }
        defer { isChecking.store(false, ordering: .relaxed) }
        let result = await withCheckedContinuation { continuation in
            DispatchQueue(label: "RecordingCheck").async {
                continuation.resume(returning: Self.result(work))
            }
        }
        return try result.get()
    }

    private static func result<Value>(_ work: () throws -> Value) -> Result<Value, Failure> {
        do { return .success(try work()) } catch let failure as Failure {
            return .failure(failure)
        } catch {
            return .failure(Failure.software("\(error)", remedy: "try again"))
        }
    }

    /// Ends what runs, and waits until it is on the disk.
    func close() async {
        let tasks = items.withLock { items in
            for index in items.indices where items[index].shown.state == .waiting {
                items[index].shown.state = .paused
            }
            return items.compactMap(\.task)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    // MARK: Work

    @discardableResult
    private func change<Result: Sendable>(
        _ folder: String, _ body: (inout Item) -> Result
    ) -> Result? {
        items.withLock { items -> Result? in
            guard let index = items.firstIndex(where: { $0.session.folder == folder }) else {
                return nil
            }
            return body(&items[index])
        }
    }

    private func startNext() {
        items.withLock { items in
            let running = items.count { $0.task != nil }
            let waiting = items.indices.filter {
                items[$0].shown.state == .waiting && items[$0].task == nil
            }
            for index in waiting.prefix(max(0, jobs - running)) {
                items[index].shown.state = .measuring
                let session = items[index].session
                items[index].task = Task { [self] in await run(session) }
            }
        }
    }

    private func run(_ session: NewSession) async {
        let reporter = QueueReporter { [self] body in
            change(session.folder) { body(&$0.shown) }
        } remark: { [self] text in
            folderRemarks.withLock { remarks in
                guard remarks.count < QueueReporter.most, !remarks.contains(text) else { return }
                remarks.append(text)
            }
        }
        var failure: Failure?
        do { try await measure(session, reporter) } catch let thrown as Failure {
            failure = thrown
        } catch {
            failure = Failure.software("\(error)", remedy: "try again")
        }
        change(session.folder) { item in
            item.task = nil
            item.shown.left = nil
            guard let failure else {
                (item.shown.state, item.shown.share) = (.done, 1)
                return
            }
            let isStopped = item.isPaused || Task.isCancelled || failure.kind == .interrupted
            item.shown.state = isStopped ? .paused : .failed
            if !isStopped {
                item.shown.remarks.append("\(failure.what); \(failure.remedy.text(words))")
            }
        }
        keep()
        startNext()
    }
}

/// What one session says goes to its line on the page.
private struct QueueReporter: Reporter {
    let change: @Sendable ((inout QueuedSession) -> Void) -> Void
    /// Takes what is said of the folder.
    let remark: @Sendable (String) -> Void

    /// More remarks are not kept.
    static let most = 20

    func note(_ text: String) {}

    func warning(ofFolder text: String) { remark(text) }

    func warning(_ text: String, remedy: Remedy?) {
        change { session in
            guard session.remarks.count < Self.most, !session.remarks.contains(text) else { return }
            session.remarks.append(text)
        }
    }

    /// The report says all of it; here, what may mean that the wrong recording was chosen.
    func found(_ session: Session, report: String) {
        for (seat, seen) in zip(session.seats, session.quality.coverage)
        where seen < Self.littleSeen {
            warning(
                "the \(seat) was seen for only \(Int((100 * seen).rounded())) % of the time: was this the right recording?",
                remedy: nil)
        }
    }

    /// Share of the time in which somebody was seen, 0…1: under it the two may be one.
    private static let littleSeen = 0.5

    func progress(of task: String, duration: Double, from start: Double) -> any ProgressMeter {
        QueueMeter(duration: duration, start: start, change: change)
    }
}

private struct QueueMeter: ProgressMeter {
    let duration: Double
    let start: Double
    let change: @Sendable ((inout QueuedSession) -> Void) -> Void
    private let begun = ContinuousClock.now

    init(
        duration: Double, start: Double,
        change: @escaping @Sendable ((inout QueuedSession) -> Void) -> Void
    ) {
        self.duration = duration
        self.start = start
        self.change = change
    }

    /// Before so much is measured, nobody can tell how long the rest takes, seconds of video.
    private static let enough = 5.0

    mutating func step(to time: Double) {
        guard duration > 0 else { return }
        let (duration, done) = (duration, time - start)
        let passed = begun.duration(to: .now) / .seconds(1)
        change { session in
            session.share = min(1, max(0, time / duration))
            session.left = done > Self.enough ? max(0, duration - time) * passed / done : nil
        }
    }

    mutating func finish(at time: Double) {
        change { ($0.share, $0.left) = (1, nil) }
    }
}

/// Whether people of a session are being exchanged: it takes a processor for itself.
private let isExchanging = Atomic<Bool>(false)

extension MeasurementQueue {
    func exchange(in folder: String, at time: Double) async throws(Failure) -> [String] {
        let isFree = isExchanging.exchange(true, ordering: .relaxed) == false
        guard isFree else {
            throw Failure.unavailable(
                "people of another session are being exchanged", remedy: "wait until that is done")
        }
        defer { isExchanging.store(false, ordering: .relaxed) }
        return try await ExchangeWorkflow(folder: folder, time: time).run()
    }
}
