/// Channels of one person as the poses come in, in the measures known so far.
///
/// A sample leaves `delay` seconds after its pose came in (at the next pose after that), because the
/// smoothing looks as far ahead as back.
package struct LiveFeatures: Sendable {
    private let extractor: FeatureExtractor
    private var estimator: BodyReferenceEstimator
    private var smoother: Smoother
    /// The newest pose as it is, for those who cannot wait until it is smoothed.
    package private(set) var newest: FeatureSample?

    package init(settings: FeatureSettings = FeatureSettings()) {
        extractor = FeatureExtractor(settings: settings)
        estimator = BodyReferenceEstimator(settings: settings)
        smoother = Smoother(halfWidth: settings.smoothing)
    }

    /// How far the samples lag behind the poses, seconds.
    package var delay: Double { smoother.delay }

    /// The person's measures so far.
    package var reference: BodyScale { estimator.reference }

    /// Takes the next pose and gives the samples that are ready, in time order.
    package mutating func append(time: Double, pose: BodyPose?) -> [FeatureSample] {
        estimator.append(pose)
        let row = extractor.row(of: pose, reference: estimator.reference)
        let sample = FeatureSample(time: time, presence: extractor.presence(of: pose), row: row)
        newest = sample
        return smoother.append(sample)
    }

    /// Gives the samples that were still waiting.
    package mutating func finish() -> [FeatureSample] { smoother.finish() }
}
