import Base

/// Turns the poses of one person into channels.
///
/// `features(of:)` estimates the person's measures over the whole track first and then expresses every
/// pose in them; `LiveFeatures` uses the measures known so far.
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
    /// - Parameter known: the person's measures, if they are known from elsewhere.
    package func features(
        of track: PoseTrack, reference known: BodyScale? = nil
    ) -> FeatureTrack {
        var recorder = FeatureRecorder(settings: settings)
        for (time, pose) in zip(track.times, track.poses) {
            recorder.append(time: time, pose: pose)
        }
        return recorder.track(reference: known)
    }

    /// Confidence that the seat is occupied and its landmarks can be used, 0…1: the pose's score; `NaN`
    /// when the seat was not filmed.
    package func presence(of pose: BodyPose?) -> Double {
        if let pose, pose.isUnfilmed { return .nan }
        guard let pose, pose.score.isFinite else { return 0 }
        return Double(pose.score).clamped(to: 0...1)
    }

    /// One value per channel in `Channel.allCases` order; `NaN` for what was not measured.
    ///
    /// - Parameter partner: the other person in the same picture.
    package func row(
        of pose: BodyPose?, partner: BodyPose? = nil, reference: BodyScale
    ) -> [Double] {
        pixelRow(of: pose, partner: partner).row(in: reference)
    }

    /// As `row(of:partner:reference:)`, before the person's size is known: lengths in pixels.
    ///
    /// - Parameter partner: the other person in the same picture.
    func pixelRow(of pose: BodyPose?, partner: BodyPose? = nil) -> RawFeatures {
        var row = RawFeatures()
        guard let pose, let body = BodyMeasures(pose, settings: settings) else { return row }
        row[.motionEnergy] = pose.motionEnergy.map(Double.init) ?? .nan
        fillHead(body, &row)
        if let face = body.expression { fillFace(face, &row) }
        fillTrunk(body, &row)
        for side in Side.allCases { fillHand(body, side, &row) }
        row[.shoulderSpan] = body.shoulderSpan
        row[.handsApart] = body.handsApart
        row[.handsPast] = body.handsPast
        row[.handsOverlap] = body.handsOverlap
        row[.wristsToElbows] = body.wristsToElbows
        row[.handsOffArms] = body.handsOffArms
        if let other = partner.flatMap({ BodyMeasures($0, settings: settings) }),
            let side = PartnerSide(of: other, for: body)
        {
            row[.toPartner] = side.turn(of: row[.headTurn])
            row[.distance] = side.distance
        }
        if partner != nil { row.place = body.midShoulder }
        return row
    }

    private func fillHead(_ body: BodyMeasures, _ row: inout RawFeatures) {
        row[.nearness] = body.meshHeight
        guard let face = body.alignment, let head = HeadAngles(face) else {
            if !body.hasDepth { row[.headTilt] = body.flatHeadRoll }
            row[.headTurn] = body.profileTurn
            return
        }
        row[.headTilt] = head.roll
        row[.headNod] = head.pitch
        row[.headTurn] = head.yaw
    }

    private func fillFace(_ face: FaceExpression, _ row: inout RawFeatures) {
        row.expression = face
        if face.isMouthTold {
            row[.smile] = face.smile
            row[.mouthOpen] = min(face.lipsApart, 1)
        }
        if face.areBrowsTold { row[.browRaise] = face.brows }
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
        row[side == .left ? .leftHandSeen : .rightHandSeen] = body.handScore(side)
        let fingers: Channel = side == .left ? .leftFingersToFace : .rightFingersToFace
        guard let hand = body.hand(side) else {
            if body.pose[isAway: side], body.faceOutline != nil {
                row[fingers] = BodyMeasures.away * body.faceHeight
            }
            return
        }
        let place = hand.center - body.midShoulder
        let (x, y, toFace): (Channel, Channel, Channel) =
            side == .left
            ? (.leftHandX, .leftHandY, .leftHandToFace)
            : (.rightHandX, .rightHandY, .rightHandToFace)
        row[x] = place.x
        row[y] = -place.y
        guard let outline = body.faceOutline else { return }
        row[toFace] = hand.distance(to: outline)
        row[fingers] = hand.tipDistance(
            to: outline, finger: BodyMeasures.fingerReach * body.faceHeight)
    }
}

/// The channels of one pose before the person's size is known: lengths are picture pixels.
struct RawFeatures {
    /// Per channel; `shoulder_raise` holds the neck instead, mid-shoulder to the middle of the ears,
    /// `nearness` the height of the face, `smile` and `brow_raise` what is to be held against the neutral face.
    /// `face_motion` takes more than one pose, see `FaceMotion`.
    var values = [Double](repeating: .nan, count: Channel.allCases.count)
    /// Length of the shoulder line as seen.
    var shoulderLine = Double.nan
    /// What the face does; `nil` without a mesh.
    var expression: FaceExpression?
    /// Mid-shoulder in a picture that shows both; `NaN` where it is hidden, or each has a picture of their own.
    var place = Vector2(repeating: .nan)

    subscript(_ channel: Channel) -> Double {
        get { values[channel.index] }
        set { values[channel.index] = newValue }
    }

    /// Share of the person's shoulder width below which the shoulder line is foreshortened too much to
    /// have a slope (a turn of more than 60°).
    static let shortestShoulderLine = 0.5

    /// The values in the person's own measures.
    ///
    /// - Parameter width: the first seat's shoulder width, in which the distance of both is given; `nil` of the
    ///   first seat itself.
    func row(in reference: BodyScale, distanceIn width: Double? = nil) -> [Double] {
        var row = values
        for channel in Channel.allCases where channel.unit == .shoulderWidths {
            row[channel.index] /=
                channel.isOfPair ? width ?? reference.shoulderWidth : reference.shoulderWidth
        }
        row[Channel.shoulderRaise.index] = reference.neck - row[Channel.shoulderRaise.index]
        for channel in Channel.allCases where channel.unit == .faceHeights {
            row[channel.index] /= reference.face
        }
        row[Channel.nearness.index] /= reference.face
        let neutral = reference.neutral
        row[Channel.smile.index] = neutral.smile(row[Channel.smile.index])
        row[Channel.browRaise.index] = neutral.browRaise(
            row[Channel.browRaise.index], pitch: row[Channel.headNod.index])
        if !(shoulderLine >= Self.shortestShoulderLine * reference.shoulderWidth) {
            row[Channel.shoulderTilt.index] = .nan
        }
        return row
    }
}
