package import Base
package import Consents
package import Mimicry
package import Posture

/// Everything that one analysis yields: what every writer renders and the record keeps.
package struct Session: Sendable {
    /// Version of the program that measured it.
    package var attune: String
    package var source: [SourceInfo]
    /// Names of the first and the second seat.
    package var seats: [String]
    /// `nil` only for scored series, which carry no consent file of their own.
    package var consent: ConsentSummary?
    package var settings: Settings
    /// Per seat (`Seat.rawValue`).
    package var features: [FeatureTrack]
    /// The same of scored motion energy before samples that jump as where a video is cut were left out, as other
    /// packages read it; `nil` where none were.
    package var asGiven: [FeatureTrack]?
    package var postures: [PostureRecord]
    /// How long both held the same posture, against how often each held it, per posture.
    package var baseRates: [PostureSharing]
    package var episodes: [Episode]
    package var synchrony: [SynchronyWindow]
    package var timeline: [TimelinePoint]
    /// Lasting changes of how far apart the two sit, in order of time; of results of earlier versions none.
    package var distanceChanges: [DistanceChange]
    /// `nil` when nothing was compared with chance.
    package var chance: SurrogateTests?
    /// Per seat; empty unless people walk in the recording.
    package var gait: [Gait]
    package var quality: Quality
    /// Sentences for the reader, such as about a truncated file or a person who was never there.
    package var warnings: [String]
    /// `nil` when it is unknown when and from where the results were made.
    package var origin: SessionOrigin?
    /// Notes that somebody made while the session ran, in order of time.
    package var markers: [Marker]
    /// Whose review the episodes are; `nil` of those that were measured.
    package var review: ReviewSummary?

    /// - Parameter baseRates: computed from the postures when `nil`.
    package init(
        attune: String = AttuneVersion.current, source: [SourceInfo], seats: [String],
        consent: ConsentSummary?, settings: Settings,
        features: [FeatureTrack], postures: [PostureRecord],
        baseRates: [PostureSharing]? = nil, episodes: [Episode],
        synchrony: [SynchronyWindow], timeline: [TimelinePoint],
        distanceChanges: [DistanceChange] = [], chance: SurrogateTests? = nil,
        gait: [Gait] = [], quality: Quality, warnings: [String], origin: SessionOrigin? = nil,
        markers: [Marker] = []
    ) {
        self.attune = attune
        self.source = source
        self.seats = seats
        self.consent = consent
        self.settings = settings
        self.features = features
        self.postures = postures
        self.baseRates = baseRates ?? Self.baseRates(of: postures, features)
        self.episodes = episodes
        self.synchrony = synchrony
        self.timeline = timeline
        self.distanceChanges = distanceChanges
        self.chance = chance
        self.gait = gait
        self.quality = quality
        self.warnings = warnings
        self.origin = origin
        self.markers = markers
    }

    /// - Parameter features: which say when anything was recorded.
    private static func baseRates(
        of postures: [PostureRecord], _ features: [FeatureTrack]
    ) -> [PostureSharing] {
        guard postures.count == Seat.allCases.count else { return [] }
        let recording = TimeSpan(
            start: features.compactMap(\.times.first).min() ?? 0,
            end: features.compactMap(\.times.last).max() ?? 0)
        return PostureSharing.all(postures[0], postures[1], recording: recording)
    }

    /// The episodes that count: an onset of the leader is adopted once, and not right after something that
    /// both noticed.
    package var countedEpisodes: [Episode] { episodes.filter(\.counts) }

    /// Stretches that scoring left out, seconds, in order and without overlaps: where the two may have been
    /// confused, unless the settings keep them, where nothing was measured, and what the settings exclude.
    package var masked: [TimeSpan] {
        TimeSpan.union(
            (settings.keepUncertain ? [] : quality.identity) + quality.gaps.map(\.span)
                + (settings.covariates?.excluded ?? []))
    }

    /// What the settings leave out of the recording, seconds, in order and without overlaps.
    package var excluded: [TimeSpan] {
        guard let start = features.compactMap(\.times.first).min(),
            let end = features.compactMap(\.times.last).max()
        else { return [] }
        return TimeSpan.intersection(
            settings.covariates?.excluded ?? [], [TimeSpan(start: start, end: end)])
    }

    /// The share of the recording that they leave out, 0…1; `nil` where they leave out nothing.
    package var excludedShare: Double? {
        guard settings.covariates?.excluded.isEmpty == false else { return nil }
        let start = features.compactMap(\.times.first).min() ?? 0
        let end = features.compactMap(\.times.last).max() ?? 0
        return end > start ? excluded.reduce(0) { $0 + $1.duration } / (end - start) : 0
    }

    /// The same and the time after events, in which nothing was compared with chance.
    package var untested: [TimeSpan] {
        TimeSpan.union(masked + (settings.covariates?.events?.spans ?? []))
    }

    /// The name of a seat, such as `therapist`.
    package func name(of seat: Seat) -> String { seats[seat.rawValue] }

    /// Whether the definition of a posture that was looked for says how it agreed with codings of real
    /// people.
    package func isValidated(_ posture: String) -> Bool {
        settings.postures.first { $0.name == posture }?.isValidated ?? false
    }
}

extension Session {
    /// Version of the layout of `session.json`; grows when a key changes its meaning or goes.
    package static let schema = 2

    /// The keys of `session.json`, in its order.
    package enum Key: String, CaseIterable {
        case schema, attune, source, seats, consent, settings, quality, summary, warnings, markers
        case review
    }
}

/// The recording that was analysed.
package struct SourceInfo: Sendable, Codable, Equatable {
    /// File name without its folder.
    package var file: String
    /// Hex digest of the whole file.
    package var sha256: String
    /// Seconds of video that were read.
    package var duration: Double
    /// Frames that were read.
    package var frames: Int
    /// Measured instants per second.
    package var rate: Double
    /// Of one of several files of a camera; `nil` for a file that is all of its camera's.
    package var chapter: Chapter?

    /// Where a file of several stands.
    package struct Chapter: Sendable, Codable, Equatable {
        /// Which camera wrote it, from 0.
        package var camera: Int
        /// When the file's own time is 0, seconds of the session; `nil` when it was not reached.
        package var start: Double?

        package init(camera: Int, start: Double?) {
            self.camera = camera
            self.start = start
        }
    }

    package init(
        file: String, sha256: String, duration: Double, frames: Int, rate: Double,
        chapter: Chapter? = nil
    ) {
        self.file = file
        self.sha256 = sha256
        self.duration = duration
        self.frames = frames
        self.rate = rate
        self.chapter = chapter
    }
}

extension [SourceInfo] {
    /// From the beginning of the recording to its end, seconds: of the longest camera's.
    package var duration: Double? {
        map { ($0.chapter?.start ?? 0) + $0.duration }.max()
    }

    /// How much later a file's own time begins than the session's, seconds; `nil` for a chapter that
    /// was not reached.
    ///
    /// - Parameter offset: of the second camera.
    package func start(of index: Int, offset: Double) -> Double? {
        guard let chapter = self[index].chapter else { return index == 0 ? 0 : offset }
        return chapter.start
    }
}

extension SourceInfo {
    /// The keys in `session.json` that identify a recording.
    package enum Key {
        package static let file = "file"
        package static let sha256 = "sha256"
    }

    /// As in `session.json`.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(Key.file, .string(file)),
            .init(Key.sha256, sha256.isEmpty ? .null : .string(sha256)),
            .init("duration", .rounded(duration, decimals: 6)),
            .init("frames", .integer(frames)),
            .init("rate", .rounded(rate, decimals: 6)),
        ]
        if let chapter {
            members.append(.init("camera", .integer(chapter.camera + 1)))
            members.append(.init("start", .rounded(chapter.start, decimals: 6)))
        }
        return .object(members)
    }
}

/// How far the measurement can be trusted.
package struct Quality: Sendable, Equatable {
    /// A seat that was seen for a smaller share of the session was empty, 0…1.
    package static let leastCoverage = 0.02

    /// Per seat: share of measured instants at which the seat's landmarks could be used, 0…1.
    package var coverage: [Double]
    /// Stretches in which a swap of the two people cannot be ruled out; gaps are none of these.
    package var identity: [TimeSpan]
    /// Stretches of a live session in which nothing was measured, in order of time.
    package var gaps: [Gap]
    /// By how much the picture was askew, which was taken out of the channels; `nil` when each person has a
    /// picture of their own, where series were scored, and in sessions of earlier versions.
    package var roll: CameraRoll?
    /// How many bodies were inferred; `nil` where nothing was filmed, of a measurement that ended early, and in
    /// sessions of earlier versions.
    package var inference: Inference?

    /// How sparsely bodies were looked at.
    package struct Inference: Sendable, Codable, Equatable {
        /// Share of the bodies that were inferred and not kept or told from those before and after, 0…1.
        package var bodies: Double
        /// How far an inference between two might lie from the line between them where the instants around it
        /// were told from that line, root of the mean square over the landmarks, shoulder widths; 0 where none
        /// were.
        package var bound: Double

        package init(bodies: Double, bound: Double) {
            self.bodies = bodies
            self.bound = bound
        }
    }

    /// A stretch without measurement, and its reason.
    package struct Gap: Sendable, Codable, Equatable {
        /// Seconds.
        package var start: Double
        package var end: Double
        package var reason: Reason

        package enum Reason: String, Sendable, Codable {
            /// Somebody paused the session.
            case pause
            /// The camera was away.
            case camera
        }

        package init(start: Double, end: Double, reason: Reason) {
            self.start = start
            self.end = end
            self.reason = reason
        }

        package var span: TimeSpan { TimeSpan(start: start, end: end) }
    }

    /// - Parameter identity: may reach into the gaps, of which nobody needs to be told who is who.
    package init(
        coverage: [Double], identity: [TimeSpan] = [], roll: CameraRoll? = nil, gaps: [Gap] = []
    ) {
        self.coverage = coverage
        self.gaps = gaps
        self.roll = roll
        self.identity = identity.flatMap { span in
            span.removing(gaps.map(\.span), keeping: Self.shortestDoubt)
        }
    }

    /// What is left of an uncertain stretch beside a gap is one or two instants when it is shorter, seconds.
    private static let shortestDoubt = 0.1
}
