import Foundation

/// The measures of one person's body in which channels are expressed; robust estimates over time.
///
/// `NaN` until enough has been seen.
package struct BodyScale: Sendable, Equatable {
    /// Shoulder width seen from the front, picture pixels: 1 sw.
    package var shoulderWidth: Double
    /// Distance from mid-shoulder to the middle between the ears at rest, sw.
    package var neck: Double
    /// Height of the face at rest, picture pixels: the median.
    package var face: Double
    /// What the face is like when it expresses nothing.
    package var neutral: NeutralFace

    package init(
        shoulderWidth: Double = .nan, neck: Double = .nan, face: Double = .nan,
        neutral: NeutralFace = NeutralFace()
    ) {
        self.shoulderWidth = shoulderWidth
        self.neck = neck
        self.face = face
        self.neutral = neutral
    }
}

/// Estimates a `BodyScale` from the poses so far; their order makes no difference.
package struct BodyReferenceEstimator: Sendable {
    let settings: FeatureSettings
    /// Logarithms of widths from 1 to e^10 pixels; a bin is half a per cent.
    private var widths = RunningQuantile(Self.widthQuantile, in: 0...10, bins: 2000)
    /// Logarithms of distances from mid-shoulder to the ears, pixels.
    private var necks = RunningQuantile(0.5, in: 0...10, bins: 2000)
    /// Logarithms of heights of the face, pixels.
    private var faces = RunningQuantile(0.5, in: 0...10, bins: 2000)
    private var neutral = NeutralFaceEstimator()

    /// Share of the frontal widths that lie below the reference. The width seen is first divided by
    /// the cosine of the trunk's turn, which BlazePose underestimates, so the remaining error makes it
    /// too small more often than too large.
    static let widthQuantile = 0.75
    /// Turn beyond which a shoulder line says little about its length, degrees.
    static let largestTurn = 60.0
    /// Poses that must have been seen before there is a reference.
    static let minimumPoses = 10

    package init(settings: FeatureSettings = FeatureSettings()) {
        self.settings = settings
    }

    package mutating func append(_ pose: BodyPose?) {
        guard let pose, let body = BodyMeasures(pose, settings: settings) else { return }
        faces.append(log(body.faceHeight))
        if let expression = body.expression { neutral.append(expression) }
        guard let width = body.frontalShoulderWidth(largestTurn: Self.largestTurn) else { return }
        widths.append(log(width))
        necks.append(log(body.neck))
    }

    /// The reference from all poses so far.
    package var reference: BodyScale {
        var scale = BodyScale()
        if faces.total >= Self.minimumPoses { scale.face = exp(faces.value) }
        scale.neutral = neutral.neutral(from: Self.minimumPoses)
        guard widths.total >= Self.minimumPoses else { return scale }
        scale.shoulderWidth = exp(widths.value)
        scale.neck = exp(necks.value) / scale.shoulderWidth
        return scale
    }
}
