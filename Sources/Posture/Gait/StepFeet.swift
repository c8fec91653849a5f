import Base
import Foundation

/// Tells which foot each step of a walk is of.
///
/// Feet take turns, so that one answer holds for a whole walk, and every step votes for it. From the side the foot
/// that comes down is the one in front; from the front it is the one that was in the air. From the side the network
/// may take the nearer leg for the left one throughout; then the votes do not take turns, and the arms are asked,
/// each of which swings with the opposite foot [Meyns et al. 2013]. Where neither is clear, or they contradict each
/// other, the foot is not told.
struct StepFeet {
    let walk: Walk

    /// Share of the votes that must agree…
    private static let agreement = 0.8
    /// …of at least so many.
    private static let fewest = 4
    /// The nose must be this far before the shoulders for the heading to be known, trunk lengths.
    private static let heading = 0.08

    private var run: GaitRun { walk.run }

    /// A foot per step.
    var feet: [Side?] {
        let legs = Self.turns(walk.contacts.map(leg))
        let arms = Self.turns(walk.contacts.map(arm))
        guard let first = legs ?? arms, arms == nil || legs == nil || arms == legs else {
            return walk.contacts.map { _ in nil }
        }
        return walk.contacts.indices.map { $0.isMultiple(of: 2) ? first : first.opposite }
    }

    /// The foot of the first step, by votes that take turns; `nil` where they do not.
    static func turns(_ votes: [Side?]) -> Side? {
        let forLeft = votes.enumerated().compactMap { index, vote in
            vote.map { ($0 == .left) == index.isMultiple(of: 2) }
        }
        guard forLeft.count >= fewest else { return nil }
        let share = Double(forLeft.count { $0 }) / Double(forLeft.count)
        return share >= agreement ? .left : share <= 1 - agreement ? .right : nil
    }

    private func view(at contact: Double) -> GaitView? {
        GaitView(span: median(around: contact) { abs(run[.span][$0]) / run.trunk[$0] })
    }

    /// 1 where the person heads for the right of the picture, −1 for the left.
    private func heading(at contact: Double) -> Double? {
        let ahead = median(around: contact) {
            (run[.noseX][$0] - run[.shoulderX][$0]) / run.trunk[$0]
        }
        return abs(ahead) >= Self.heading ? (ahead > 0 ? 1 : -1) : nil
    }

    private func leg(at contact: Double) -> Side? {
        switch view(at: contact) {
        case nil: return nil
        case .frontal:
            // In the middle of the step before it the foot was in the air: y is down.
            let swing = mean(from: contact - 0.65 * walk.period, to: contact - 0.35 * walk.period) {
                run.lower[$0]
            }
            return swing.isFinite ? (swing < 0 ? .left : .right) : nil
        case .sideways, .oblique:
            guard let heading = heading(at: contact) else { return nil }
            let ahead = mean(from: contact, to: contact + 0.2 * walk.period) { run[.ankleX][$0] }
            return ahead.isFinite ? (ahead * heading > 0 ? .left : .right) : nil
        }
    }

    private func arm(at contact: Double) -> Side? {
        guard view(at: contact) != .frontal, let heading = heading(at: contact) else { return nil }
        // One hand may be carried in front: what counts is how it swings about that.
        let usual = median(around: contact, steps: 2) { run[.wristX][$0] }
        let ahead =
            mean(from: contact, to: contact + 0.2 * walk.period) { run[.wristX][$0] } - usual
        return ahead.isFinite ? (ahead * heading > 0 ? .right : .left) : nil
    }

    private func median(
        around contact: Double, steps: Double = 2, _ value: (Int) -> Double
    ) -> Double {
        let reach = steps * walk.period
        return run.samples(from: contact - reach, to: contact + reach).map(value)
            .filter(\.isFinite).median ?? .nan
    }

    private func mean(from: Double, to: Double, _ value: (Int) -> Double) -> Double {
        run.samples(from: from, to: to).map(value).filter(\.isFinite).mean
    }
}

extension GaitRun {
    /// The samples of a stretch that the run has.
    func samples(from: Double, to: Double) -> ClosedRange<Int> {
        let first = Int(from.rounded()).clamped(to: 0...count - 1)
        return first...max(first, Int(to.rounded()).clamped(to: 0...count - 1))
    }
}
