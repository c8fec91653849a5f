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
package struct FeatureExtractor: Sendable {
    package var settings: FeatureSettings

    package init(settings: FeatureSettings = FeatureSettings()) {
        self.settings = settings
    }

    /// Channels over a whole track, smoothed; the same timestamps, presence unsmoothed.
    ///
    /// - Parameter known: the person's measures, when they are known from elsewhere.
    package func features(
        of track: PoseTrack, reference known: BodyScale? = nil
    ) -> FeatureTrack {
        var recorder = FeatureRecorder(settings: settings)
        for (time, pose) in zip(track.times, track.poses) {
            recorder.append(time: time, pose: pose)
        }
        return recorder.track(reference: known)
    }

    /// Confidence that the seat is occupied and its landmarks can be used, 0…1: the pose's score.
    package func presence(of pose: BodyPose?) -> Double {
        guard let pose, pose.score.isFinite else { return 0 }
        return min(max(Double(pose.score), 0), 1)
    }

    /// One value per channel in `Channel.allCases` order; `NaN` for what was not measured.
    package func row(of pose: BodyPose?, reference: BodyScale) -> [Double] {
        pixelRow(of: pose).row(in: reference)
    }

    /// The same before the person's size is known: lengths in pixels.
    func pixelRow(of pose: BodyPose?) -> RawFeatures {
        var row = RawFeatures()
        guard let pose, let body = BodyMeasures(pose, settings: settings) else { return row }
        row[.motionEnergy] = pose.motionEnergy.map(Double.init) ?? .nan
        fillHead(body, &row)
        fillTrunk(body, &row)
        for side in Side.allCases { fillHand(body, side, &row) }
        return row
    }

    private func fillHead(_ body: BodyMeasures, _ row: inout RawFeatures) {
        guard let face = body.face, let head = HeadAngles(face) else {
            if body.isFlat { row[.headTilt] = body.flatHeadRoll }
            return
        }
        row[.headTilt] = head.roll
        row[.headNod] = head.pitch
        row[.headTurn] = Angle.wrapped(head.yaw - body.trunkTurn)
    }

    private func fillTrunk(_ body: BodyMeasures, _ row: inout RawFeatures) {
        row[.trunkTurn] = body.trunkTurn
        row[.trunkPitch] = body.trunkPitch
        row[.trunkLean] = body.trunkLean
        row[.shoulderTilt] = body.shoulderTilt
        row[.shoulderRaise] = body.neck
        row.shoulderLine = body.shoulderLine.length
    }

    private func fillHand(_ body: BodyMeasures, _ side: Side, _ row: inout RawFeatures) {
        guard let hand = body.hand(side) else { return }
        let place = hand.center - body.midShoulder
        let (x, y, toFace): (Channel, Channel, Channel) =
            side == .left
            ? (.leftHandX, .leftHandY, .leftHandToFace)
            : (.rightHandX, .rightHandY, .rightHandToFace)
        row[x] = place.x
        row[y] = -place.y
        guard let outline = body.faceOutline else { return }
        row[toFace] = hand.distance(to: outline)
    }
}
