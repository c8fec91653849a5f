/// How the camera sees one person over a stretch of time: what part of them, how large, from which side.
///
/// It says what can be measured of this person at all, and with what reserve: a hand behind a person in
/// profile cannot be told from one that is not there. ``CameraViewEstimator`` makes it of poses.
package struct CameraView: Sendable, Equatable {
    /// A part of the body that channels are measured on.
    package enum Part: String, Sendable, CaseIterable {
        case face, shoulders, hips, knees
        case leftHand = "left_hand"
        case rightHand = "right_hand"
    }

    /// Which side of somebody the camera sees.
    package enum Turn: String, Sendable, CaseIterable {
        case frontal
        case threeQuarter = "three_quarter"
        case profile
    }

    /// How far down somebody is seen.
    package enum Extent: String, Sendable, CaseIterable {
        case head
        case shoulders
        case waist
        case knees
    }

    /// Instants at which the person was looked for.
    package var instants: Int
    /// Share of them at which the pose can be used, 0…1.
    package var found: Double
    /// Per part, the share of the instants with a usable pose at which it was seen, 0…1.
    package var coverage: [Part: Double]
    /// Median height of the face from hairline to chin, pixels.
    package var faceHeight: Double
    /// Median distance between the outer corners of the eyes, pixels; foreshortened by a turned head.
    package var eyeDistance: Double
    /// Median turn of the head away from the camera, degrees; to own left. `NaN` without a face mesh.
    package var headTurn: Double
    /// Share of the instants with a usable pose at which the head is turned so far that the camera sees its
    /// side, 0…1: turned by `profileTurn` and more, or its mesh lost while eyes and mouth lie as in profile.
    package var headInProfile: Double
    /// Median length of the shoulder line in heights of the face: some 1.75 from the front, 0 from the side.
    package var shoulderSpan: Double
    /// Median slope of the shoulder line in the picture, degrees; own left shoulder higher.
    package var shoulderSlope: Double
    /// Median roll of the head in the picture, degrees; toward own left shoulder.
    package var headRoll: Double
    /// Mean score of the face mesh where the head is not in profile, 0 where there was none; 0…1.
    package var faceScore: Double

    package subscript(_ part: Part) -> Double { coverage[part] ?? 0 }
}

extension CameraView {
    /// Turn of the head from which on it counts as profile, degrees: half way between the turns of heads that
    /// two annotators called turned away and of those they did not (53° and 51° on two halves of real clips).
    package static let profileTurn = 52.0
    /// Turn of the head up to which it counts as frontal, degrees.
    static let frontalTurn = 25.0
    /// Length of the shoulder line from the front, heights of the face: BlazePose's shoulders of people who
    /// face the camera were measured at 1.6 to 1.9.
    static let frontalSpan = 1.75
    /// Below this the trunk is in profile (turned by 55°): hands then hide each other.
    static let profileSpan = 1.0
    /// From this on it is frontal (turned by less than 31°).
    static let frontalSpanLeast = 1.5
    /// Share of the time for which a part must be seen to count as seen, 0…1.
    package static let mostly = 0.5

    /// Which side of the head the camera sees for most of the time; `nil` when there is no face.
    package var head: Turn? {
        if headInProfile >= Self.mostly { return .profile }
        guard headTurn.isFinite else { return nil }
        let turn = abs(headTurn)
        return turn >= Self.profileTurn
            ? .profile : turn > Self.frontalTurn ? .threeQuarter : .frontal
    }

    /// Which side of the trunk the camera sees; `nil` when shoulders or face are hidden.
    package var trunk: Turn? {
        guard shoulderSpan.isFinite else { return nil }
        if shoulderSpan < Self.profileSpan { return .profile }
        return shoulderSpan < Self.frontalSpanLeast ? .threeQuarter : .frontal
    }

    /// How far down the person is seen; `nil` when nothing is.
    package var extent: Extent? {
        if self[.knees] >= Self.mostly { return .knees }
        if self[.hips] >= Self.mostly { return .waist }
        if self[.shoulders] >= Self.mostly { return .shoulders }
        return self[.face] >= Self.mostly ? .head : nil
    }
}

/// Collects how the camera sees one person, pose by pose.
///
/// It keeps histograms only, so that hours cost no more than a minute.
package struct CameraViewEstimator: Sendable {
    private let settings: FeatureSettings
    private var instants = 0
    private var found = 0
    private var seen: [CameraView.Part: Int] = [:]
    private var profiles = 0
    private var scores = (sum: 0.0, count: 0)
    private var faceHeights = RunningQuantile(0.5, in: 0...2000, bins: 4000)
    private var eyeDistances = RunningQuantile(0.5, in: 0...1000, bins: 4000)
    private var headTurns = RunningQuantile(0.5, in: -180...180, bins: 720)
    private var headRolls = RunningQuantile(0.5, in: -180...180, bins: 1440)
    private var slopes = RunningQuantile(0.5, in: -180...180, bins: 1440)
    private var spans = RunningQuantile(0.5, in: 0...5, bins: 1000)

    package init(settings: FeatureSettings = FeatureSettings()) { self.settings = settings }

    /// Adds what was seen at one instant; somebody who was not filmed counts for nothing.
    package mutating func append(_ pose: BodyPose?) {
        if pose?.isUnfilmed == true { return }
        instants += 1
        guard let pose, let body = BodyMeasures(pose, settings: settings) else { return }
        found += 1
        for part in CameraView.Part.allCases where body.shows(part) { seen[part, default: 0] += 1 }
        appendHead(body)
        appendTrunk(body)
    }

    private mutating func appendHead(_ body: BodyMeasures) {
        let face = body.face
        let head = face.flatMap { HeadAngles($0) }
        if let face, let head {
            eyeDistances.append(
                (face.picture(.leftEyeOuter) - face.picture(.rightEyeOuter)).length)
            headTurns.append(head.yaw)
            headRolls.append(head.roll)
        }
        faceHeights.append(body.faceHeight)
        if head.map({ abs($0.yaw) >= CameraView.profileTurn }) ?? body.posesInProfile {
            profiles += 1
        } else {
            scores.sum += face.map { Double($0.score) } ?? 0
            scores.count += 1
        }
    }

    private mutating func appendTrunk(_ body: BodyMeasures) {
        slopes.append(body.shoulderTilt)
        spans.append(body.shoulderLine.length / body.faceHeight)
    }

    /// The view so far.
    package var view: CameraView {
        let share = { (count: Int, of: Int) in of > 0 ? Double(count) / Double(of) : 0 }
        return CameraView(
            instants: instants, found: share(found, instants),
            coverage: seen.mapValues { share($0, found) },
            faceHeight: faceHeights.value, eyeDistance: eyeDistances.value,
            headTurn: headTurns.value, headInProfile: share(profiles, found),
            shoulderSpan: spans.value, shoulderSlope: slopes.value, headRoll: headRolls.value,
            faceScore: scores.count > 0 ? scores.sum / Double(scores.count) : .nan)
    }
}

extension BodyMeasures {
    fileprivate func shows(_ part: CameraView.Part) -> Bool {
        switch part {
        case .face: face != nil
        case .shoulders: isVisible(.leftShoulder) && isVisible(.rightShoulder)
        case .hips: isVisible(.leftHip) && isVisible(.rightHip)
        case .knees: isVisible(.leftKnee) && isVisible(.rightKnee)
        case .leftHand: hand(.left) != nil
        case .rightHand: hand(.right) != nil
        }
    }
}
