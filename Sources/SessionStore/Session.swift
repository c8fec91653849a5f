import Mimicry
import Posture

/// Everything that one analysis yields, in memory: what every writer renders and the store keeps.
public struct Session: Sendable {
    /// Version of the program that measured it.
    public var attune: String
    public var source: [SourceInfo]
    /// Names of the first and the second seat.
    public var seats: [String]
    /// `nil` only for scored series, which carry no consent file of their own.
    public var consent: ConsentSummary?
    public var settings: Settings
    /// Per seat (`Seat.rawValue`).
    public var features: [FeatureTrack]
    public var postures: [PostureRecord]
    public var episodes: [Episode]
    public var synchrony: [SynchronyWindow]
    public var timeline: [TimelinePoint]
    /// `nil` when nothing was held against chance.
    public var chance: Chance?
    public var quality: Quality
    /// Sentences for the reader: a cut file, a person who was never there.
    public var warnings: [String]
    /// `nil` when it is not known when and from where the results were made.
    public var origin: SessionOrigin?
    /// Notes that somebody made while the session ran, in order of time.
    public var markers: [Marker]

    public init(
        attune: String = AttuneVersion.current, source: [SourceInfo], seats: [String],
        consent: ConsentSummary?, settings: Settings,
        features: [FeatureTrack], postures: [PostureRecord], episodes: [Episode],
        synchrony: [SynchronyWindow], timeline: [TimelinePoint], chance: Chance? = nil,
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
    public func name(of seat: Seat) -> String { seats[seat.rawValue] }
}

/// The recording that was analysed.
public struct SourceInfo: Sendable, Codable, Equatable {
    /// File name without its folder.
    public var file: String
    /// Hex digest of the whole file.
    public var sha256: String
    /// Seconds of video that were read.
    public var duration: Double
    /// Frames that were read.
    public var frames: Int
    /// Measured instants per second.
    public var rate: Double

    public init(file: String, sha256: String, duration: Double, frames: Int, rate: Double) {
        self.file = file
        self.sha256 = sha256
        self.duration = duration
        self.frames = frames
        self.rate = rate
    }
}

/// How far the measurement can be trusted.
public struct Quality: Sendable, Equatable {
    /// Per seat: share of measured instants at which the seat's landmarks could be used, 0…1.
    public var coverage: [Double]
    /// Stretches in which a swap of the two people cannot be ruled out.
    public var identity: [TimeSpan]

    public init(coverage: [Double], identity: [TimeSpan] = []) {
        self.coverage = coverage
        self.identity = identity
    }
}
