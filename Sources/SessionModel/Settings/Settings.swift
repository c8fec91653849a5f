package import Base
package import Mimicry
package import Posture

/// Every parameter in force, as it stands in `session.json` under `settings`.
package struct Settings: Sendable, Codable, Equatable {
    /// `native` or a rate in hertz.
    package var rate: String
    /// `auto`, `side-by-side` or `regions=…`.
    package var layout: String
    /// Whose picture is mirrored; `nil` when nobody's is.
    package var mirrored: Mirroring?
    /// What the two people do; `nil` where they sit.
    package var scene: Scene?
    /// The arithmetic of the landmarks: `f32`, or `bf16` where the processor has it; empty when
    /// nothing was inferred.
    package var precision: String
    /// What was asked for, `fastest` or `f32`; `nil` when nothing was inferred, and in sessions of earlier
    /// versions.
    package var precisionAsked: String?
    /// The confinement of the process that read the video; `nil` without a video.
    package var confinement: VisionConfinement?
    /// Where the channels come from when no video was measured.
    package var series: SeriesSettings?
    /// How much later the second video started, seconds.
    package var offset: Double
    /// How the offset is known, and the drift of the second video's clock; `nil` with one video.
    package var offsetBasis: OffsetBasis?
    /// The number of the video stream that was taken of each file, from 1; `nil` where the one that
    /// players show was.
    package var stream: Int?
    /// Times from which on the two seats were swapped by hand, seconds, rising.
    package var swapAt: [Double]
    /// Whether stretches in which a swap of the two people cannot be ruled out were scored too.
    package var keepUncertain: Bool
    package var features: FeatureSettings
    /// The definitions of the postures that were looked for.
    package var postures: [PostureDefinition]
    /// When both people sat at rest, seconds; `nil` finds each person's rest in the whole session.
    package var rest: TimeSpan?
    /// What else happened in the session; `nil` when nobody said.
    package var covariates: Covariates?
    package var episodes: EpisodeSettings
    package var synchrony: SynchronySettings
    package var surrogates: SurrogateSettings

    package init(
        rate: String = "native", layout: String = "auto", precision: String = "",
        confinement: VisionConfinement? = nil, series: SeriesSettings? = nil, offset: Double = 0,
        offsetBasis: OffsetBasis? = nil, stream: Int? = nil, swapAt: [Double] = [],
        keepUncertain: Bool = false, features: FeatureSettings = .init(),
        postures: [PostureDefinition] = PostureDefinition.standard, rest: TimeSpan? = nil,
        episodes: EpisodeSettings = .init(), synchrony: SynchronySettings = .init(),
        surrogates: SurrogateSettings = .init()
    ) {
        self.rate = rate
        self.layout = layout
        self.precision = precision
        self.confinement = confinement
        self.series = series
        self.offset = offset
        self.offsetBasis = offsetBasis
        self.stream = stream
        self.swapAt = swapAt
        self.keepUncertain = keepUncertain
        self.features = features
        self.postures = postures
        self.rest = rest
        self.episodes = episodes
        self.synchrony = synchrony
        self.surrogates = surrogates
    }
}

extension Settings {
    /// Whether both people are looked for in the whole picture.
    package var isUndivided: Bool { layout == "auto" }

    /// Whether one camera's picture shows both people, as far as the settings say.
    package var sharesPicture: Bool {
        isUndivided && (mirrored == nil || mirrored == .both)
    }
}

extension Settings {
    /// The keys in `session.json` and in settings files, in the order in which messages list them.
    package enum Key: String, CaseIterable {
        case rate, layout, mirrored, scene, precision
        case precisionAsked = "precision_asked"
        case confinement, series, offset
        case offsetBasis = "offset_basis"
        case stream
        case swapAt = "swap_at"
        case keepUncertain = "keep_uncertain"
        case features, postures, rest, exclude, events, turns, episodes, synchrony, surrogates
    }

    /// As it stands in `session.json`, keys in alphabetical order; what does not apply is left out.
    package var json: JSONValue {
        .object(
            Key.allCases.sorted { $0.rawValue < $1.rawValue }.compactMap { key in
                value(of: key).map { .init(key.rawValue, $0) }
            })
    }

    private func value(of key: Key) -> JSONValue? {
        switch key {
        case .rate: .string(rate)
        case .layout: .string(layout)
        case .mirrored: mirrored.map { .string($0.rawValue) }
        case .scene: scene.map { .string($0.rawValue) }
        case .precision: .string(precision)
        case .precisionAsked: precisionAsked.map { .string($0) }
        case .confinement: confinement?.json
        case .series: series?.json
        case .offset: .plain(offset)
        case .offsetBasis: offsetBasis?.json
        case .stream: stream.map { .integer($0) }
        case .swapAt: .array(swapAt.map { .plain($0) })
        case .keepUncertain: .bool(keepUncertain)
        case .features: features.json
        case .postures: .array(postures.map(\.json))
        case .rest: rest.map { .array([.plain($0.start), .plain($0.end)]) }
        case .exclude:
            covariates.flatMap { $0.excluded.isEmpty ? nil : Covariates.json($0.excluded) }
        case .events: covariates?.events?.json
        case .turns: covariates?.turns?.json
        case .episodes: episodes.json
        case .synchrony: synchrony.json
        case .surrogates: surrogates.json
        }
    }
}

/// How series measured by another tool were read.
package struct SeriesSettings: Sendable, Codable, Equatable {
    /// Such as `mea` or `openpose`.
    package var format: String
    /// Width of a pixel ÷ its height.
    package var pixelAspect: Double
    /// The value of the input that is 1 in `motion_energy`.
    package var energyUnit: Double
    /// Motion energy and belts: whose the columns are, such as `1+2,3+4`, where that was said.
    package var columns: String?
    /// Motion energy: `auto`, `drop` or `keep` for samples that jump as where a video is cut, where there are
    /// any.
    package var spikes: String?
    /// Keypoints: the order they were read in, such as `BODY_25`.
    package var skeleton: String?
    /// Keypoints that are shares of the picture: its size, such as `1920x1080`.
    package var frameSize: String?

    /// Whether motion energy was read, in which there are no postures.
    package var isOfMotionEnergy: Bool { format == Self.motionEnergy }

    /// The format of motion energy.
    package static let motionEnergy = "mea"

    /// Whether belts around the chest were read, whose breath is in standard deviations of each.
    package var isOfBelts: Bool { format == "belts" }

    /// Whether the series tell where a body is; motion energy and belts show no posture, and no episode.
    package var hasPostures: Bool { !isOfBelts && format != "mea" }

    package init(format: String, pixelAspect: Double = 1, energyUnit: Double = 1) {
        self.format = format
        self.pixelAspect = pixelAspect
        self.energyUnit = energyUnit
    }
}

extension OffsetBasis {
    static let keys = ["source", "error", "drift", "drift_error"]

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("drift", .plain(drift)), .init("source", .string(source.rawValue)),
        ]
        if let driftError { members.append(.init("drift_error", .plain(driftError))) }
        if let error { members.append(.init("error", .plain(error))) }
        return .object(members.sorted { $0.name < $1.name })
    }
}

/// The confinement of the process that read the video; docs/confinement.md explains it.
package struct VisionConfinement: Sendable, Codable, Equatable {
    /// Version of the kernel's Landlock that held files, sockets and signals, 0 without it.
    package var landlockAbi: Int
    /// Whether its system calls were filtered.
    package var seccomp: Bool

    static let keys = ["landlock_abi", "seccomp"]

    package init(landlockAbi: Int, seccomp: Bool) {
        self.landlockAbi = landlockAbi
        self.seccomp = seccomp
    }

    var json: JSONValue {
        ["landlock_abi": .integer(landlockAbi), "seccomp": .bool(seccomp)]
    }
}
