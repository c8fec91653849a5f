package import Base
package import Consents
package import Mimicry
package import Posture

/// Everything that one analysis yields, in memory: what every writer renders and the store keeps.
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
    package var postures: [PostureRecord]
    package var episodes: [Episode]
    package var synchrony: [SynchronyWindow]
    package var timeline: [TimelinePoint]
    /// `nil` when nothing was held against chance.
    package var chance: SurrogateTests?
    package var quality: Quality
    /// Sentences for the reader: a cut file, a person who was never there.
    package var warnings: [String]
    /// `nil` when it is not known when and from where the results were made.
    package var origin: SessionOrigin?
    /// Notes that somebody made while the session ran, in order of time.
    package var markers: [Marker]

    package init(
        attune: String = AttuneVersion.current, source: [SourceInfo], seats: [String],
        consent: ConsentSummary?, settings: Settings,
        features: [FeatureTrack], postures: [PostureRecord], episodes: [Episode],
        synchrony: [SynchronyWindow], timeline: [TimelinePoint], chance: SurrogateTests? = nil,
        quality: Quality, warnings: [String], origin: SessionOrigin? = nil,
        markers: [Marker] = []
    ) {
        self.attune = attune
        self.source = source
        self.seats = seats
        self.consent = consent
        self.settings = settings
        self.features = features
        self.postures = postures
        self.episodes = episodes
        self.synchrony = synchrony
        self.timeline = timeline
        self.chance = chance
        self.quality = quality
        self.warnings = warnings
        self.origin = origin
        self.markers = markers
    }

    /// The name of a seat, such as `therapist`.
    package func name(of seat: Seat) -> String { seats[seat.rawValue] }
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

    package init(file: String, sha256: String, duration: Double, frames: Int, rate: Double) {
        self.file = file
        self.sha256 = sha256
        self.duration = duration
        self.frames = frames
        self.rate = rate
    }
}

/// How far the measurement can be trusted.
package struct Quality: Sendable, Equatable {
    /// Per seat: share of measured instants at which the seat's landmarks could be used, 0…1.
    package var coverage: [Double]
    /// Stretches in which a swap of the two people cannot be ruled out.
    package var identity: [TimeSpan]

    package init(coverage: [Double], identity: [TimeSpan] = []) {
        self.coverage = coverage
        self.identity = identity
    }
}
