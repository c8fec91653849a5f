import Base
import CVision
import Posture

extension BodyPose {
    /// Middle between the shoulders, pixels.
    var midShoulder: SIMD2<Float> {
        let left = self[.leftShoulder]
        let right = self[.rightShoulder]
        return SIMD2(left.x + right.x, left.y + right.y) / 2
    }

    /// True when the trunk points downward, within 60°: nobody in a session stands on their head, but
    /// the network can see such a one in an empty chair.
    var isUpsideDown: Bool {
        let hips = SIMD2(
            self[.leftHip].x + self[.rightHip].x, self[.leftHip].y + self[.rightHip].y)
        let trunk = midShoulder - hips / 2
        return trunk.y > 0.5 * length(trunk)
    }

    var nose: SIMD2<Float> { SIMD2(self[.nose].x, self[.nose].y) }

    var shoulderWidth: Float {
        let left = self[.leftShoulder]
        let right = self[.rightShoulder]
        return length(SIMD2(left.x - right.x, left.y - right.y))
    }

    /// Shoulder width by which places and sizes are compared, pixels. Of somebody who walks past, whose shoulders
    /// lie one behind the other, that which goes with the length of the trunk.
    func width(in scene: Scene) -> Float {
        switch scene {
        case .seated: shoulderWidth
        case .walking:
            max(
                shoulderWidth,
                TrackingParameters.standard.walking.width * length(midShoulder - midHip))
        }
    }

    /// Middle between the hips, pixels.
    private var midHip: SIMD2<Float> {
        let left = self[.leftHip]
        let right = self[.rightHip]
        return SIMD2(left.x + right.x, left.y + right.y) / 2
    }

    /// True when both shoulders and head of the two lie on each other. Of two who sit close the shoulders
    /// may, and then the heads are closer than shoulder widths, but not than a face.
    func isSamePerson(as other: BodyPose, in scene: Scene = .seated) -> Bool {
        let search = TrackingParameters.standard.search
        let reach = search.samePerson * max(width(in: scene), other.width(in: scene))
        let heads = min(reach, search.sameHead * min(head.size, other.head.size))
        return length(midShoulder - other.midShoulder) < reach && length(nose - other.nose) < heads
    }

    /// What lies between two people side by side, x in pixels.
    struct Gap {
        /// From the inner shoulder of one to that of the other.
        var shoulders: ClosedRange<Float>
        /// Where a vertical line parts the two: halfway, moved aside by an arm that reaches over.
        var border: Float
    }

    /// The gap between two people; `nil` when their shoulders overlap in the picture.
    static func gap(between one: BodyPose, _ other: BodyPose) -> Gap? {
        let (left, right) = one.midShoulder.x <= other.midShoulder.x ? (one, other) : (other, one)
        let leftShoulder = max(left[.leftShoulder].x, left[.rightShoulder].x)
        let rightShoulder = min(right[.leftShoulder].x, right[.rightShoulder].x)
        guard leftShoulder < rightShoulder else { return nil }
        let from = max(leftShoulder, left.visibleArms.map(\.x).max() ?? leftShoulder)
        let to = min(rightShoulder, right.visibleArms.map(\.x).min() ?? rightShoulder)
        let middle = from < to ? (from + to) / 2 : (leftShoulder + rightShoulder) / 2
        let shoulders = leftShoulder...rightShoulder
        return Gap(shoulders: shoulders, border: middle.clamped(to: shoulders))
    }

    private var visibleArms: [LandmarkPoint] {
        [.leftElbow, .rightElbow, .leftWrist, .rightWrist, .leftIndex, .rightIndex]
            .map { self[$0] }.filter { $0.visibility > 0.5 }
    }

    /// Upright box around head, trunk and arms, with a margin of a quarter of its size.
    var bounds: cv_rect { bounds(in: .seated) }

    /// The same; of somebody who walks it holds the legs and feet, too.
    func bounds(in scene: Scene) -> cv_rect {
        let last = scene == .walking ? Landmark.rightFootIndex : .rightHip
        var low = SIMD2<Float>(repeating: .infinity)
        var high = SIMD2<Float>(repeating: -.infinity)
        for point in points.prefix(last.rawValue + 1) {
            low = pointwiseMin(low, SIMD2(point.x, point.y))
            high = pointwiseMax(high, SIMD2(point.x, point.y))
        }
        let margin = (high - low) / 8
        low -= margin
        high += margin
        return cv_rect(x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y)
    }
}
