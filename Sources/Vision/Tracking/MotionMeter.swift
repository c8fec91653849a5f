import CVision

/// Frame differencing as in Motion Energy Analysis (Ramseyer & Tschacher 2011): the share of a
/// person's region whose grey value changed.
final class MotionMeter {
    private let handle: OpaquePointer

    static let threshold = TrackingParameters.standard.motion.threshold

    init() throws {
        guard let handle = cv_motion_new() else { throw VisionError(CV_FAILED, "out of memory") }
        self.handle = handle
    }

    deinit { cv_motion_free(handle) }

    /// Which picture is meant: how many were taken after it, 17 at most.
    struct Age: Equatable {
        var rawValue: Int32

        static let newest = Age(rawValue: 0)
        static let before = Age(rawValue: 1)
    }

    /// Takes the next frame; differences are against the one before.
    func push(_ frame: Frame) throws {
        try edge { cv_motion_push(handle, frame.handle, $0) }
    }

    /// Remembers a picture under a number (below `CV_MOTION_MARKS`).
    func remember(_ age: Age, as mark: Int) throws {
        try edge { cv_motion_remember(handle, age.rawValue, Int32(mark), $0) }
    }

    /// How much the most changed part of a region has changed since the remembered picture, in grey
    /// values of 255 above the noise of the sensor; infinity where nothing was remembered.
    func change(_ age: Age, since mark: Int, in region: cv_rect, noise: Float) -> Float {
        cv_motion_change(handle, age.rawValue, Int32(mark), region, noise)
    }

    /// Correlation of the region's grey values with those of the picture before, −1…1; `nil` where there
    /// is nothing to compare.
    func likeness(_ age: Age, of region: cv_rect) -> Float? {
        let value = cv_motion_likeness(handle, age.rawValue, region)
        return value.isNaN ? nil : value
    }

    /// How much of the picture, or of a part of it, moved outside of the people, or of its edges, 0…1; `nil`
    /// where there is nothing to compare.
    func background(
        _ age: Age, of part: cv_rect? = nil, without people: [cv_rect]
    ) -> Float? {
        let count = Int32(people.count)
        let share =
            if var part {
                cv_motion_background(
                    handle, age.rawValue, &part, people, count, Self.threshold)
            } else {
                cv_motion_background(handle, age.rawValue, nil, people, count, Self.threshold)
            }
        return share < 0 ? nil : share
    }

    /// Changed share of the region, 0…1, the other person's region left out; `nil` before the second
    /// frame.
    func share(_ age: Age, of region: cv_rect, without other: cv_rect?) -> Float? {
        let share =
            if var other {
                cv_motion_share(handle, age.rawValue, region, &other, Self.threshold)
            } else {
                cv_motion_share(handle, age.rawValue, region, nil, Self.threshold)
            }
        return share < 0 ? nil : share
    }

    /// Share of the region's blocks that look like neither of two pictures in one of those between them, 0…1;
    /// `nil` where they cannot be compared.
    func stray(from: Age, to: Age, in region: cv_rect, threshold: Float, noise: Float) -> Float? {
        let share = cv_motion_stray(
            handle, from.rawValue, to.rawValue, region, threshold, noise)
        return share < 0 ? nil : share
    }
}
