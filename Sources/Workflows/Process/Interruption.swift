import Base
import Dispatch
import Foundation
import Synchronization

/// Remembers that the user asked to stop (SIGINT, SIGTERM; SIGHUP when the terminal is closed), so that what was
/// measured can be kept.
///
/// The first signal is a request, which running work checks for; the second ends the program at once.
/// Nothing is lost by that: the record is on the disk, and a file has its name only when it is whole.
package enum Interruption {
    private static let flag = Atomic<Bool>(false)
    /// Whether a request concerns more than the work that meets it first.
    private static let isForAll = Atomic<Bool>(false)
    /// When the first signal came, in milliseconds of the monotonic clock; 0 before it.
    private static let first = Atomic<Int>(0)
    /// Signals this close together are one request, milliseconds: a terminal and the program that started
    /// this one both pass on a Ctrl-C.
    private static let once = 500

    /// Starts to listen; the signals no longer end this process by themselves. The parent process may
    /// have left them blocked.
    ///
    /// - Parameter outlivesTerminal: the work goes on when the terminal is closed, as it does anyway under `nohup`.
    package static func listen(outlivesTerminal: Bool = false) {
        // What the handler uses must be there before it is called.
        _ = (
            flag.load(ordering: .relaxed), first.load(ordering: .relaxed), once, DispatchTime.now()
        )
        var numbers = sigset_t()
        sigemptyset(&numbers)
        if outlivesTerminal { signal(SIGHUP, SIG_IGN) }
        for number in [SIGINT, SIGTERM] + (isIgnored(SIGHUP) ? [] : [SIGHUP]) {
            signal(number) { _ in Interruption.take() }
            sigaddset(&numbers, number)
        }
        pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Whether the user asked the program to stop, or somebody the task in which this is asked.
    package static var isRequested: Bool { flag.load(ordering: .relaxed) || Task.isCancelled }

    /// The request has been met, and what follows is to be completed; a further signal ends the program.
    static func met() {
        if !isForAll.load(ordering: .relaxed) { flag.store(false, ordering: .relaxed) }
    }

    /// Several sessions are measured at once: a request ends all of them, and their scoring, too.
    static func stays() { isForAll.store(true, ordering: .relaxed) }

    /// In the signal handler: nothing here allocates or waits.
    private static func take() {
        let now = Int(DispatchTime.now().uptimeNanoseconds / 1_000_000)
        let (isFirst, earlier) = first.compareExchange(
            expected: 0, desired: now, ordering: .relaxed)
        if isFirst {
            flag.store(true, ordering: .relaxed)
        } else if now - earlier > once {
            _exit(Failure.Kind.interrupted.rawValue)
        }
    }

    /// Runs work in a task that is cancelled when the user asks to stop.
    static func cancelling<Value: Sendable>(
        _ work: @escaping @Sendable () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let task = Task { () -> Result<Value, Failure> in
            do throws(Failure) { return .success(try await work()) } catch {
                return .failure(error)
            }
        }
        // On its own queue: the work may occupy every thread that runs tasks.
        let watch = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "Interruption"))
        watch.setEventHandler { if flag.load(ordering: .relaxed) { task.cancel() } }
        watch.schedule(deadline: .now(), repeating: .milliseconds(50))
        watch.activate()
        defer { watch.cancel() }
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        return try result.get()
    }
}
