package import Base
import Mimicry
import Posture
package import SessionModel

/// Figures of a study under every combination of settings that somebody would call reasonable: what would have been
/// found with any of them, and not only with one.
///
/// Of one set of published data, 2 of 600 configurations of synchrony measures were acceptable to their authors
/// (D. Schoenherr et al. 2019, PLOS ONE 14, e0211494): who chooses one must show the others.
package struct Multiverse: Sendable {
    /// What came of one specification.
    package struct Result: Sendable {
        package var specification: Specification
        /// Sessions with a value.
        package var sessions: Int
        /// Over dyads; `nil` where none has a value.
        package var test: SubsetTest?
        /// Against people who never met, where that was asked for.
        package var recombined: RecombinedTest?

        /// Mean over dyads, divided by their standard deviation; `nil` where they do not vary.
        package var cohensD: Double? {
            guard let test, let sd = test.sd, sd > 0 else { return nil }
            return test.mean / sd
        }
    }

    /// All specifications of a figure.
    package struct Curve: Sendable {
        package var figure: MultiverseFigure
        /// In the order in which they were given.
        package var results: [Result]
        /// Combinations that do not go together, such as a step longer than its window.
        package var leftOut: Int
        /// `nil` where no specification has a value, or where there are too few dyads for any p-value of 0.05.
        package var joint: JointTest?
        package var recombined: JointTest?
    }

    package let choices: MultiverseChoices
    package let curves: [Curve]
    /// The other settings, those of the first session.
    package let base: ScoringSettings

    /// Computes everything, session by session.
    ///
    /// - Parameters:
    ///   - sessions: at least one, as ``StudyAnalysis`` has them.
    ///   - recombining: who is seated together anew; `nil` to compare with chance alone.
    ///   - load: gives a session by its number.
    ///   - step: is called when another run of a session, or another pair, is done, with how many are done of how many.
    /// - Returns: `nil` when the task was cancelled.
    package init?(
        _ choices: MultiverseChoices, of study: StudyAnalysis,
        recombining plan: RecombinationPlan? = nil,
        load: (Int) async throws(Failure) -> Session, step: (Int, Int) -> Void = { _, _ in }
    ) async throws(Failure) {
        let base = study.sessions[0].settings.scoring
        let planned = choices.figures.map {
            (figure: $0, plan: choices.specifications(of: $0, base: base))
        }
        let all = planned.flatMap(\.plan.specifications)
        guard !all.isEmpty else {
            throw Failure.usage(
                "no combination of these settings goes together",
                remedy: "give windows that are at least as long as their steps and lags")
        }
        var runs: [SpecifiedSession.Run] = []
        for specification in all where !runs.contains(.init(specification)) {
            runs.append(.init(specification))
        }
        let pairs = plan.map { $0.pairs + $0.sessions } ?? 0
        let total = runs.count * study.sessions.count + pairs
        var values: [Specification: [Double]] = [:]
        for number in study.sessions.indices {
            let session = SpecifiedSession(try await load(number))
            for (index, run) in runs.enumerated() {
                let found = await session.excesses(run, choices.figures)
                if Task.isCancelled { return nil }
                for specification in all where SpecifiedSession.Run(specification) == run {
                    values[specification, default: []].append(
                        found[specification.figure] ?? .nan)
                }
                step(number * runs.count + index + 1, total)
            }
        }
        var apart: [Specification: [[[Double]]]] = [:]
        if let plan {
            let figures = try await RecombinedFigures.all(
                plan, of: runs.map { .specified($0.values, isOfSynchrony: $0.isOfSynchrony) },
                load: load, step: { done, _ in step(total - pairs + done, total) })
            guard let figures else { return nil }
            for (run, figures) in zip(runs, figures) {
                for specification in all where SpecifiedSession.Run(specification) == run {
                    apart[specification] = specification.figure.recombined(figures, plan)
                }
            }
        }
        self.choices = choices
        self.base = base
        curves = planned.map { figure, plan in
            Self.curve(figure, plan.specifications, plan.leftOut, values, apart, study)
        }
    }

    private static func curve(
        _ figure: MultiverseFigure, _ specifications: [Specification], _ leftOut: Int,
        _ values: [Specification: [Double]], _ apart: [Specification: [[[Double]]]],
        _ study: StudyAnalysis
    ) -> Curve {
        let units = DyadMeans(study.sessions)
        let means = specifications.map { units.means(of: values[$0] ?? []) }
        let results = zip(specifications, means).map { specification, means in
            Result(
                specification: specification,
                sessions: values[specification]?.count(where: \.isFinite) ?? 0,
                test: units.test(means),
                recombined: apart[specification].flatMap { RecombinedTest(groups: $0) })
        }
        let known = means.filter { $0.contains(where: \.isFinite) }
        let tested = results.filter { $0.recombined != nil }
            .compactMap { apart[$0.specification] }
        return Curve(
            figure: figure, results: results, leftOut: leftOut,
            joint: known.isEmpty || !units.blocks.canTell
                ? nil
                : JointTest(Rearrangements.flipped(known, blocks: units.blocks.numbers)),
            recombined: tested.isEmpty ? nil : JointTest(Rearrangements.exchanged(tested)))
    }
}

extension MultiverseFigure {
    /// The same figure of pairs: per group sessions × sessions; `nil` where pairs have none.
    fileprivate func recombined(
        _ figures: RecombinedFigures, _ plan: RecombinationPlan
    ) -> [[[Double]]]? {
        switch self {
        case .combined: return Self.together(figures, plan)
        case .mirroring: return nil
        case .episodes:
            return figures.names.first { $0.name == "episodes_per_minute" }
                .map { figures.values(of: $0, in: plan) }
        case .channel(let channel, let mapping):
            return figures.names.first {
                $0.name == channel.rawValue && $0.mapping == mapping
            }.map { figures.values(of: $0, in: plan) }
        }
    }

    /// Mean over channels and mappings, each in standard deviations of the pairs who never met. Motion energy counts
    /// only without the body's channels, the face only without either, as in a session.
    private static func together(
        _ figures: RecombinedFigures, _ plan: RecombinationPlan
    ) -> [[[Double]]]? {
        let ranked = figures.names.compactMap { name in
            Channel(rawValue: name.name).map {
                (name: name, rank: $0.isFace ? 2 : $0 == .motionEnergy ? 1 : 0)
            }
        }
        guard let least = ranked.map(\.rank).min() else { return nil }
        let all = ranked.filter { $0.rank == least }.map {
            standardised(figures.values(of: $0.name, in: plan))
        }
        return plan.groups.indices.map { group in
            plan.groups[group].indices.map { row in
                plan.groups[group].indices.map { column in
                    let known = all.map { $0[group][row][column] }.filter(\.isFinite)
                    return known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
                }
            }
        }
    }

    private static func standardised(_ groups: [[[Double]]]) -> [[[Double]]] {
        let apart = groups.flatMap { rows in
            rows.indices.flatMap { row in
                rows.indices.filter { $0 != row }.map { rows[row][$0] }.filter(\.isFinite)
            }
        }
        let mean = apart.reduce(0, +) / Double(apart.count)
        let squares = apart.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let sd = (squares / Double(max(1, apart.count - 1))).squareRoot()
        return groups.map { rows in
            rows.map { $0.map { sd > 0 ? ($0 - mean) / sd : .nan } }
        }
    }
}
