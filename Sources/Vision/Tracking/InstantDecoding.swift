import Foundation

/// Decodes instants on a thread of its own, a few ahead of whoever takes them: neither decoding nor the networks
/// wait for the other as long as both have work.
///
/// `@unchecked Sendable`: the lock guards all mutable state but the reader, which is the thread's alone until it
/// has ended.
final class InstantDecoding: @unchecked Sendable {
    /// Instants that wait to be taken, at most.
    static let room = 4

    private var reader: any InstantReader
    private let condition = NSCondition()
    private var decoded: [Instant] = []
    private var error: (any Error)?
    private var isStopped = false
    /// Whether the thread has ended, or was never there.
    private var isIdle = true

    init(_ reader: any InstantReader) { self.reader = reader }

    func start() {
        isIdle = false
        let thread = Thread { [self] in run() }
        thread.name = "decoding"
        thread.start()
    }

    /// The next instant; waits for it. `nil` at the end.
    func next() throws -> Instant? {
        condition.lock()
        defer { condition.unlock() }
        while decoded.isEmpty, !isIdle { condition.wait() }
        guard !decoded.isEmpty else {
            if let error { throw error }
            return nil
        }
        condition.broadcast()
        return decoded.removeFirst()
    }

    /// Ends the thread; what it read.
    @discardableResult func stop() -> any InstantReader {
        condition.lock()
        defer { condition.unlock() }
        isStopped = true
        condition.broadcast()
        while !isIdle { condition.wait() }
        return reader
    }

    private func run() {
        do {
            while hasRoom(), let instant = try reader.next() { put(instant) }
            end(nil)
        } catch {
            end(error)
        }
    }

    /// Waits until there is room; false when nobody takes instants any more.
    private func hasRoom() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while decoded.count >= Self.room, !isStopped { condition.wait() }
        return !isStopped
    }

    private func put(_ instant: Instant) {
        condition.lock()
        defer { condition.unlock() }
        decoded.append(instant)
        condition.broadcast()
    }

    private func end(_ error: (any Error)?) {
        condition.lock()
        defer { condition.unlock() }
        self.error = error
        isIdle = true
        condition.broadcast()
    }
}
