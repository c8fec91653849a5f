package import VisionProtocol

/// A camera as a live source: it goes on after being unplugged, and says so.
///
/// When the device goes, the source looks for it twice a second: under its lasting name
/// (`/dev/v4l/by-id`), under the path that it was opened by, and among devices that were not there
/// before for one of the same name. A device that is there and sends nothing is opened anew after a
/// while, which cures some.
package final class CameraSource: LiveFrameSource {
    /// The size stays that of the first frames, whatever comes after an interruption.
    package let description: SourceDescription
    /// What the driver made of the wish.
    package private(set) var setting: CameraSetting
    package var damaged: Int { damagedBefore + (camera?.damaged ?? 0) }
    /// The driver's number of the last frame.
    package private(set) var sequence = 0

    /// Seconds without a usable frame after which that is told.
    static let patience = 2.0
    /// Seconds without a usable frame after which the device is closed and opened again.
    static let endurance = 10.0
    /// Seconds from one attempt to find the device to the next.
    static let retry = 0.5

    private let place: CameraLocator
    private let name: String
    private let clock = MonotonicClock()
    private let spare: Frame
    /// The configured camera while it is there.
    private var camera: Camera?
    /// When its stream was started; `nil` before that.
    private var started: Double?
    /// Damaged frames of the times that the camera was there before.
    private var damagedBefore = 0
    /// When the first frame was captured; `nil` before it.
    private var origin: Double?
    /// When the last frame was captured, or the waiting for the first began.
    private var last = 0.0
    /// Damaged frames when the last sound one came.
    private var damagedAtLast = 0
    /// True after something was told that `back` will end.
    private var isInterrupted = false
    /// True from the loss of the device until it sends a frame again.
    private var isAway = false
    /// A frame that waits in `spare` while `back` is told.
    private var waiting: LiveFrame?
    private var nextAttempt = 0.0

    /// Opens the camera and sets it; the stream starts with the first reading.
    /// - Throws: ``VisionError`` when it cannot be used.
    package init(path: String, wish: CameraPreference = .usual) throws {
        let camera = try Camera(path: path)
        guard var setting = CameraMode.best(of: camera.modes, for: wish) else {
            throw VisionError(.refused, Self.formatsLacking(camera))
        }
        let shown = try camera.configure(&setting)
        self.camera = camera
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
            guard let camera = try present(until: deadline) else { return .nothing }
            return try take(from: camera, into: frame, until: deadline)
        } catch let error as VisionError {
            // Before the first frame it is for the user to see to it.
            guard case .camera(let trouble) = error.kind, origin != nil else { throw error }
            return letGo(trouble, error.description)
        }
    }

    // MARK: The device

    /// The camera with its stream running; looks for it when it is gone, at most until then.
    private func present(until deadline: Double) throws -> Camera? {
        while camera == nil {
            guard nextAttempt <= deadline else {
                clock.wait(until: deadline)
                return nil
            }
            clock.wait(until: nextAttempt)
            nextAttempt = clock.now + Self.retry
            camera = search()
        }
        if let camera, started == nil {
            try camera.start()
            started = clock.now
            if origin == nil { last = clock.now }
        }
        return camera
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
        damagedBefore += camera?.damaged ?? 0
        camera = nil
        started = nil
        nextAttempt = clock.now + Self.retry
    }

    /// Closes a camera that is of no more use, and says so once.
    private func letGo(_ trouble: CameraError, _ detail: String) -> LiveReading {
        close()
        if !isAway { place.noteBystanders() }
        isAway = true
        guard !isInterrupted else { return .nothing }
        isInterrupted = true
        return .event(.lost(trouble.what(place.path, detail)))
    }

    // MARK: Frames

    private func take(from camera: Camera, into frame: Frame, until deadline: Double) throws
        -> LiveReading
    {
        let taken = try camera.read(into: frame, within: max(0, deadline - clock.now))
        guard let taken else { return silence() }
        let gap = taken.captured - last
        let start = origin ?? taken.captured
        origin = start
        last = taken.captured
        sequence = taken.sequence
        damagedAtLast = damaged
        isAway = false
        let live = LiveFrame(
            time: taken.captured - start, captured: taken.captured, skipped: taken.skipped,
            dropped: taken.dropped)
        guard isInterrupted else { return .frame(live) }
        isInterrupted = false
        try spare.show(frame)
        waiting = live
        return .event(.back(gap: gap))
    }

    /// What it means that no frame came.
    private func silence() -> LiveReading {
        let now = clock.now
        if now - max(last, started ?? last) > Self.endurance { close() }
        let quiet = now - last
        guard quiet > Self.patience, !isInterrupted else { return .nothing }
        isInterrupted = true
        return .event(
            damaged > damagedAtLast ? .damaged(seconds: quiet) : .stalled(seconds: quiet))
    }
}
