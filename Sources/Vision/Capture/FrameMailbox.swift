import Foundation

/// Between the thread that captures and the one that tracks: a newer frame replaces one that still
/// waits, so a frame taken out is never old.
///
/// Three frames go round: one is being filled, one waits or is empty, one is being looked at.
///
/// `@unchecked Sendable`: `spare` is used by the thread that captures alone and `front` by the one that
/// takes alone; the lock guards everything else.
final class FrameMailbox: @unchecked Sendable {
    enum Item {
        /// The picture is in `front`.
        case frame(LiveFrame)
        case camera(CameraEvent)
        case end
        case failed(any Error)
    }

    /// For the thread that captures: to be filled, then `putFrame`.
    private(set) var spare: Frame
    /// For the thread that takes: the picture of the frame taken last.
    private(set) var front: Frame
    private var waiting: Frame
    private var items: [Item] = []
    private let condition = NSCondition()

    init() throws {
        spare = try Frame()
        front = try Frame()
        waiting = try Frame()
    }

    /// Puts in the picture in `spare`, in place of one that still waits.
    func putFrame(_ live: LiveFrame) {
        condition.lock()
        defer { condition.unlock() }
        var live = live
        if let index = waitingFrame, case .frame(let older) = items.remove(at: index) {
            live.skipped += older.skipped + 1
            live.dropped += older.dropped
            live.breaks = older.breaks + live.breaks
        }
        swap(&spare, &waiting)
        items.append(.frame(live))
        condition.signal()
    }

    /// Puts in anything but a frame; items come out in order.
    func put(_ item: Item) {
        condition.lock()
        defer { condition.unlock() }
        items.append(item)
        condition.signal()
    }

    /// Throws away a frame that waits.
    func discardFrame() {
        condition.lock()
        defer { condition.unlock() }
        if let index = waitingFrame { items.remove(at: index) }
    }

    /// Waits for the next item.
    func take() -> Item {
        condition.lock()
        defer { condition.unlock() }
        while items.isEmpty { condition.wait() }
        let item = items.removeFirst()
        if case .frame = item { swap(&waiting, &front) }
        return item
    }

    private var waitingFrame: Int? {
        items.firstIndex { if case .frame = $0 { true } else { false } }
    }
}
