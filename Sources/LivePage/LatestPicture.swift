import Synchronization

/// The latest picture and those who wait for the next one. Nothing older is kept.
final class LatestPicture: Sendable {
    private struct State {
        var number = 0
        var jpeg: [UInt8] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
        var isClosed = false

        func isNewer(than other: Int) -> Bool { number > other && !jpeg.isEmpty }
    }

    private let state = Mutex(State())

    func publish(_ jpeg: [UInt8]) {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard !state.isClosed else { return [] }
            state.number += 1
            state.jpeg = jpeg
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Drops the latest picture: from here on it would show what is no more.
    func forget() { state.withLock { $0.jpeg = [] } }

    /// Wakes all who wait; there will be no more pictures.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            state.jpeg = []
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// A picture that is newer than that number; `nil` when there will be none. Whoever takes long
    /// misses those between.
    func next(after number: Int) async -> (number: Int, jpeg: [UInt8])? {
        while true {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.isClosed || state.isNewer(than: number) { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isReady { continuation.resume() }
            }
            let found = state.withLock { state -> (number: Int, jpeg: [UInt8])?? in
                if state.isClosed { return .some(nil) }
                return state.isNewer(than: number) ? (state.number, state.jpeg) : .none
            }
            if let found { return found }
        }
    }
}
