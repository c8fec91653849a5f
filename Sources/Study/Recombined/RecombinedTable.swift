package import Base
import Exports

/// `recombined.csv`: a row per pair and alignment, with every figure of the pair.
extension Recombination {
    /// The columns before those of the figures.
    package static let columns = [
        "first_session", "second_session", "first_code", "second_code", "together", "alignment",
    ]

    /// - Parameter study: from which the plan was made.
    package func write(_ study: StudyAnalysis, to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns + figures.names.map(\.column))
        for row in figures.rows {
            let own: [Cell] = [
                .text(study.sessions[row.first].id), .text(study.sessions[row.second].id),
                .text(plan.code(0, of: row.first) ?? ""),
                .text(plan.code(1, of: row.second) ?? ""),
                .integer(row.first == row.second ? 1 : 0), .text(row.alignment.rawValue),
            ]
            try output.writeRow(
                own + figures.names.map { .number(figures.value($0, of: row), decimals: 8) })
        }
    }
}
