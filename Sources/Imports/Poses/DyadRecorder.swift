import Base
import Posture

/// Turns one person's points, instant by instant, into channels.
struct PersonRecorder {
    private var recorder: FeatureRecorder
    private var sides = SideKeeper()
    private var sum = 0.0
    private var seen = 0.0
    /// Time of the latest instant, seconds.
    private(set) var lastTime: Double?

    init(_ features: FeatureSettings) { recorder = FeatureRecorder(settings: features) }

    /// Adds the next instant; `nil` where the person is not there.
    mutating func append(time: Double, _ person: PersonPoints?) {
        lastTime = time
        for decided in sides.append(time: time, person) { record(decided) }
        guard let center = person?.center else { return }
        sum += center.x
        seen += 1
    }

    private mutating func record(_ decided: SideKeeper.Decided) {
        recorder.append(time: decided.time, pose: decided.person?.pose)
    }

    var hasBeenSeen: Bool { seen > 0 }
    /// Mean place from left to right, pixels.
    var place: Double { seen > 0 ? sum / seen : 0 }

    /// The channels of everything.
    func track() -> (track: FeatureTrack, exchanged: Int) {
        var whole = self
        for decided in whole.sides.finish() { whole.record(decided) }
        return (whole.recorder.track(), whole.sides.exchanged)
    }
}

/// Turns both people's points, frame by frame, into their channels, the person at the left of the
/// picture first.
struct DyadRecorder {
    private var people: [PersonRecorder]

    init(_ features: FeatureSettings) {
        people = [PersonRecorder(features), PersonRecorder(features)]
    }

    mutating func append(time: Double, _ found: [PersonPoints?]) {
        for (index, person) in found.enumerated() {
            people[index].append(time: time, person)
        }
    }

    /// The recording: channels of the person at the left and of the person at the right, by mean place.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when one of the two was never seen.
    func recording(
        _ format: SeriesFormat, source: SeriesRecording.Source, path: String,
        warnings: [String] = []
    ) throws(Failure) -> SeriesRecording {
        let seen = people.count(where: \.hasBeenSeen)
        guard seen > 0 else {
            throw Failure.badInput(
                "\(path) shows nobody", remedy: "give the landmarks of two people")
        }
        guard seen == 2 else {
            throw Failure.badInput(
                "\(path) shows only one person", remedy: "give the landmarks of two people")
        }
        let order = people[0].place > people[1].place ? [people[1], people[0]] : people
        var recording = SeriesRecording(order, format, [source])
        recording.warnings = warnings + recording.warnings
        return recording
    }
}

extension SeriesRecording {
    /// Of both people's landmarks, first person first.
    init(_ people: [PersonRecorder], _ format: SeriesFormat, _ sources: [Source]) {
        let found = people.map { $0.track() }
        let tracks = found.map(\.track)
        let start = tracks.compactMap(\.times.first).min() ?? 0
        let end = tracks.compactMap(\.times.last).max() ?? 0
        let names =
            sources.count == 1
            ? ["person on the left", "person on the right"]
            : ["first person", "second person"]
        let remarks = zip(names, found).compactMap { name, found -> String? in
            guard found.exchanged > 0 else { return nil }
            return "left and right of the \(name) were exchanged in \(found.exchanged) "
                + "\(found.exchanged == 1 ? "frame" : "frames"), wholly or in part; they were "
                + "exchanged back"
        }
        self.init(
            format: format, tracks: tracks, sources: sources,
            frames: tracks.map(\.count).max() ?? 0,
            duration: end - start, warnings: remarks)
    }
}
