import Base
import Foundation
import Synchronization

/// The thread that reads a live source into a mailbox, frame after frame, and never waits for anybody
/// but the source.
///
/// `@unchecked Sendable`: the source, its times and the heartbeat are used by the capturing thread
/// alone once that runs; the flags are atomic.
final class Capture: @unchecked Sendable {
    /// What has become of the source.
    private enum State {
        case open(any LiveFrameSource)
        /// Released during a pause.
        case released
        /// It could not be opened again after a pause, since then on the clock.
        case lost(since: Double)
    }

    private var state: State
    private let reopen: (() throws -> any LiveFrameSource)?
    private let mailbox: FrameMailbox
    private let heartbeat: Heartbeat?
    private let isPaused = Atomic(false)
    private let isStopped = Atomic(false)
    private let damage = Atomic(0)
    /// Of the first frame of all: its time and its capture.
    private var origin: (time: Double, captured: Double)?
    /// What is added to the times of a source that was opened again.
    private var lift: Double? = 0
    private let clock = MonotonicClock()

    /// From one attempt to open the source again to the next, seconds.
    static let retry = 0.5
    /// How often an order is looked for, seconds.
    static let patience = 0.1

    /// - Parameters:
    ///   - reopen: opens the source again after a pause; `nil` for one that keeps running meanwhile.
    ///   - heartbeat: beats while the source answers, on the capturing thread.
    init(
        _ source: any LiveFrameSource, reopen: (() throws -> any LiveFrameSource)?,
        into mailbox: FrameMailbox, heartbeat: Heartbeat? = nil
    ) {
        self.heartbeat = heartbeat
        state = .open(source)
        self.reopen = reopen
        self.mailbox = mailbox
    }

    func start() {
        let thread = Thread { [self] in
            do {
                try run()
                mailbox.put(.end)
            } catch {
                mailbox.put(.failed(error))
            }
        }
        thread.name = "capture"
        thread.start()
    }

    /// Delivers nothing until `resume`, and releases a camera.
    func pause() {
        isPaused.store(true, ordering: .relaxed)
        mailbox.discardFrame()
    }

    func resume() { isPaused.store(false, ordering: .relaxed) }

    /// Damaged frames of the sources closed so far; all of them at the end.
    var damaged: Int { damage.load(ordering: .relaxed) }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    private func run() throws {
        defer { release() }
        while !isStopped.load(ordering: .relaxed) {
            heartbeat?.beat()
            let pauses = isPaused.load(ordering: .relaxed)
            if pauses, reopen != nil {
                release()
                Thread.sleep(forTimeInterval: Self.patience)
                continue
            }
            guard let source = openSource() else {
                Thread.sleep(forTimeInterval: Self.retry)
                continue
            }
            switch try source.read(into: mailbox.spare, within: Self.patience) {
            case .frame(let live): if !pauses { mailbox.putFrame(placed(live)) }
            case .event(let event): mailbox.put(.camera(event))
            case .nothing: break
            case .end: return
            }
        }
    }

    /// Closes a source that is open.
    private func release() {
        guard case .open(let source) = state else { return }
        damage.add(source.damaged, ordering: .relaxed)
        state = .released
    }

    /// The source, opened again if need be; while that fails it counts as lost.
    private func openSource() -> (any LiveFrameSource)? {
        if case .open(let source) = state { return source }
        do {
            guard let source = try reopen?() else { return nil }
            if case .lost(let since) = state { mailbox.put(.camera(.back(gap: clock.now - since))) }
            state = .open(source)
            lift = nil
            return source
        } catch {
            if case .released = state {
                state = .lost(since: clock.now)
                mailbox.put(.camera(.lost("\(error)")))
            }
            return nil
        }
    }

    /// The frame on the time axis of the first one.
    private func placed(_ live: LiveFrame) -> LiveFrame {
        let origin = origin ?? (live.time, live.captured)
        self.origin = origin
        let lift = lift ?? (origin.time + live.captured - origin.captured - live.time)
        self.lift = lift
        var live = live
        live.time += lift
        return live
    }
}
