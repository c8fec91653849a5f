import CVision
package import VisionProtocol

/// Tries what every measurement needs, without a video.
package enum SelfTest {
    /// What cameras, telephones and video calls record.
    private static let codecs = ["h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mjpeg"]

    /// Loads the networks as a measurement does, confined like it.
    package static func run(confinement: Confinement) -> VisionCheck {
        var confinement = confinement
        let models = ModelPlace()
        confinement.beforeLoading(models)
        let begun = ContinuousClock.now
        let networks = Result { try Networks(models) }
        let took = (ContinuousClock.now - begun) / .seconds(1)
        let digests = models.digests
        let report = confinement.enter()
        let decoded = codecs.filter { cv_can_decode($0) != 0 }
        var problem: String?
        if case .failure(let error) = networks { problem = "\(error)" }
        return VisionCheck(
            openvino: text(capacity: 128) { cv_library_version($0) },
            precision: (try? networks.get().poseLandmarker.precision) ?? "", loading: took,
            problem: problem, models: digests, cache: models.cache, decoded: decoded,
            notDecoded: codecs.filter { !decoded.contains($0) }, confinement: report)
    }
}
