import CVision

/// A video that is drawn picture by picture; see `cv_clip` in cvision.h. Used by one thread at a time.
final class Clip {
    private let handle: OpaquePointer

    /// Throws `VisionError.unwritable` when the file cannot be made, `failed` when H.264 cannot be
    /// encoded here.
    init(path: String, comment: String, width: Int, height: Int) throws {
        var opened: OpaquePointer?
        try edge { cv_clip_open(path, comment, Int32(width), Int32(height), &opened, $0) }
        guard let opened else { throw VisionError(CV_FAILED, "out of memory") }
        handle = opened
    }

    deinit { cv_clip_close(handle) }

    func clear() { cv_clip_clear(handle) }

    func draw(within area: ClipLayout.Area) {
        cv_clip_within(handle, area.x, area.y, area.width, area.height)
    }

    func line(
        _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), thickness: Double,
        dash: Double = 0, _ ink: cv_ink
    ) {
        cv_clip_line(handle, from.x, from.y, to.x, to.y, thickness, dash, ink)
    }

    func disc(_ at: (x: Double, y: Double), radius: Double, _ ink: cv_ink) {
        cv_clip_disc(handle, at.x, at.y, radius, ink)
    }

    /// Where a text begins or ends.
    enum Anchor: Double {
        case left = 0
        case middle = 0.5
        case right = 1
    }

    func text(
        _ text: String, x: Double, y: Double, width: Double, size: Double = 22,
        anchor: Anchor = .left, bold: Bool = false, _ ink: cv_ink
    ) throws {
        try edge {
            cv_clip_text(
                handle, text, x, y, width, size, anchor.rawValue, bold ? 1 : 0, ink, $0)
        }
    }

    /// Adds the picture as it is now, shown from that time on, seconds.
    func write(at time: Double) throws { try edge { cv_clip_write(handle, time, $0) } }

    /// Completes the file; the last picture lasts until that time, seconds.
    func finish(at end: Double) throws { try edge { cv_clip_finish(handle, end, $0) } }
}

extension cv_ink {
    static let white = cv_ink(red: 1, green: 1, blue: 1, alpha: 1)
    static let grey = cv_ink(red: 0.7, green: 0.7, blue: 0.7, alpha: 1)
    static let black = cv_ink(red: 0, green: 0, blue: 0, alpha: 1)

    func fainter(_ alpha: Double) -> cv_ink {
        cv_ink(red: red, green: green, blue: blue, alpha: alpha)
    }
}
