import Mimicry
import Posture
import SessionStore

/// From what was seen to a session: channels, postures, episodes, synchrony, timeline.
///
/// It starts from a record, also right after a measurement, so that results are the same whether they
/// are made at once, after an interruption, or again a year later.
struct Analysis {
    let record: SessionRecord
    /// How messages name the video.
    let video: String
    /// Names of the first and the second seat.
    let names: [String]
    let consent: ConsentSummary
    let settings: Settings

    /// - Throws: ``ExitCode/badInput`` when nobody was ever seen.
    func session() throws(Failure) -> Session {
        let tracks = try tracks()
        let coverage = tracks.map(Self.coverage)
        guard coverage.contains(where: { $0 > 0 }) else {
            throw Failure(
                exitCode: ExitCode.badInput, what: "no people were found in \(video)",
                todo: "give a video that shows two people from the front")
        }
        let uncertain = try record.uncertainStretches()
        let masked = settings.keepUncertain ? [] : uncertain
        let names = settings.postures.map(\.name)
        let records = Seat.allCases.map { seat in
            PostureDetector.record(
                of: tracks[seat.rawValue], seat: seat, definitions: settings.postures
            ).masking(masked, names: names)
        }
        let synchrony = WindowedCrossCorrelation().synchrony(
            first: tracks[0].masking(masked), second: tracks[1].masking(masked),
            settings: settings.synchrony)
        let timeline = TimelineBuilder().points(
            first: tracks[0], second: tracks[1], records: (records[0], records[1]),
            synchrony: synchrony)
        let sources = try sources(tracks[0])
        return Session(
            source: sources, seats: self.names, consent: consent, settings: settings,
            features: tracks, postures: records,
            episodes: EpisodeDetector(settings: settings.episodes).episodes(
                records[0], records[1], recording: Self.recording(tracks[0])),
            synchrony: synchrony, timeline: timeline,
            quality: Quality(coverage: coverage, identity: uncertain),
            warnings: try warnings(coverage, tracks[0], duration: sources[0].duration))
    }

    /// The channels of both people, each at the seat where `swapAt` leaves them.
    private func tracks() throws(Failure) -> [FeatureTrack] {
        var recorders = Seat.allCases.map { _ in FeatureRecorder(settings: settings.features) }
        var swaps = settings.swapAt[...]
        var isSwapped = false
        try record.forEachFrame { frame in
            while let swap = swaps.first, swap <= frame.time {
                isSwapped.toggle()
                swaps.removeFirst()
            }
            for seat in Seat.allCases {
                let pose = frame.poses[(isSwapped ? seat.other : seat).rawValue]
                recorders[seat.rawValue].append(time: frame.time, pose: pose)
            }
        }
        return recorders.map { $0.track() }
    }

    /// Before it, nothing is known.
    private static func recording(_ track: FeatureTrack) -> TimeSpan? {
        guard let start = track.times.first, let end = track.times.last else { return nil }
        return TimeSpan(start: start, end: end)
    }

    private func sources(_ track: FeatureTrack) throws(Failure) -> [SourceInfo] {
        let ending = try record.ending()
        return zip(try record.header().sources, ending?.sources ?? []).map { source, read in
            SourceInfo(
                file: source.file, sha256: source.sha256, duration: read.duration,
                frames: read.frames,
                rate: read.duration > 0 ? Double(track.count) / read.duration : 0)
        }
    }

    /// Share of instants at which the seat's landmarks could be used.
    private static func coverage(_ track: FeatureTrack) -> Double {
        guard track.count > 0 else { return 0 }
        let seen = track.presence.count { $0 >= PostureDetector.minimumPresence }
        return Double(seen) / Double(track.count)
    }

    private func warnings(
        _ coverage: [Double], _ track: FeatureTrack, duration: Double
    ) throws(Failure) -> [String] {
        let ending = try record.ending()
        var sentences = try record.warnings() + (ending?.warnings ?? [])
        if let people = ending?.people, people > 2 {
            sentences.append(
                "\(people) people were in view; the two largest were followed, "
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
        if duration < settings.synchrony.window {
            let window = Int(settings.synchrony.window)
            sentences.append("the video is shorter than one window of \(window) s: no synchrony")
        }
        for swap in settings.swapAt where swap > track.times.last ?? 0 {
            let time = DecimalText.text(swap, decimals: 3, atLeast: 0)
            sentences.append("--swap-at \(time) is after the end and exchanges nothing")
        }
        return sentences
    }
}
