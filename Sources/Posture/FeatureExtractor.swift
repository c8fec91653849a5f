/// Turns the poses of one person into channels.
///
/// Two ways lead to the same rows: `features(of:)` looks at the whole track first, takes the
/// person's measures from it and then tells every pose in them; `LiveFeatures` does it with the
/// measures known so far.
///
/// ```swift
/// let track = FeatureExtractor().features(of: PoseTrack(frames, seat: .first))
/// let tilt = track[.headTilt]
/// ```
public struct FeatureExtractor: Sendable {
    public var settings: FeatureSettings

    public init(settings: FeatureSettings = FeatureSettings()) {
        self.settings = settings
    }

    /// The person's own measures over a whole track.
    public func reference(of track: PoseTrack) -> BodyReference {
        var estimator = BodyReferenceEstimator(settings: settings)
        for pose in track.poses { estimator.append(pose) }
        return estimator.reference
    }

    /// Channels over a whole track, smoothed; the same timestamps, presence unsmoothed.
    ///
    /// - Parameter reference: the person's measures, when they are known from elsewhere.
    public func features(
        of track: PoseTrack, reference known: BodyReference? = nil
    ) -> FeatureTrack {
        let reference = known ?? reference(of: track)
        var smoother = Smoother(halfWidth: settings.smoothing)
        var result = FeatureTrack()
        for (time, pose) in zip(track.times, track.poses) {
            let sample = FeatureSample(
                time: time, presence: presence(of: pose), row: row(of: pose, reference: reference))
            for done in smoother.append(sample) { result.append(done) }
        }
        for done in smoother.finish() { result.append(done) }
        return result
    }

    /// Confidence that the seat is occupied and its landmarks can be used, 0…1: the pose's score.
    public func presence(of pose: BodyPose?) -> Double {
        guard let pose, pose.score.isFinite else { return 0 }
        return min(max(Double(pose.score), 0), 1)
    }

    /// One value per channel in `Channel.allCases` order; `NaN` for what was not measured.
    public func row(of pose: BodyPose?, reference: BodyReference) -> [Double] {
        var row = [Double](repeating: .nan, count: Channel.allCases.count)
        guard let pose, let body = BodyMeasures(pose, settings: settings) else { return row }
        row[Channel.motionEnergy.index] = pose.motionEnergy.map(Double.init) ?? .nan
        fillHead(body, &row)
        fillTrunk(body, reference, &row)
        for side in Side.allCases { fillHand(body, side, reference, &row) }
        return row
    }

    private func fillHead(_ body: BodyMeasures, _ row: inout [Double]) {
        guard let face = body.face, let head = HeadAngles(face) else { return }
        row[Channel.headTilt.index] = head.roll
        row[Channel.headNod.index] = head.pitch
        row[Channel.headTurn.index] = Angle.wrapped(head.yaw - body.trunkTurn)
    }

    private func fillTrunk(
        _ body: BodyMeasures, _ reference: BodyReference, _ row: inout [Double]
    ) {
        row[Channel.trunkTurn.index] = body.trunkTurn
        row[Channel.trunkPitch.index] = body.trunkPitch
        row[Channel.trunkLean.index] = body.trunkLean
        row[Channel.shoulderTilt.index] = body.shoulderTilt(reference)
        row[Channel.shoulderRaise.index] =
            reference.neck - body.neck / reference.shoulderWidth
    }

    private func fillHand(
        _ body: BodyMeasures, _ side: Side, _ reference: BodyReference, _ row: inout [Double]
    ) {
        guard let hand = body.hand(side) else { return }
        let place = (hand.center - body.midShoulder) / reference.shoulderWidth
        let (x, y, toFace): (Channel, Channel, Channel) =
            side == .left
            ? (.leftHandX, .leftHandY, .leftHandToFace)
            : (.rightHandX, .rightHandY, .rightHandToFace)
        row[x.index] = place.x
        row[y.index] = -place.y
        guard let outline = body.faceOutline else { return }
        row[toFace.index] = hand.distance(to: outline) / reference.shoulderWidth
    }
}
