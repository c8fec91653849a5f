import Base
package import VisionProtocol

/// A camera as a live source; it reports being unplugged, and continues when it is back.
///
/// When the device goes, the source looks for it twice a second: under its lasting name
/// (`/dev/v4l/by-id`), under the path that it was opened by, and among devices that were not there
/// before for one of the same name. A device that is there and sends nothing is opened anew after a
/// while, which cures some.
package final class CameraSource: LiveFrameSource {
    /// The size stays that of the first frames, even if an interruption changes the camera's.
    package let description: SourceDescription
    /// What the driver made of the wish.
    package private(set) var setting: CameraSetting
    package var damaged: Int { damagedBefore + (device.camera?.damaged ?? 0) }
    /// The driver's number of the last frame.
    package private(set) var sequence = 0

    /// Seconds without a usable frame after which the device is closed and opened again.
    static let endurance = 10.0
    /// Seconds from one attempt to find the device to the next.
    static let retry = 0.5

    private enum Device {
        /// To be looked for from then on, on the clock.
        case closed(until: Double)
        /// Configured; its stream is off.
        case ready(Camera)
        /// Its stream has been running since then, on the clock.
        case streaming(Camera, since: Double)

        var camera: Camera? {
            switch self {
            case .closed: nil
            case .ready(let camera), .streaming(let camera, _): camera
            }
        }
    }

    private let place: CameraLocator
    private let name: String
    private let clock = MonotonicClock()
    private let spare: Frame
    private var device: Device
    private var condition = CameraCondition()
    /// Damaged frames of the times that the camera was there before.
    private var damagedBefore = 0
    /// When the first frame was captured; `nil` before it.
    private var origin: Double?
    /// A frame that waits in `spare` while its return is reported.
    private var waiting: LiveFrame?

    /// Opens the camera and sets it; the stream starts with the first reading.
    /// - Throws: ``VisionError`` when it cannot be used.
    package init(path: String, wish: CameraPreference = .usual) throws {
        let camera = try Camera(path: path)
        guard var setting = CameraMode.best(of: camera.modes, for: wish) else {
            throw VisionError(.refused, Self.formatsLacking(camera))
        }
        let shown = try camera.configure(&setting)
        device = .ready(camera)
        self.setting = setting
        name = camera.name
        place = CameraLocator(path)
        spare = try Frame()
        description = SourceDescription(
            width: shown.width, height: shown.height, rate: setting.rate, duration: 0)
    }

    private static func formatsLacking(_ camera: Camera) -> String {
        let formats = Set(camera.modes.map(\.format.description)).sorted()
        return formats.isEmpty
            ? "it offers no pictures"
            : "none of its formats can be read: \(formats.joined(separator: ", "))"
    }

    package func read(into frame: Frame, within seconds: Double) throws -> LiveReading {
        if let waiting {
            self.waiting = nil
            try frame.show(spare)
            return .frame(waiting)
        }
        let deadline = clock.now + seconds
        do {
            guard let (camera, since) = try streaming(until: deadline) else { return .nothing }
            return try take(from: camera, since: since, into: frame, until: deadline)
        } catch let error as VisionError {
            // Before the first frame the user has to solve it.
            guard case .camera(let trouble) = error.kind, origin != nil else { throw error }
            return lose(trouble, error.description)
        }
    }

    // MARK: The device

    /// The camera with its stream running, and since when; looks for it when it is gone, at most until
    /// `deadline`.
    private func streaming(until deadline: Double) throws -> (Camera, since: Double)? {
        while case .closed(let attempt) = device {
            guard attempt <= deadline else {
                clock.wait(until: deadline)
                return nil
            }
            clock.wait(until: attempt)
            let next = clock.now + Self.retry
            device = search().map(Device.ready) ?? .closed(until: next)
        }
        if case .ready(let camera) = device {
            try camera.start()
            let now = clock.now
            device = .streaming(camera, since: now)
            if origin == nil { condition.begin(at: now) }
        }
        guard case .streaming(let camera, let since) = device else { return nil }
        return (camera, since)
    }

    /// Opens and sets the device again, wherever it is now.
    private func search() -> Camera? {
        for path in place.candidates() {
            guard let found = try? Camera(path: path), found.name == name else { continue }
            let same = CameraPreference(
                width: setting.width, height: setting.height, rate: setting.rate)
            guard var best = CameraMode.best(of: found.modes, for: same),
                (try? found.configure(&best, display: shown)) != nil
            else { continue }
            setting = best
            return found
        }
        return nil
    }

    private var shown: Camera.Display {
        Camera.Display(width: description.width, height: description.height)
    }

    private func close() {
        damagedBefore += device.camera?.damaged ?? 0
        device = .closed(until: clock.now + Self.retry)
    }

    /// Closes a camera that no longer works.
    private func lose(_ trouble: CameraError, _ detail: String) -> LiveReading {
        close()
        if condition.state != .away { place.noteBystanders() }
        return condition.loss(trouble.what(place.path, detail)).map(LiveReading.event) ?? .nothing
    }

    // MARK: Frames

    private func take(
        from camera: Camera, since: Double, into frame: Frame, until deadline: Double
    ) throws -> LiveReading {
        let taken = try camera.read(into: frame, within: max(0, deadline - clock.now))
        guard let taken else { return silence(since) }
        let start = origin ?? taken.captured
        origin = start
        sequence = taken.sequence
        let live = LiveFrame(
            time: taken.captured - start, captured: taken.captured, skipped: taken.skipped,
            dropped: taken.dropped)
        guard let back = condition.frame(captured: taken.captured, damaged: damaged) else {
            return .frame(live)
        }
        try spare.show(frame)
        waiting = live
        return .event(back)
    }

    /// No frame came of a stream that has been running since then.
    private func silence(_ since: Double) -> LiveReading {
        let now = clock.now
        let event = condition.silence(at: now, damaged: damaged)
        if now - max(condition.last, since) > Self.endurance { close() }
        return event.map(LiveReading.event) ?? .nothing
    }
}
