import Dispatch
import Foundation
import Synchronization

/// Remembers that the user asked to stop (SIGINT, SIGTERM), so that what was measured can be kept.
final class Interruption: Sendable {
    private static let flag = Atomic<Bool>(false)

    /// Starts to listen; the signals no longer end this process by themselves.
    static func listen() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in Interruption.flag.store(true, ordering: .relaxed) }
        }
    }

    static var isRequested: Bool { flag.load(ordering: .relaxed) }
}
