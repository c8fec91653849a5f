import Mimicry
import Posture
import SessionStore

/// From what was seen to a session: channels, postures, episodes, synchrony, timeline.
struct Analysis {
    var measurement: Measurement
    /// SHA-256 of the video.
    var digest: String
    /// What was read when it is no video.
    var sources: [SourceInfo]?
    /// Names of the first and the second seat.
    var names: [String]
    var consent: ConsentSummary?
    var settings: Settings

    /// - Throws: ``ExitCode/badInput`` when nobody was ever seen.
    func session() throws(Failure) -> Session {
        let tracks = measurement.tracks
        let coverage = tracks.map(Self.coverage)
        guard coverage.contains(where: { $0 > 0 }) else {
            if let stopped = measurement.stopped { throw stopped }
            throw Failure(
                exitCode: ExitCode.badInput, what: "no people were found in \(measurement.video)",
                todo: measurement.given == nil
                    ? "give a video that shows two people from the front"
                    : "give series of two people; a presence under 0.5 means that nobody is there")
        }
        let records = Seat.allCases.map {
            PostureDetector.record(of: tracks[$0.rawValue], seat: $0)
        }
        let synchrony = WindowedCrossCorrelation().synchrony(
            first: tracks[0], second: tracks[1], settings: settings.synchrony)
        let timeline = TimelineBuilder().points(
            first: tracks[0], second: tracks[1], records: (records[0], records[1]),
            synchrony: synchrony)
        return Session(
            source: sources ?? [source], seats: names, consent: consent, settings: settings,
            features: tracks, postures: records,
            episodes: EpisodeDetector(settings: settings.episodes).episodes(
                records[0], records[1], recording: Self.span(of: tracks)),
            synchrony: synchrony, timeline: timeline, quality: Quality(coverage: coverage),
            warnings: measurement.warnings + warnings(coverage))
    }

    /// From the first instant to the last; before it, nothing is known.
    private static func span(of tracks: [FeatureTrack]) -> TimeSpan? {
        guard let start = tracks.compactMap(\.times.first).min(),
            let end = tracks.compactMap(\.times.last).max()
        else { return nil }
        return TimeSpan(start: start, end: end)
    }

    private var source: SourceInfo {
        let count = measurement.recorders[0].count
        return SourceInfo(
            file: measurement.video.split(separator: "/").last.map(String.init) ?? "",
            sha256: digest, duration: measurement.duration, frames: measurement.frames,
            rate: measurement.duration > 0 ? Double(count) / measurement.duration : 0)
    }

    /// Share of instants at which the seat's landmarks could be used.
    private static func coverage(_ track: FeatureTrack) -> Double {
        guard track.count > 0 else { return 0 }
        let seen = track.presence.count { $0 >= PostureDetector.minimumPresence }
        return Double(seen) / Double(track.count)
    }

    private func warnings(_ coverage: [Double]) -> [String] {
        var sentences: [String] = []
        if measurement.people > 2 {
            sentences.append(
                "\(measurement.people) people were in view; the two largest were followed, "
                    + "choose others with --layout regions=x,y,w,h;x,y,w,h")
        }
        for (name, share) in zip(names, coverage) {
            if share == 0 {
                sentences.append(
                    "only one person was found: the seat of the \(name) stayed empty, "
                        + "so nothing can be said about mimicry")
            } else if share < 0.8 {
                let percent = Int((share * 100).rounded())
                sentences.append(
                    "the \(name) could be measured in \(percent) % of the session only")
            }
        }
        if measurement.duration < settings.synchrony.window {
            let window = Int(settings.synchrony.window)
            let what = measurement.given == nil ? "the video is" : "the series are"
            sentences.append("\(what) shorter than one window of \(window) s: no synchrony")
        }
        return sentences
    }
}
