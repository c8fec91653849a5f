/// How reliable a landmark must be for a channel to use it, and how channels are smoothed.
package struct FeatureSettings: Sendable, Equatable, Codable {
    /// Pose score below which nothing of the pose is used, 0…1. Default 0.5, MediaPipe's own
    /// `min_tracking_confidence`.
    package var minimumScore: Double
    /// Visibility below which a landmark counts as hidden, 0…1. Default 0.5, MediaPipe's own
    /// `_VISIBILITY_THRESHOLD` (`drawing_utils.py`).
    package var minimumVisibility: Double
    /// Visibility below which a hand counts as hidden, 0…1: the mean over wrist, index and little
    /// finger, which BlazePose places together. Default 0.65, measured on rendered figures of known
    /// posture: of the wrists below 0.5, 89 % lay more than 0.25 sw off (BlazePose puts a hand that it
    /// has lost somewhere plausible); from 0.5 to 0.65, 32 %; above, 0.8 %. A higher threshold would
    /// lose too much of hands that rest at the head.
    package var minimumHandVisibility: Double
    /// Score below which a face mesh is not used, 0…1. Default 0.5, MediaPipe's own
    /// `min_tracking_confidence` of the face mesh.
    package var minimumFaceScore: Double
    /// Score below which a hand mesh is not used, 0…1. Default 0.5, MediaPipe's own
    /// `min_tracking_confidence` of the hands.
    package var minimumHandScore: Double
    /// Distance between the eyes and mouth of the mesh and those of the pose beyond which the mesh is
    /// not used: it has been placed on a region that the face has left. In heights of the face.
    /// Default 0.2, measured: on rendered and real people who sit still it is under 0.17; where the
    /// mesh was 10° and more off, it was over 0.25.
    package var largestFaceMismatch: Double
    /// Half width of the smoothing kernel, seconds; 0 for none. See `Smoother`.
    package var smoothing: Double

    package init(
        minimumScore: Double = 0.5, minimumVisibility: Double = 0.5,
        minimumHandVisibility: Double = 0.65, minimumFaceScore: Double = 0.5,
        minimumHandScore: Double = 0.5,
        largestFaceMismatch: Double = 0.2, smoothing: Double = Smoother.defaultHalfWidth
    ) {
        self.minimumScore = minimumScore
        self.minimumVisibility = minimumVisibility
        self.minimumHandVisibility = minimumHandVisibility
        self.minimumFaceScore = minimumFaceScore
        self.minimumHandScore = minimumHandScore
        self.largestFaceMismatch = largestFaceMismatch
        self.smoothing = smoothing
    }

    /// Records of earlier versions know no score of a hand.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            minimumScore: try values.decode(Double.self, forKey: .minimumScore),
            minimumVisibility: try values.decode(Double.self, forKey: .minimumVisibility),
            minimumHandVisibility: try values.decode(Double.self, forKey: .minimumHandVisibility),
            minimumFaceScore: try values.decode(Double.self, forKey: .minimumFaceScore),
            minimumHandScore: try values.decodeIfPresent(Double.self, forKey: .minimumHandScore)
                ?? FeatureSettings().minimumHandScore,
            largestFaceMismatch: try values.decode(Double.self, forKey: .largestFaceMismatch),
            smoothing: try values.decode(Double.self, forKey: .smoothing))
    }
}
