package import Posture

/// A lasting change of how far apart two people sit: somebody came nearer, or moved away.
///
/// It is told where the medians of the half minutes before and after differ by more than landmarks err and people
/// stir, and found at the second that parts them best. A change in the picture that the sizes of both faces show as
/// well is the camera's, or both people's toward it, and none.
package struct DistanceChange: Sendable, Codable, Equatable {
    /// Who moved along the line between the two.
    package enum Mover: String, Sendable, Codable {
        case first, second, both
    }

    /// Seconds.
    package var time: Double
    /// Median distance in the half minute before and after, shoulder widths of the first seat.
    package var before: Double
    package var after: Double
    /// How far the distance of a second typically lies from these medians, shoulder widths: 1.4826 times the median
    /// deviation, which is the standard deviation of normal values.
    package var noise: Double
    /// `nil` where it cannot be told: where nobody knows where in the picture they were, or both were shifted alike, as
    /// by a camera that moves.
    package var mover: Mover?

    /// Shoulder widths; negative when they came nearer.
    package var change: Double { after - before }

    package init(
        time: Double, before: Double, after: Double, noise: Double, mover: Mover? = nil
    ) {
        self.time = time
        self.before = before
        self.after = after
        self.noise = noise
        self.mover = mover
    }

    /// What must stay on either side of a change, seconds: a convention, and half of it must be known.
    package static let reach = 30
    /// The smallest change, shoulder widths: some 10 cm. Landmarks err by up to 0.05, and a trunk that turns or breathes
    /// moves mid-shoulder by up to 0.1.
    package static let smallest = 0.25
    /// A change exceeds the noise by this factor.
    static let clearness = 3.0
    /// Whoever did three quarters of the change and more moved; a convention.
    static let mostShare = 0.75

    /// The changes of a session, in order of time.
    ///
    /// - Parameters:
    ///   - first, second: channels, the distance the same in both.
    ///   - places: per seat, mid-shoulder in the picture at each instant of the tracks, pixels; empty where it is not
    ///     known.
    package static func all(
        _ first: FeatureTrack, _ second: FeatureTrack, places: [[SIMD2<Float>]]
    ) -> [DistanceChange] {
        guard let seconds = DistanceSeconds(first, second, places: places) else { return [] }
        var found: [DistanceChange] = []
        var group: [DistanceStep] = []
        func take() {
            if let best = group.min(by: { $0.misfit < $1.misfit }) {
                found.append(seconds.change(best))
            }
            group = []
        }
        for boundary in seconds.boundaries {
            guard let step = seconds.step(at: boundary) else {
                take()
                continue
            }
            if let last = group.last, (last.change > 0) != (step.change > 0) { take() }
            group.append(step)
        }
        take()
        return found
    }
}
