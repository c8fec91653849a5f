/// What the vision process can do here: its answer, as JSON, to the argument `check`.
package struct VisionCheck: Sendable, Codable, Equatable {
    /// The argument that asks for it.
    package static let argument = "check"

    /// Version of the inference library.
    package var openvino: String
    /// The arithmetic that the landmarks are computed in, such as `f32` or `bf16`.
    package var precision: String
    /// Seconds that it took to load the networks.
    package var loading: Double
    /// Why the networks do not load; `nil` when they do.
    package var problem: String?
    /// SHA-256 of the model files, by file name: 64 lower-case hexadecimal digits.
    package var models: [String: String]
    /// Folder in which compiled networks are kept; `nil` when none can be made.
    package var cache: String?
    /// Video codecs, by FFmpeg's names for them, that can be decoded and that cannot.
    package var decoded: [String]
    package var notDecoded: [String]
    package var confinement: ConfinementReport

    package init(
        openvino: String, precision: String, loading: Double, problem: String?,
        models: [String: String], cache: String?, decoded: [String], notDecoded: [String],
        confinement: ConfinementReport
    ) {
        self.openvino = openvino
        self.precision = precision
        self.loading = loading
        self.problem = problem
        self.models = models
        self.cache = cache
        self.decoded = decoded
        self.notDecoded = notDecoded
        self.confinement = confinement
    }
}

extension VisionCheck {
    /// With texts that may be shown.
    package var safe: VisionCheck {
        VisionCheck(
            openvino: openvino.safe(), precision: precision.safe(longest: EventLimits.longestWord),
            loading: EventLimits.lengths.contains(loading) ? loading : 0, problem: problem?.safe(),
            models: EventLimits.isModels(models) ? models : [:], cache: cache?.safe(),
            decoded: decoded.map { $0.safe() },
            notDecoded: notDecoded.map { $0.safe() }, confinement: confinement)
    }
}
