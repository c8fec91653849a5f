import Foundation

/// By how much a picture is askew, told by what all people in it share.
///
/// A picture that is turned tilts heads and shoulders of everybody to the same side, by as much, and all the
/// time. Somebody who likes to hold the head aslant, and two who lean to each other, do not: theirs are not
/// all of one sign and size. What two people share who both lean the same way with head and shoulders for most
/// of the session cannot be told from a picture that is askew.
package struct CameraRoll: Sendable, Equatable, Codable {
    /// Degrees that the picture is turned clockwise; `nil` when that cannot be told.
    package var degrees: Double?

    /// Below this, unequal shoulders and how people sit are as likely as a turned picture, degrees.
    package static let least = 3.0
    /// How far lines may lie apart that a turned picture has in common, degrees: what heads and shoulders of
    /// people who sit upright differ by (docs/decisions/0036).
    static let spread = 5.0

    package init(degrees: Double?) { self.degrees = degrees }

    /// What is taken out of the picture, degrees clockwise; 0 where nothing is.
    package var correction: Double {
        guard let degrees, abs(degrees) >= Self.least else { return 0 }
        return degrees
    }

    /// - Parameters:
    ///   - heads: per person, the usual roll of the head, degrees toward own left; `NaN` when not known.
    ///   - shoulders: per person, by how much own left shoulder is usually lower, degrees; `NaN` when not known.
    package init(heads: [Double], shoulders: [Double]) {
        degrees = Self.shared(heads + shoulders) ?? Self.balanced(heads, shoulders)
    }

    /// The mean of the lines when all are alike, or all but one.
    private static func shared(_ lines: [Double]) -> Double? {
        let known = lines.filter(\.isFinite).sorted()
        guard lines.count == 4, known.count >= 3 else { return nil }
        for count in [4, 3] where known.count >= count {
            let runs = (0...(known.count - count)).map { Array(known[$0..<($0 + count)]) }
            let narrowest = runs.min { $0[count - 1] - $0[0] < $1[count - 1] - $1[0] }
            if let run = narrowest, run[count - 1] - run[0] <= spread {
                return run.reduce(0, +) / Double(count)
            }
        }
        return nil
    }

    /// Of two who are turned to each other a camera that looks down sees the shoulders slope to opposite sides;
    /// their mean does not.
    private static func balanced(_ heads: [Double], _ shoulders: [Double]) -> Double? {
        guard heads.count == 2, shoulders.count == 2 else { return nil }
        let head = (heads[0] + heads[1]) / 2
        let shoulder = (shoulders[0] + shoulders[1]) / 2
        guard abs(heads[0] - heads[1]) <= spread, abs(head - shoulder) <= spread else { return nil }
        return (head + shoulder) / 2
    }
}

/// Collects how heads and shoulders of both people lie in the picture that they share.
///
/// It keeps histograms only. Hours cost no more than a minute.
package struct CameraRollEstimator: Sendable {
    /// How long both must have been seen for the roll to be known, seconds: a posture is seldom held longer by
    /// both.
    package static let leastSeconds = 20.0
    /// Turn of the head up to which its roll is sure enough, degrees: that up to which a tilt is told.
    private static let frontalTurn = 35.0
    /// Share of the instants at which a line must have been seen, 0…1.
    private static let leastShare = 0.2

    private let settings: FeatureSettings
    /// Per person, heads and then shoulders.
    private var lines = (0..<4).map { _ in Line() }
    private var instants = 0
    private var seconds = 0.0
    private var last: Double?

    /// Where one line lies over time.
    private struct Line {
        /// For how much of the time a line must be turned to be so by the camera, 0…1. People lean on a hand or
        /// an armrest for a good part of a session.
        static let lasting = 0.65
        var quantiles = [1 - Self.lasting, 0.5, Self.lasting].map {
            RunningQuantile($0, in: -90...90, bins: 1440)
        }

        mutating func append(_ value: Double) {
            for index in quantiles.indices { quantiles[index].append(value) }
        }
    }

    package init(settings: FeatureSettings = FeatureSettings()) { self.settings = settings }

    /// Adds what was seen of both at one instant.
    package mutating func append(time: Double, _ poses: [BodyPose?]) {
        let bodies = poses.map { pose in
            pose.flatMap { $0.isUnfilmed ? nil : BodyMeasures($0, settings: settings) }
        }
        defer { last = time }
        guard bodies.count == 2, bodies.allSatisfy({ $0 != nil }) else { return }
        instants += 1
        if let last, time > last { seconds += min(time - last, 1) }
        for (index, body) in bodies.enumerated() {
            guard let body else { continue }
            lines[index].append(headRoll(body))
            lines[2 + index].append(shoulderRoll(body))
        }
    }

    private func headRoll(_ body: BodyMeasures) -> Double {
        guard let face = body.face, let head = HeadAngles(face) else {
            return body.hasDepth ? .nan : body.flatHeadRoll
        }
        return abs(head.yaw) <= Self.frontalTurn ? head.roll : .nan
    }

    /// Of shoulders that are not seen in profile.
    private func shoulderRoll(_ body: BodyMeasures) -> Double {
        let span = body.shoulderLine.length / body.faceHeight
        return span >= CameraView.profileSpan ? -body.shoulderTilt : .nan
    }

    /// Whether enough has been seen.
    package var isReady: Bool { seconds >= Self.leastSeconds }

    /// The roll from everything so far.
    package var roll: CameraRoll {
        guard isReady else { return CameraRoll(degrees: nil) }
        let all = CameraRoll(heads: medians(0..<2, .none), shoulders: medians(2..<4, .none))
        guard let degrees = all.degrees, abs(degrees) >= CameraRoll.least else { return all }
        // It is there all the time, not for half of it.
        return CameraRoll(
            heads: medians(0..<2, degrees), shoulders: medians(2..<4, degrees))
    }

    /// - Parameter roll: lines that are not turned by half as much for most of the time are left out.
    private func medians(_ range: Range<Int>, _ roll: Double?) -> [Double] {
        lines[range].map { line in
            let (low, middle, high) = (line.quantiles[0], line.quantiles[1], line.quantiles[2])
            guard Double(middle.total) >= Self.leastShare * Double(instants) else { return .nan }
            if let roll {
                let nearest = roll > 0 ? low.value : -high.value
                guard nearest >= abs(roll) / 2 else { return .nan }
            }
            return middle.value
        }
    }
}

extension BodyPose {
    /// The pose as an upright camera would have seen it, but for where in the picture that is.
    ///
    /// - Parameter degrees: by which the picture is turned clockwise.
    package func levelled(by degrees: Double) -> BodyPose {
        guard degrees != 0 else { return self }
        let (cosine, sine) = (
            Float(cos(degrees * .pi / 180)), Float(sin(degrees * .pi / 180))
        )
        // Counterclockwise as seen, with y down.
        func turn(_ x: Float, _ y: Float) -> (Float, Float) {
            (cosine * x + sine * y, cosine * y - sine * x)
        }
        var pose = self
        for index in pose.points.indices {
            (pose.points[index].x, pose.points[index].y) = turn(
                points[index].x, points[index].y)
        }
        for index in pose.world.indices {
            (pose.world[index].x, pose.world[index].y) = turn(world[index].x, world[index].y)
        }
        if var face = pose.face {
            for index in face.points.indices {
                (face.points[index].x, face.points[index].y) = turn(
                    face.points[index].x, face.points[index].y)
            }
            pose.face = face
        }
        for side in Side.allCases {
            guard var hand = pose[hand: side] else { continue }
            for index in hand.points.indices {
                (hand.points[index].x, hand.points[index].y) = turn(
                    hand.points[index].x, hand.points[index].y)
            }
            pose[hand: side] = hand
        }
        return pose
    }
}
