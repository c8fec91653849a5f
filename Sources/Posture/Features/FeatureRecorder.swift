/// Takes the poses of one person as they come and gives the channels of the whole recording, told in
/// measures that were estimated over all of it.
///
/// Only what the channels need is kept of a pose, some 150 bytes, so that hours fit in memory.
package struct FeatureRecorder: Sendable {
    private let extractor: FeatureExtractor
    private var estimator: BodyReferenceEstimator
    /// Per sample; lengths still in pixels.
    private var pixels = FeatureTrack()
    private var shoulderLines: [Double] = []

    package init(settings: FeatureSettings = FeatureSettings()) {
        extractor = FeatureExtractor(settings: settings)
        estimator = BodyReferenceEstimator(settings: settings)
    }

    /// How many instants were taken, and the last one's time in seconds.
    package var count: Int { pixels.count }
    package var firstTime: Double? { pixels.times.first }
    package var lastTime: Double? { pixels.times.last }

    /// Takes the next instant; times rise.
    package mutating func append(time: Double, pose: BodyPose?) {
        estimator.append(pose)
        let row = extractor.pixelRow(of: pose)
        pixels.append(time: time, presence: extractor.presence(of: pose), row: row.values)
        shoulderLines.append(row.shoulderLine)
    }

    /// What was taken so far was not the person: it becomes missing, the instants stay.
    package mutating func forget() {
        let times = pixels.times
        estimator = BodyReferenceEstimator(settings: extractor.settings)
        pixels = FeatureTrack()
        shoulderLines = []
        for time in times { append(time: time, pose: nil) }
    }

    /// Channels over everything so far, smoothed; the same timestamps, presence unsmoothed.
    ///
    /// - Parameter known: the person's measures, when they are known from elsewhere.
    package func track(reference known: BodyScale? = nil) -> FeatureTrack {
        let reference = known ?? estimator.reference
        var smoother = Smoother(halfWidth: extractor.settings.smoothing)
        var result = FeatureTrack()
        for index in 0..<pixels.count {
            var sample = pixels[sample: index]
            sample.row = RawFeatures(values: sample.row, shoulderLine: shoulderLines[index])
                .row(in: reference)
            for done in smoother.append(sample) { result.append(done) }
        }
        for done in smoother.finish() { result.append(done) }
        return result
    }
}
