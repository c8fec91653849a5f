import Base
import CVision
import Posture

/// The vertical line between two people who share a picture. Where the landmark network, made for one
/// person, finds the other one instead, it is shown the picture up to this line only. Elsewhere it sees
/// all of it: an arm that reaches over would be cut off.
///
/// The line moves slowly: a picture that ends elsewhere at every instant would make hidden arms jump.
struct DyadBorder: Codable {
    /// Pixels; `nil` while there is no gap between the two.
    private(set) var x: Float?
    /// When it moved last, seconds.
    private var time = 0.0

    private static let memory = TrackingParameters.standard.border.memory

    /// Follows the gap between two people; without both, or without a gap, there is no line.
    mutating func move(between one: BodyPose?, _ other: BodyPose?, time now: Double) {
        defer { time = now }
        guard let one, let other, let gap = BodyPose.gap(between: one, other) else {
            x = nil
            return
        }
        let last = x ?? gap.border
        let weight = Float(min(1, max(0, now - time) / Self.memory))
        x = (last + (gap.border - last) * weight).clamped(to: gap.shoulders)
    }

    /// The first or second person's side of the picture; `nil` when it is the whole picture.
    func side(of seat: Int, _ first: BodyPose?, _ second: BodyPose?, in frame: Frame) -> cv_rect? {
        guard let x, let first, let second else { return nil }
        let isLeft = (first.midShoulder.x <= second.midShoulder.x) == (seat == 0)
        return isLeft
            ? cv_rect(x: 0, y: 0, width: x, height: frame.height)
            : cv_rect(x: x, y: 0, width: frame.width - x, height: frame.height)
    }
}
