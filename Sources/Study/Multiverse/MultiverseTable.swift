package import Base
import Exports
import Mimicry
import SessionModel

/// `multiverse.csv`: a row per specification.
extension Multiverse {
    /// The columns behind those of the settings.
    package static let columns = [
        "sessions", "dyads", "units", "excess", "excess_low", "excess_high", "cohens_d", "p_value",
        "recombined_sessions", "recombined_pairs", "recombined_excess", "recombined_cohens_d",
        "recombined_p_value",
    ]

    package func write(to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(
            ["specification", "figure"] + ScoringChoice.all.map(\.name) + Self.columns)
        var number = 0
        for curve in curves {
            for result in curve.results {
                number += 1
                try output.writeRow(
                    [.integer(number), .text(curve.figure.name)] + settings(result.specification)
                        + Self.cells(result))
            }
        }
    }

    /// All that can be tried and that the figure depends on; the others are empty.
    private func settings(_ specification: Specification) -> [Cell] {
        ScoringChoice.all.map { setting in
            guard setting.isOfSynchrony == specification.figure.isOfSynchrony else {
                return .text("")
            }
            return .number(
                specification.values[setting] ?? setting.value(in: base), decimals: 6)
        }
    }

    private static func cells(_ result: Result) -> [Cell] {
        let (test, apart) = (result.test, result.recombined)
        return [
            .integer(result.sessions), .integer(test?.count ?? 0), .integer(test?.units ?? 0),
            .number(test?.mean, decimals: 8), .number(test?.interval?.lowerBound, decimals: 8),
            .number(test?.interval?.upperBound, decimals: 8),
            .number(result.cohensD, decimals: 6), .number(test?.greater, decimals: 6),
        ] + [
            apart.map { .integer($0.sessions) } ?? .text(""),
            apart.map { .integer($0.pairs) } ?? .text(""),
            .number(apart.map { $0.realMean - $0.pseudoMean }, decimals: 8),
            .number(apart?.cohensD, decimals: 6), .number(apart?.pValue, decimals: 6),
        ]
    }
}

extension StudyPower {
    /// Of `power.csv`, a row per figure, effect and number of dyads.
    package static let columns = [
        "figure", "effect", "observed", "dyads", "units", "studies", "power", "power_low",
        "power_high",
    ]

    package func write(to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        for row in rows {
            try output.writeRow([
                .text(row.figure), .number(row.effect, decimals: 6),
                .integer(row.isObserved ? 1 : 0), .integer(row.dyads),
                .number(row.units, decimals: 2), .integer(row.studies),
                .number(row.power, decimals: 4), .number(row.interval.lowerBound, decimals: 4),
                .number(row.interval.upperBound, decimals: 4),
            ])
        }
    }
}
