import CVision

/// An opened V4L2 device. Used by one thread at a time.
package final class Camera {
    /// What its driver calls it.
    package let name: String
    package let driver: String
    /// Where it is plugged in, as in `usb-0000:00:14.0-1`.
    package let bus: String
    package let modes: [CameraMode]

    private let handle: OpaquePointer

    /// Opens the device and reads what it offers; its light stays off.
    /// - Throws: ``VisionError`` of a kind ``VisionError/Kind/camera(_:)``.
    package init(path: String) throws {
        var opened: OpaquePointer?
        try edge { cv_camera_open(path, &opened, $0) }
        guard let opened else { throw VisionError(CV_FAILED, "out of memory") }
        handle = opened
        var info = cv_camera_info()
        cv_camera_describe(opened, &info)
        name = Self.text(info.name)
        driver = Self.text(info.driver)
        bus = Self.text(info.bus)
        var count = 0
        let modes = UnsafeBufferPointer(start: cv_camera_modes(opened, &count), count: count)
        self.modes = modes.map(CameraMode.init)
    }

    deinit { cv_camera_close(handle) }

    /// Frames that came damaged so far.
    package var damaged: Int { Int(cv_camera_damage(handle)) }

    /// What the frames show, display pixels.
    package struct Display: Sendable, Equatable {
        package var width, height: Double
    }

    /// Sets the camera and takes its buffers; its stream stays off.
    /// - Parameters:
    ///   - setting: What is wanted; becomes what the driver made of it.
    ///   - display: What the frames are to show, `nil` for the size that they have.
    /// - Returns: What the frames will show.
    package func configure(_ setting: inout CameraSetting, display: Display? = nil) throws
        -> Display
    {
        var chosen = cv_camera_setting(
            format: setting.format.code, width: Int32(clamping: setting.width),
            height: Int32(clamping: setting.height), rate: setting.rate)
        var shown = display ?? Display(width: 0, height: 0)
        try edge { cv_camera_configure(handle, &chosen, &shown.width, &shown.height, $0) }
        setting = CameraSetting(
            format: PixelFormat(code: chosen.format), width: Int(chosen.width),
            height: Int(chosen.height), rate: chosen.rate)
        return shown
    }

    /// Starts the stream.
    package func start() throws { try edge { cv_camera_start(handle, $0) } }

    /// A frame's number and times, as the kernel gave them.
    package struct Taken: Sendable {
        /// Seconds of `CLOCK_MONOTONIC`.
        package var captured: Double
        /// The driver's number, from 0 when the stream started.
        package var sequence: Int
        package var skipped: Int
        package var dropped: Int
    }

    /// Waits at most `seconds` for a frame newer than the last and fills `frame` with the newest;
    /// `nil` when none came. After an error the camera can only be closed.
    package func read(into frame: Frame, within seconds: Double) throws -> Taken? {
        var taken = cv_camera_frame()
        let status = try edge { cv_camera_read(handle, frame.handle, seconds, &taken, $0) }
        guard status == CV_OK else { return nil }
        return Taken(
            captured: taken.captured, sequence: Int(taken.sequence), skipped: Int(taken.skipped),
            dropped: Int(taken.dropped))
    }

    /// The text in a C array of characters.
    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

extension CameraMode {
    init(_ mode: cv_camera_mode) {
        func range<Value: Comparable & Numeric>(_ low: Value, _ high: Value) -> ClosedRange<Value>?
        {
            low > 0 && high >= low ? low...high : nil
        }
        self.init(
            PixelFormat(code: mode.format), isConverted: mode.emulated != 0,
            widths: range(Int(mode.min_width), Int(mode.max_width)),
            heights: range(Int(mode.min_height), Int(mode.max_height)),
            widthStep: Int(mode.step_width), heightStep: Int(mode.step_height),
            rates: range(mode.min_rate, mode.max_rate))
    }
}
