import CVision
import Foundation
import Posture

/// What somebody looks like, as far as colours tell: shares of classes of colour on the chest and
/// around the head.
struct Appearance: Sendable, Codable, Equatable {
    /// Chest, then head; each sums to 1.
    var shares: [Float]

    static let size = 2 * CV_COLOUR_BINS

    /// How unlike two are, 0…1: the Hellinger distance of the shares, the chest (clothes) counting for
    /// two thirds and the head (hair) for one.
    func distance(to other: Appearance) -> Float {
        let half = CV_COLOUR_BINS
        var chest: Float = 0
        var head: Float = 0
        for bin in 0..<half { chest += (shares[bin] * other.shares[bin]).squareRoot() }
        for bin in half..<(2 * half) { head += (shares[bin] * other.shares[bin]).squareRoot() }
        let apart = max(0, 1 - chest) * 2 / 3 + max(0, 1 - head) / 3
        return apart.squareRoot()
    }
}

extension Appearance {
    /// The person of a pose in a frame; `nil` when too much of them lies outside the picture.
    init?(of pose: BodyPose, in frame: Frame) {
        let left = SIMD2(pose[.leftShoulder].x, pose[.leftShoulder].y)
        let right = SIMD2(pose[.rightShoulder].x, pose[.rightShoulder].y)
        let ears = length(
            SIMD2(pose[.leftEar].x - pose[.rightEar].x, pose[.leftEar].y - pose[.rightEar].y))
        // A person seen from the side has hardly any shoulder width; the head is a third of it.
        let width = max(length(left - right), 2 * ears)
        guard width > 4 else { return nil }
        let line = left - right
        let turn = length(line) > 1 ? Appearance.upright(atan2(line.y, line.x)) : 0
        let down = SIMD2(-sin(turn), cos(turn))
        let middle = (left + right) / 2 + down * 0.5 * width
        let chest = Region(
            x: middle.x, y: middle.y, width: 0.8 * width, height: 0.8 * width, rotation: turn)
        let head = Region(
            x: pose.nose.x, y: pose.nose.y - 0.15 * width, width: 0.6 * width, height: 0.7 * width)
        var shares = [Float](repeating: 0, count: Appearance.size)
        let half = CV_COLOUR_BINS
        let seen = shares.withUnsafeMutableBufferPointer { buffer -> Bool in
            guard let base = buffer.baseAddress else { return false }
            return frame.colours(of: chest, into: base)
                && frame.colours(of: head, into: base + half)
        }
        guard seen else { return nil }
        self.shares = shares
    }

    /// The angle of the shoulder line, whichever way it runs, within ±90°.
    private static func upright(_ angle: Float) -> Float {
        angle > .pi / 2 ? angle - .pi : angle < -.pi / 2 ? angle + .pi : angle
    }
}

extension Frame {
    /// Shares of the classes of colour in a region; `false` when too little of it is in the picture.
    fileprivate func colours(of region: Region, into shares: UnsafeMutablePointer<Float>) -> Bool {
        region.isFinite
            && cv_frame_colours(handle, region.edge, shares, cv_message(text: nil, capacity: 0))
                == CV_OK
    }
}

/// What one person has looked like so far.
struct AppearanceModel: Sendable, Codable, Equatable {
    /// The running mean.
    private(set) var mean: Appearance?
    /// How far this person usually is from their own mean, 0…1.
    private(set) var spread: Float = 0.1
    private(set) var samples = 0

    static let parameters = TrackingParameters.standard.appearance

    var isKnown: Bool { samples >= Self.parameters.enough }

    /// Distance of a sighting from the mean; `nil` before enough was seen.
    func distance(to sighting: Appearance) -> Float? {
        isKnown ? mean?.distance(to: sighting) : nil
    }

    mutating func learn(_ sighting: Appearance) {
        guard var shares = mean?.shares else {
            mean = sighting
            samples = 1
            return
        }
        if isKnown, let away = mean?.distance(to: sighting) {
            spread += (away - spread) / Float(min(samples, Self.parameters.memory))
        }
        samples += 1
        let weight = 1 / Float(min(samples, Self.parameters.memory))
        for bin in shares.indices { shares[bin] += (sighting.shares[bin] - shares[bin]) * weight }
        mean = Appearance(shares: shares)
    }

    /// How unlike this person a sighting is, in their own usual distances above the usual; above 4
    /// hardly the same person in the same light. `nil` before enough was seen.
    func strangeness(of sighting: Appearance) -> Float? {
        distance(to: sighting).map { ($0 - spread) / (0.5 * spread + 0.03) }
    }
}

/// What the two people look like, and what that says about who is who.
struct DyadAppearance: Sendable, Codable {
    private(set) var models = [AppearanceModel(), AppearanceModel()]

    mutating func learn(_ sighting: Appearance, of seat: Int) { models[seat].learn(sighting) }
    mutating func swap() { models.swapAt(0, 1) }
    mutating func forget(_ seat: Int) { models[seat] = AppearanceModel() }

    static let parameters = TrackingParameters.standard.appearance

    /// True when clothes and hair distinguish the two.
    var isDistinct: Bool {
        guard models.allSatisfy(\.isKnown), let first = models[0].mean,
            let second = models[1].mean
        else { return false }
        return first.distance(to: second) > Self.parameters.distinction * scale
    }

    /// The usual distance of a person from their own mean, and something for the light.
    private var scale: Float { (models[0].spread + models[1].spread) / 2 + 0.05 }

    /// What the sightings say: positive when each is in the right seat, negative when swapped; beyond
    /// ±0.5 is clear. `nil` when they say nothing.
    func evidence(_ sightings: [Appearance?]) -> Float? {
        guard isDistinct else { return nil }
        let margins = sightings.enumerated().compactMap { seat, sighting -> Float? in
            guard let sighting, let own = models[seat].distance(to: sighting),
                let other = models[1 - seat].distance(to: sighting)
            else { return nil }
            return (other - own) / scale
        }
        return margins.isEmpty ? nil : margins.reduce(0, +) / Float(margins.count)
    }
}
