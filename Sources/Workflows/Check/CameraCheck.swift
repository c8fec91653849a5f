import Base
package import Posture
package import VisionProtocol

/// Collects, from what the vision process says of the first minute, how the camera sees both people.
///
/// It keeps histograms, the channels of that minute and one instant to be drawn, in memory only.
package struct CameraCheck: Sendable {
    /// How long is looked at unless told otherwise, seconds.
    package static let standardLength = 60.0
    /// Share of the smaller body's box that another one must cover to be in its way.
    private static let overlapping = 0.1

    private let names: [String]
    private let mirrored: [Bool]
    private let settings: FeatureSettings
    private let postures: [PostureDefinition]
    private var views: [CameraViewEstimator]
    private var recorders: [FeatureRecorder]
    private var sources: [SourceDescription] = []
    private var times: (first: Double, last: Double)?
    private var overlaps = (count: 0, of: 0)
    private var drawing = CameraSurvey.Drawing()

    /// - Parameter names: of the first and the second seat.
    package init(
        names: [String], mirrored: Mirroring? = nil, settings: FeatureSettings = FeatureSettings(),
        postures: [PostureDefinition] = PostureDefinition.standard
    ) {
        self.names = names
        self.mirrored = Mirroring.seats(mirrored)
        self.settings = settings
        self.postures = postures
        views = Seat.allCases.map { _ in CameraViewEstimator(settings: settings) }
        recorders = Seat.allCases.map { _ in FeatureRecorder(settings: settings) }
    }

    /// Seconds from the first instant to the last.
    package var length: Double { times.map { $0.last - $0.first } ?? 0 }

    package mutating func take(_ event: TrackingEvent) {
        switch event {
        case .source(let source): sources.append(source)
        case .frame(let frame): append(frame)
        case .swap:
            views.swapAt(0, 1)
            recorders.swapAt(0, 1)
            drawing.poses.swapAt(0, 1)
        case .forget(let seat) where views.indices.contains(seat): forget(seat)
        default: break
        }
    }

    private mutating func forget(_ seat: Int) {
        var view = CameraViewEstimator(settings: settings)
        for _ in 0..<views[seat].view.instants { view.append(nil) }
        views[seat] = view
        recorders[seat].forget()
        drawing.poses[seat] = nil
    }

    private mutating func append(_ frame: DyadFrame) {
        times = (times?.first ?? frame.time, frame.time)
        for seat in Seat.allCases {
            let seen = frame.poses[seat.rawValue]
            let pose = mirrored[seat.rawValue] ? seen?.unmirrored : seen
            views[seat.rawValue].append(pose)
            recorders[seat.rawValue].append(time: frame.time, pose: pose)
        }
        drawing.take(frame)
        guard sources.count == 1, let one = frame.poses[0]?.box, let other = frame.poses[1]?.box
        else { return }
        overlaps.of += 1
        if one.overlap(with: other) > Self.overlapping { overlaps.count += 1 }
    }

    /// What it comes to so far.
    package var report: CameraSurvey {
        CameraSurvey(
            seconds: length,
            pictures: sources.map {
                .init(width: $0.width, height: $0.height, rate: $0.rate)
            },
            people: Seat.allCases.map(person),
            overlap: overlaps.of > 0 ? Double(overlaps.count) / Double(overlaps.of) : nil,
            drawing: drawing)
    }

    private func person(_ seat: Seat) -> CameraSurvey.Person {
        let track = recorders[seat.rawValue].track()
        let channels = Channel.allCases.map { channel -> CameraSurvey.Share in
            let known = track[channel].count { $0.isFinite }
            return .init(name: channel.rawValue, value: Double(known) / Double(max(1, track.count)))
        }
        let record = PostureDetector.record(
            of: track, seat: seat, definitions: postures,
            rest: RestLevels(of: track, definitions: postures))
        let known = postures.map { definition -> CameraSurvey.Share in
            let unknown = (record.unknown[definition.name] ?? []).reduce(0) { $0 + $1.duration }
            let share = length > 0 ? max(0, 1 - unknown / length) : 0
            return .init(name: definition.name, value: share)
        }
        return CameraSurvey.Person(
            name: names[seat.rawValue], view: views[seat.rawValue].view, channels: channels,
            postures: known)
    }
}

/// An upright rectangle of the picture around what is seen of a body, pixels.
struct BodyBox: Sendable, Equatable {
    var left, top, right, bottom: Double

    var area: Double { max(0, right - left) * max(0, bottom - top) }

    /// The share of the smaller of the two that both cover.
    func overlap(with other: BodyBox) -> Double {
        let both = BodyBox(
            left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
            bottom: min(bottom, other.bottom))
        let smaller = min(area, other.area)
        return smaller > 0 ? both.area / smaller : 0
    }
}

extension BodyPose {
    /// Around head, shoulders, elbows and hips, as far as they are seen; `nil` with fewer than three points.
    var box: BodyBox? {
        let parts: [Landmark] = [
            .nose, .leftEar, .rightEar, .leftShoulder, .rightShoulder, .leftElbow, .rightElbow,
            .leftHip, .rightHip,
        ]
        let seen = parts.filter {
            points.count == Landmark.allCases.count && self[$0].visibility >= 0.5
        }
        .map { (x: Double(self[$0].x), y: Double(self[$0].y)) }
        guard seen.count >= 3, let left = seen.map(\.x).min(), let right = seen.map(\.x).max(),
            let top = seen.map(\.y).min(), let bottom = seen.map(\.y).max()
        else { return nil }
        return BodyBox(left: left, top: top, right: right, bottom: bottom)
    }
}

/// Says once, after the first minute of a measurement, what the camera does not show.
struct CameraHint: Sendable {
    private var check: CameraCheck

    init(_ check: CameraCheck) { self.check = check }

    /// Takes an event of the measurement.
    ///
    /// - Returns: whether it has said what it has to say.
    mutating func take(_ event: TrackingEvent, _ reporter: any Reporter) -> Bool {
        check.take(event)
        guard check.length >= CameraCheck.standardLength else { return false }
        if let warning = CameraWords(check.report).warning {
            reporter.warning(
                warning, remedy: "stop here and move the camera, or go on: \(.check) says more")
        }
        return true
    }
}
