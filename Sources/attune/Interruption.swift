import Dispatch
import Foundation
import Synchronization

/// Remembers that the user asked to stop (SIGINT, SIGTERM), so that what was measured can be kept.
final class Interruption: Sendable {
    private static let flag = Atomic<Bool>(false)

    /// Starts to listen; the signals no longer end this process by themselves. Whoever started it may
    /// have left them blocked.
    static func listen() {
        var numbers = sigset_t()
        sigemptyset(&numbers)
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in Interruption.flag.store(true, ordering: .relaxed) }
            sigaddset(&numbers, number)
        }
        pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
    }

    static var isRequested: Bool { flag.load(ordering: .relaxed) }
}
