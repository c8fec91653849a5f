import CVision

/// Frame differencing as in Motion Energy Analysis (Ramseyer & Tschacher 2011): the share of a
/// person's region whose grey value changed.
final class MotionMeter {
    private let handle: OpaquePointer

    /// Grey values of 255; the picture is averaged down first, so that the sensor's noise stays below.
    static let threshold: Float = 8

    init() throws {
        guard let handle = cv_motion_new() else { throw VisionError(CV_FAILED, "out of memory") }
        self.handle = handle
    }

    deinit { cv_motion_free(handle) }

    /// Takes the next frame; differences are against the one before.
    func push(_ frame: Frame) throws {
        try edge { cv_motion_push(handle, frame.handle, $0) }
    }

    /// Changed share of the region, 0…1, the other person's region left out; `nil` before the second
    /// frame.
    func share(of region: cv_rect, without other: cv_rect?) -> Float? {
        let share =
            if var other {
                cv_motion_share(handle, region, &other, Self.threshold)
            } else {
                cv_motion_share(handle, region, nil, Self.threshold)
            }
        return share < 0 ? nil : share
    }
}
