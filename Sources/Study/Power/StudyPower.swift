import Base

/// How many dyads a study needs, simulated from the sessions of this one.
///
/// A study is drawn from the dyads of this one with replacement, whole blocks of dyads where they share a person. Their
/// values are moved so that their mean is the wanted number of their standard deviations (Cohen's d), and tested as this
/// study is; the power is the share of such studies with p ≤ 0.05. How values are spread is thus that of the study and
/// no assumption, but known no better than from its dyads.
package struct StudyPower: Sendable, Equatable {
    /// One figure, effect and number of dyads.
    package struct Row: Sendable, Equatable {
        /// `combined`, `mirroring` or `episodes`.
        package var figure: String
        /// Cohen's d over dyads.
        package var effect: Double
        /// Whether that is the effect of this study.
        package var isObserved: Bool
        package var dyads: Int
        /// How many blocks those dyads are of on average, which is their number where none share a person.
        package var units: Double
        /// Simulated studies.
        package var studies: Int
        /// Share of them with p ≤ 0.05, 0…1, and its 95 % interval as of so many simulated studies.
        package var power: Double
        package var interval: ClosedRange<Double>
    }

    package let rows: [Row]

    /// Effects that are called small to large (J. Cohen 1988, *Statistical Power Analysis*), and one between.
    package static let effects = [0.2, 0.3, 0.5, 0.8]
    package static let sizes = [10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200]
    /// Simulated studies of each row; 1000 have an error of 3 percentage points at most.
    package static let studies = 1000
    /// What is called enough; a convention.
    package static let enough = 0.8
    /// Fewer blocks do not show how values are spread.
    package static let least = SubsetTest.leastBlocks

    /// - Parameters:
    ///   - count: simulated studies of each row.
    ///   - step: is called when another row is done, with how many are done of how many.
    /// - Returns: `nil` when the task was cancelled.
    package init?(
        _ study: StudyAnalysis, studies count: Int = StudyPower.studies, seed: UInt64 = 1,
        step: (Int, Int) -> Void = { _, _ in }
    ) async {
        let findings = [study.combined, study.mirroring, study.episodes].compactMap(\.self)
        let blocks = study.blocks.isGrouped ? study.blocks.numbers : nil
        let plans = findings.flatMap { finding in
            Self.plans(finding.name, SimulatedStudies(finding.values, blocks: blocks))
        }
        var rows: [Int: Row] = [:]
        await withTaskGroup(of: (Int, Row)?.self) { group in
            var rest = Array(plans.enumerated())[...]
            let start = { (group: inout TaskGroup<(Int, Row)?>) in
                guard !Task.isCancelled, let (number, plan) = rest.popFirst() else { return }
                group.addTask { plan.row(number, count, seed).map { (number, $0) } }
            }
            for _ in 0..<8 { start(&group) }
            while let found = await group.next() {
                if let (number, row) = found { rows[number] = row }
                step(rows.count, plans.count)
                start(&group)
            }
        }
        guard !Task.isCancelled else { return nil }
        self.rows = plans.indices.compactMap { rows[$0] }
    }

    private static func plans(_ figure: String, _ studies: SimulatedStudies?) -> [Plan] {
        guard let studies else { return [] }
        let observed = studies.effect > 0 ? [(studies.effect, true)] : []
        return (effects.map { ($0, false) } + observed).flatMap { effect, isObserved in
            sizes.map {
                Plan(
                    figure: figure, effect: effect, isObserved: isObserved, dyads: $0,
                    studies: studies)
            }
        }
    }

    /// The least number of dyads that was simulated with ``enough`` power; `nil` where none has.
    package func dyads(for effect: Double, of figure: String) -> Int? {
        rows.first { $0.figure == figure && $0.effect == effect && $0.power >= Self.enough }?.dyads
    }

    /// A row to be simulated.
    private struct Plan: Sendable {
        var figure: String
        var effect: Double
        var isObserved: Bool
        var dyads: Int
        var studies: SimulatedStudies

        /// `nil` when the task was cancelled.
        func row(_ number: Int, _ count: Int, _ seed: UInt64) -> Row? {
            var generator = SplitMix64(seed: seed).stream(number)
            var found = 0
            var units = 0
            for _ in 0..<count {
                if Task.isCancelled { return nil }
                let study = studies.draw(effect, dyads: dyads, using: &generator)
                units += study.totals.count
                if study.isGreater { found += 1 }
            }
            let total = Double(count)
            return Row(
                figure: figure, effect: effect, isObserved: isObserved, dyads: dyads,
                units: Double(units) / total, studies: count,
                power: Double(found) / total, interval: StudyPower.wilson(found, of: total))
        }
    }

    /// 95 % interval of a share (E. B. Wilson 1927, J. Am. Statist. Assoc. 22, 209–212).
    static func wilson(_ found: Int, of count: Double) -> ClosedRange<Double> {
        let (share, z) = (Double(found) / count, 1.959964)
        let middle = (share + z * z / (2 * count)) / (1 + z * z / count)
        let half =
            z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
            / (1 + z * z / count)
        // Rounding must not leave out a share of 0 or 1.
        return max(0, min(share, middle - half))...min(1, max(share, middle + half))
    }
}
