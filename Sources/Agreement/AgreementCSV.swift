import Exports
package import Base

/// `agreement.csv`: a row per seat and posture, and one without a seat for both together.
package struct AgreementCSV: Sendable {
    package static let fileName = "agreement.csv"
    package static let columns = [
        "seat", "posture", "seconds", "attune_seconds", "coder_seconds", "observed_agreement",
        "kappa", "attune_events", "coder_events", "matched_events", "precision", "recall", "f1",
        "onset_error_median", "onset_error_q1", "onset_error_q3", "side_agreement", "note",
    ]

    private let comparison: Comparison

    package init(_ comparison: Comparison) { self.comparison = comparison }

    /// Writes the whole file.
    package func write(to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        for row in comparison.rows {
            let error = row.events.onsetError
            try output.writeRow([
                .text(row.seat ?? ""), .text(row.posture), .integer(row.seconds.seconds),
                .integer(row.seconds.attune), .integer(row.seconds.coder),
                .number(row.seconds.observed, decimals: 4), .number(row.seconds.kappa, decimals: 4),
                .integer(row.events.attune), .integer(row.events.coder),
                .integer(row.events.matched), .number(row.events.precision, decimals: 4),
                .number(row.events.recall, decimals: 4), .number(row.events.f1, decimals: 4),
                .seconds(error?.median), .seconds(error?.first), .seconds(error?.third),
                .number(row.events.sideAgreement, decimals: 4), .text(row.note),
            ])
        }
    }
}
