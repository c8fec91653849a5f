/// The poses of one seat over time.
package struct PoseTrack: Sendable, Equatable {
    /// Presentation timestamps, seconds, strictly increasing.
    package var times: [Double]
    /// One per timestamp; `nil` where nobody was found.
    package var poses: [BodyPose?]

    package init(times: [Double] = [], poses: [BodyPose?] = []) {
        self.times = times
        self.poses = poses
    }

    /// The poses of one seat from what was seen of both.
    package init(_ frames: [DyadFrame], seat: Seat) {
        times = frames.map(\.time)
        poses = frames.map { frame in
            frame.poses.indices.contains(seat.rawValue) ? frame.poses[seat.rawValue] : nil
        }
    }

    package var count: Int { times.count }

    package mutating func append(time: Double, pose: BodyPose?) {
        times.append(time)
        poses.append(pose)
    }
}

/// Collects the poses of one person and computes the channels of the whole recording, in body measures
/// estimated over all of it.
///
/// Of a pose it keeps only what the channels need, some 150 bytes, so hours fit in memory.
package struct FeatureRecorder: Sendable {
    private let extractor: FeatureExtractor
    private var estimator: BodyReferenceEstimator
    /// Per sample; lengths still in pixels.
    private var pixels = FeatureTrack()
    private var shoulderLines: [Double] = []
    private var motion = FaceMotion()
    /// Per sample, how far the halves of the chest rose since the one before, pixels; `NaN` unless measured.
    private var rises: [SIMD2<Float>] = []
    /// Per sample, mid-shoulder in the picture that shows both, pixels; `NaN` where it is not seen.
    package private(set) var places: [SIMD2<Float>] = []

    package init(settings: FeatureSettings = FeatureSettings()) {
        extractor = FeatureExtractor(settings: settings)
        estimator = BodyReferenceEstimator(settings: settings)
    }

    /// How many instants were added; times of the first and the last, seconds.
    package var count: Int { pixels.count }
    package var firstTime: Double? { pixels.times.first }
    package var lastTime: Double? { pixels.times.last }
    /// The person's measures so far.
    package var reference: BodyScale { estimator.reference }

    /// Adds the next instant; times must increase.
    ///
    /// - Parameter partner: the other person in the same picture.
    package mutating func append(time: Double, pose: BodyPose?, partner: BodyPose? = nil) {
        estimator.append(pose)
        var row = extractor.pixelRow(of: pose, partner: partner)
        row[.faceMotion] = motion.append(time: time, row.expression)
        pixels.append(time: time, presence: extractor.presence(of: pose), row: row.values)
        shoulderLines.append(row.shoulderLine)
        rises.append(ChestRise.sides(pose?.chest))
        places.append(SIMD2<Float>(row.place))
    }

    /// Marks everything so far as missing, because it was not the person; the instants stay.
    package mutating func forget() {
        let times = pixels.times
        estimator = BodyReferenceEstimator(settings: extractor.settings)
        pixels = FeatureTrack()
        shoulderLines = []
        rises = []
        places = []
        motion = FaceMotion()
        for time in times { append(time: time, pose: nil) }
    }

    /// Channels over everything so far, smoothed; the same timestamps, presence unsmoothed.
    ///
    /// - Parameters:
    ///   - known: the person's measures, if they are known from elsewhere.
    ///   - width: the first seat's shoulder width, pixels, for the distance of both; `nil` of the first seat itself.
    package func track(
        reference known: BodyScale? = nil, distanceIn width: Double? = nil
    ) -> FeatureTrack {
        let reference = known ?? estimator.reference
        var smoother = Smoother(halfWidth: extractor.settings.smoothing)
        var result = FeatureTrack()
        for index in 0..<pixels.count {
            var sample = pixels[sample: index]
            sample.row = RawFeatures(values: sample.row, shoulderLine: shoulderLines[index])
                .row(in: reference, distanceIn: width)
            for done in smoother.append(sample) { result.append(done) }
        }
        for done in smoother.finish() { result.append(done) }
        let course = BreathEstimator.course(
            times: result.times, rises: rises, width: reference.shoulderWidth)
        result[.breath] = course.breath
        result[.breathRate] = course.rate
        result.addCourses()
        return result
    }
}

/// Channels of one person as the poses come in, in the body measures known so far.
///
/// Breathing is not among them, nor is what a minute says: these take the time after an instant as well as that
/// before it. Breathing is told some seconds late (``TrailingBreath``), what a minute says once the session is over.
///
/// A sample comes out `delay` seconds after its pose (with the next pose after that), because the
/// smoothing looks as far ahead as back.
package struct LiveFeatures: Sendable {
    private let extractor: FeatureExtractor
    private var estimator: BodyReferenceEstimator
    private var smoother: Smoother
    private var motion = FaceMotion()
    /// The newest pose, unsmoothed, for those who cannot wait.
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

    /// Adds the next pose and returns the samples that are ready, in time order.
    ///
    /// - Parameters:
    ///   - partner: the other person in the same picture.
    ///   - width: the first seat's shoulder width, pixels, for the distance of both; `nil` of the first seat itself.
    package mutating func append(
        time: Double, pose: BodyPose?, partner: BodyPose? = nil, distanceIn width: Double? = nil
    ) -> [FeatureSample] {
        estimator.append(pose)
        var raw = extractor.pixelRow(of: pose, partner: partner)
        raw[.faceMotion] = motion.append(time: time, raw.expression)
        let sample = FeatureSample(
            time: time, presence: extractor.presence(of: pose),
            row: raw.row(in: estimator.reference, distanceIn: width))
        newest = sample
        return smoother.append(sample)
    }

    /// Returns the samples that were still waiting.
    package mutating func finish() -> [FeatureSample] { smoother.finish() }
}
