import Base
import Foundation

/// What the walks of one person come to: a row per step, and what all of them have in common.
struct GaitSummary {
    let seat: Seat
    let walks: [Walk]

    var gait: Gait {
        var steps: [GaitStep] = []
        var views: [GaitView] = []
        for walk in walks {
            let seen = WalkMeasures(walk: walk)
            for (index, contact) in walk.contacts.enumerated() {
                var step = GaitStep(
                    seat: seat, foot: walk.feet[index], time: walk.run.time(contact))
                if index > 0 {
                    step.stepTime = (contact - walk.contacts[index - 1]) / GaitRun.rate
                }
                let view = seen.view(at: contact)
                if let view { views.append(view) }
                if view == .sideways {
                    step.stepLength = seen.stepLength(at: contact).known
                    if index > 0 {
                        step.swing =
                            seen.armSwing(
                                from: walk.contacts[index - 1], to: contact
                            ).known
                    }
                }
                steps.append(step)
            }
        }
        return Gait(steps: steps, figures: figures(steps, views))
    }

    private func figures(_ steps: [GaitStep], _ views: [GaitView]) -> GaitFigures {
        let seconds = walks.reduce(0) {
            $0 + (($1.contacts.last ?? 0) - ($1.contacts.first ?? 0)) / GaitRun.rate
        }
        var figures = GaitFigures(seat: seat, steps: steps.count, seconds: seconds)
        figures.view = GaitView.allCases.max { one, other in
            views.count { $0 == one } < views.count { $0 == other }
        }
        if views.isEmpty { figures.view = nil }
        figures.takeTimes(of: steps)
        figures.armSwing = steps.compactMap(\.swing).median
        figures.trunkSway = median(.frontal) { $0.range([.lean], from: $1, to: $2) }
        figures.kneeRange = median(.sideways) {
            $0.range([.leftKnee, .rightKnee], from: $1, to: $2)
        }
        figures.trunkRange = median(.sideways) { $0.range([.lean], from: $1, to: $2) }
        return figures
    }

    /// Over strides that were seen in a view.
    private func median(
        _ view: GaitView, _ value: (WalkMeasures, Double, Double) -> Double
    ) -> Double? {
        walks.flatMap { walk in
            let seen = WalkMeasures(walk: walk)
            return zip(walk.contacts, walk.contacts.dropFirst(2))
                .filter { seen.view(at: ($0 + $1) / 2) == view }
                .map { value(seen, $0, $1) }
        }.filter(\.isFinite).median
    }
}

/// What the view of a walk lets measure.
struct WalkMeasures {
    let walk: Walk

    /// Share of the samples of a stretch that must be known.
    private static let known = 0.6
    /// Ranges are taken between these shares of the values: a landmark that jumps for an instant is left out.
    private static let inner = 0.05...0.95
    /// The leg is at its longest in the picture when it is straight and moves across it: nearly the longest that
    /// was seen.
    private static let straight = 0.9

    private var run: GaitRun { walk.run }
    /// Length of the leg, trunk lengths; `NaN` where it was not seen.
    private let leg: Double

    init(walk: Walk) {
        self.walk = walk
        let run = walk.run
        let whole = run.samples(from: walk.contacts.first ?? 0, to: walk.contacts.last ?? 0)
        leg =
            whole.map { run[.leg][$0] / run.trunk[$0] }.filter(\.isFinite)
            .quantile(Self.straight) ?? .nan
    }

    func view(at contact: Double) -> GaitView? {
        let reach = 2 * walk.period
        let spans = run.samples(from: contact - reach, to: contact + reach)
            .map { abs(run[.span][$0]) / run.trunk[$0] }.filter(\.isFinite)
        return spans.median.flatMap(GaitView.init(span:))
    }

    /// How far the ankles are apart as the foot comes down, leg lengths.
    func stepLength(at contact: Double) -> Double {
        let around = run.samples(
            from: contact - 0.2 * walk.period, to: contact + 0.4 * walk.period)
        let apart = around.map { run.reach[$0] }.filter(\.isFinite)
        return (apart.max() ?? .nan) / leg
    }

    /// Range of the angle between arm and trunk, degrees: the mean of both arms, or that of the one that was seen.
    func armSwing(from: Double, to: Double) -> Double {
        let arms = [GaitMeasure.leftArm, .rightArm].map { range([$0], from: from, to: to) }
            .filter(\.isFinite)
        return arms.mean
    }

    /// Range of all values of some measures in a stretch.
    func range(_ measures: [GaitMeasure], from: Double, to: Double) -> Double {
        let samples = run.samples(from: from, to: to)
        let values = measures.flatMap { measure in samples.map { run[measure][$0] } }
        let known = values.filter(\.isFinite)
        guard Double(known.count) >= Self.known * Double(values.count),
            let low = known.quantile(Self.inner.lowerBound),
            let high = known.quantile(Self.inner.upperBound)
        else { return .nan }
        return high - low
    }
}

extension Double {
    /// `nil` where it is not a number.
    fileprivate var known: Double? { isFinite ? self : nil }
}
