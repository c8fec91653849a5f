import Base
import Foundation

/// How somebody who walks is seen, told by the width of the shoulders in the picture.
package enum GaitView: String, Sendable, Codable, CaseIterable {
    /// Toward the camera or away from it, within 45°.
    case frontal
    /// Across the picture, within 20°.
    case sideways
    /// In between.
    case oblique

    /// Shoulder widths in the picture, in lengths of the trunk: the joints of the shoulders are about 0.7 trunk
    /// lengths apart, of which half is seen at 45° and a third at 20° from the profile.
    static let frontalSpan = 0.5
    static let sidewaysSpan = 0.25

    /// `nil` when the shoulders were not seen.
    init?(span: Double) {
        guard span.isFinite else { return nil }
        self =
            span >= Self.frontalSpan
            ? .frontal : span <= Self.sidewaysSpan ? .sideways : .oblique
    }
}

/// A foot that comes to the ground.
package struct GaitStep: Sendable, Equatable, Codable {
    package var seat: Seat
    /// The person's own foot; `nil` where nobody can say which.
    package var foot: Side?
    /// Seconds.
    package var time: Double
    /// Since the step before, seconds; `nil` for the first step of a walk.
    package var stepTime: Double?
    /// From ankle to ankle as the foot comes down, in lengths of the leg; `nil` unless seen sideways.
    package var stepLength: Double?
    /// Range of the angle between arm and trunk since the step before, degrees; `nil` unless seen sideways.
    package var swing: Double?

    /// Steps are told where instants lie no farther apart, as a rule, seconds.
    package static let longestInterval = GaitRun.longestInterval

    package init(
        seat: Seat, foot: Side? = nil, time: Double, stepTime: Double? = nil,
        stepLength: Double? = nil, swing: Double? = nil
    ) {
        self.seat = seat
        self.foot = foot
        self.time = time
        self.stepTime = stepTime
        self.stepLength = stepLength
        self.swing = swing
    }
}

/// How one person walked: every step that was seen, and what they come to.
package struct Gait: Sendable, Equatable {
    /// In order of time.
    package var steps: [GaitStep]
    package var figures: GaitFigures

    package init(steps: [GaitStep] = [], figures: GaitFigures) {
        self.steps = steps
        self.figures = figures
    }
}

/// What the steps of one person come to. What the view did not allow is `nil`.
package struct GaitFigures: Sendable, Equatable, Codable {
    package var seat: Seat
    /// How many steps were seen, and in how many seconds of walking.
    package var steps: Int
    package var seconds: Double
    /// How most of the steps were seen.
    package var view: GaitView?
    /// Steps a minute; mean and standard deviation of the time from step to step, seconds.
    package var cadence: Double?
    package var stepTime: Double?
    package var stepTimeSD: Double?
    /// Times of steps that end on the left foot minus those that end on the right, over their mean: above 0 who
    /// hurries off the left leg. With its 95 % interval.
    package var asymmetry: Double?
    package var asymmetryLow: Double?
    package var asymmetryHigh: Double?
    /// Median range of the angle between arm and trunk in a step, degrees; seen sideways.
    package var armSwing: Double?
    /// Median range of the trunk's sideways lean in a stride, degrees; seen from the front or back.
    package var trunkSway: Double?
    /// Stiff is who moves these little: median range in a stride of the knees' flexion and of the trunk's lean
    /// forward, degrees; seen sideways.
    package var kneeRange: Double?
    package var trunkRange: Double?

    package init(seat: Seat, steps: Int = 0, seconds: Double = 0, view: GaitView? = nil) {
        self.seat = seat
        self.steps = steps
        self.seconds = seconds
        self.view = view
    }
}

extension GaitFigures {
    /// Fewer steps with each foot say nothing of an asymmetry.
    static let fewestPerFoot = 4

    /// Takes what the times from step to step come to.
    mutating func takeTimes(of all: [GaitStep]) {
        let times = all.compactMap(\.stepTime)
        guard times.count > 1 else { return }
        let mean = times.mean
        stepTime = mean
        stepTimeSD = times.variance.squareRoot()
        cadence = 60 / mean
        // A step on the left foot and the next one, on the right.
        let differences = zip(all, all.dropFirst()).compactMap { left, right -> Double? in
            guard left.foot == .left, right.foot == .right, let one = left.stepTime,
                let other = right.stepTime
            else { return nil }
            return one - other
        }
        guard differences.count >= Self.fewestPerFoot else { return }
        let difference = differences.mean
        // Where a step was seen too late its time is too long and the next too short, and so is the next pair's:
        // pairs that follow each other are alike.
        let alike = zip(differences, differences.dropFirst()).map {
            ($0 - difference) * ($1 - difference)
        }.mean
        let variance = differences.variance + 2 * max(alike, 0)
        // Two-sided 5 % of Student's t with six degrees of freedom.
        let reach = 2.45 * (variance / Double(differences.count)).squareRoot()
        asymmetry = difference / mean
        asymmetryLow = (difference - reach) / mean
        asymmetryHigh = (difference + reach) / mean
    }
}

extension [Double] {
    var mean: Double { reduce(0, +) / Double(count) }

    /// Of a sample; 0 of one value.
    var variance: Double {
        let middle = mean
        return reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(Swift.max(1, count - 1))
    }
}
