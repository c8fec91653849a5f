import Base
import Dispatch
import Synchronization

/// SHA-256 of recordings, computed one after the other in the background, and kept as long as nobody writes to them.
final class FileDigests: Sendable {
    enum State: Equatable, Sendable {
        /// How much of it has been read, 0…1.
        case underWay(Double)
        case known(String)
    }

    /// More are not kept. A convention: far more than somebody reviews in a day.
    private static let most = 500
    /// Files that are held open while they wait.
    private static let mostWaiting = 16
    private static let piece = 1 << 20

    private let states = Mutex<[FileVersion: State]>([:])
    private let work = DispatchQueue(label: "FileDigests", qos: .utility)

    /// What is known of a file; it begins to be read when that is nothing.
    func state(of file: HeldFile) -> State {
        let (state, isNew) = states.withLock { states -> (State, Bool) in
            if let state = states[file.version] { return (state, false) }
            if states.count >= Self.most { states = states.filter { $0.value.isUnderWay } }
            guard states.count(where: \.value.isUnderWay) < Self.mostWaiting else {
                return (.underWay(0), false)
            }
            states[file.version] = .underWay(0)
            return (.underWay(0), true)
        }
        if isNew { work.async { [self] in read(file) } }
        return state
    }

    private func read(_ file: HeldFile) {
        var hash = SHA256()
        var at = 0
        while at < file.size {
            guard let bytes = try? file.read(from: at, atMost: Self.piece) else {
                states.withLock { $0[file.version] = nil }
                return
            }
            hash.update(bytes)
            at += bytes.count
            let share = Double(at) / Double(file.size)
            states.withLock { $0[file.version] = .underWay(min(share, 0.999)) }
        }
        let digest = Digest.hex(hash.finalize())
        states.withLock { $0[file.version] = .known(digest) }
    }
}

extension FileDigests.State {
    fileprivate var isUnderWay: Bool { if case .underWay = self { true } else { false } }
}
