import Foundation

/// Work that blocks, on a thread of its own: the pool that runs tasks must not be blocked.
enum DedicatedThread {
    static func run<Value>(_ work: @escaping @Sendable () throws -> sending Value) async throws
        -> sending Value
    {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result { try work() }) }
            // As much as the main thread has: SQLite and the scorer may go deep.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }
}
