import Posture

/// Series of two people, as channels.
public struct SeriesRecording: Sendable, Equatable {
    public var format: SeriesFormat
    /// Channels of the first and the second person.
    public var tracks: [FeatureTrack]
    /// What the input calls the two people, first person first; `nil` when it has no names.
    public var names: [String]?
    /// What was read.
    public var sources: [Source]
    /// Instants that were read.
    public var frames: Int
    /// Seconds.
    public var duration: Double
    /// The value of the input that is 1 in `motion_energy`; 1 unless motion energy came in pixels.
    public var energyUnit: Double
    /// Sentences for the reader.
    public var warnings: [String]

    /// A file or folder that was read.
    public struct Source: Sendable, Equatable {
        /// Name without its folder.
        public var file: String
        /// SHA-256 of the file; of a folder, that of the list of its files' digests and names as
        /// `sha256sum` prints it.
        public var sha256: String
    }

    init(
        format: SeriesFormat, tracks: [FeatureTrack], names: [String]? = nil, sources: [Source],
        frames: Int, duration: Double, energyUnit: Double = 1, warnings: [String] = []
    ) {
        self.format = format
        self.tracks = tracks
        self.names = names
        self.sources = sources
        self.frames = frames
        self.duration = duration
        self.energyUnit = energyUnit
        self.warnings = warnings
    }

    /// The channels that were measured in both people.
    public var measured: [Channel] {
        Channel.allCases.filter { channel in
            tracks.allSatisfy { $0[channel].contains(where: \.isFinite) }
        }
    }
}
