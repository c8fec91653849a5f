package import Posture

/// Series of two people, as channels.
package struct SeriesRecording: Sendable, Equatable {
    package var format: SeriesFormat
    /// Channels of the first and the second person.
    package var tracks: [FeatureTrack]
    /// What the input calls the two people, first person first; `nil` when it has no names.
    package var names: [String]?
    /// What was read.
    package var sources: [Source]
    /// Instants that were read.
    package var frames: Int
    /// Seconds.
    package var duration: Double
    /// The input value that becomes 1 in `motion_energy`; 1 unless motion energy was given in pixels.
    package var energyUnit: Double
    /// Samples at which motion energy jumps as where a video is cut, whether left out or not.
    package var spikes = 0
    /// Whose the columns are, as it was given.
    package var columns: String?
    /// The order in which keypoints were read, such as `BODY_25`.
    package var skeleton: String?
    /// The size of the picture that keypoints are shares of, such as `1920x1080`.
    package var frameSize: String?
    /// Sentences for the reader.
    package var warnings: [String]

    /// A file or folder that was read.
    package struct Source: Sendable, Equatable {
        /// Name without its folder.
        package var file: String
        /// SHA-256 of the file; of a folder, that of the list of its files' digests and names as
        /// `sha256sum` prints it.
        package var sha256: String
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
    package var measured: [Channel] {
        Channel.allCases.filter { channel in
            tracks.allSatisfy { $0[channel].contains(where: \.isFinite) }
        }
    }
}
