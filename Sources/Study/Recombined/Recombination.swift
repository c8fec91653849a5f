package import Base
package import Mimicry
package import Posture
package import ReferenceStatistics
package import SessionModel

/// The sessions of a study against people who never met: the first seat of one with the second seat of another.
///
///     let plan = RecombinationPlan(study.sessions, seats: study.seats)
///     let recombination = try await Recombination(plan, of: .attune, load: load)
///     for measure in recombination?.measures ?? [] { print(measure.name, measure.test.pValue) }
package struct Recombination: Sendable {
    /// Which figure is computed of a pair.
    package enum Statistic: Sendable {
        /// Attune's own: per channel and mapping the mean |z| over windows, adoptions a minute, shared time.
        case attune
        /// The same with other settings: synchrony alone, or what becomes of postures alone.
        case specified([ScoringChoice: Double], isOfSynchrony: Bool)
        /// Another package's, of one channel.
        case reference(ReferenceMethod, Channel)

        /// Whether samples that were left out as of a cut stay in, as other packages read them.
        var isAsGiven: Bool { if case .reference = self { true } else { false } }
    }

    /// One figure over all pairs.
    package struct Measure: Sendable {
        /// Such as `head_tilt`, `episodes_per_minute`, `rmea_motion_energy`.
        package var name: String
        /// Of a channel.
        package var mapping: Congruence?
        package var test: RecombinedTest

        /// Such as `head tilt (mirror)`.
        var title: String {
            let side = mapping.flatMap { $0 == .unsided ? nil : " (\($0.rawValue))" } ?? ""
            return name.split(separator: "_").joined(separator: " ") + side
        }
    }

    /// In the order of channels, then of postures.
    package let measures: [Measure]
    /// Which sessions take part, and in which pairs.
    package let plan: RecombinationPlan
    /// The figures of every pair.
    let figures: RecombinedFigures

    /// Sessions that take part.
    package var sessions: Int { plan.sessions }

    /// - Parameters:
    ///   - load: gives a session of the study by its number.
    ///   - step: is called when another pair is done, with how many are done of how many.
    /// - Returns: `nil` when the task was cancelled.
    package init?(
        _ plan: RecombinationPlan, of statistic: Statistic, seed: UInt64 = 1,
        load: (Int) async throws(Failure) -> Session, step: (Int, Int) -> Void = { _, _ in }
    ) async throws(Failure) {
        let all = try await RecombinedFigures.all(plan, of: [statistic], load: load, step: step)
        guard let figures = all?.first else { return nil }
        self.plan = plan
        self.figures = figures
        measures = figures.names.compactMap { name in
            RecombinedTest(groups: figures.values(of: name, in: plan), seed: seed).map {
                Measure(name: name.name, mapping: name.mapping, test: $0)
            }
        }
    }
}
