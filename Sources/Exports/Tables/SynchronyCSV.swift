import Posture
package import Base
package import Mimicry
package import SessionModel

/// `synchrony.csv`: a row per channel, mapping and window.
package struct SynchronyCSV: SessionWriter {
    package static let fileName = SessionFile.synchrony.name
    package static let columns = [
        "channel", "mapping", "window_start", "window_end", "peak_lag", "peak_z", "mean_abs_z",
        "zero_lag_z", "valid_fraction",
    ]

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        for window in session.synchrony {
            try output.writeRow(Self.cells(window))
        }
    }

    /// The cells of a row, in the order of ``columns``.
    package static func cells(_ window: SynchronyWindow) -> [Cell] {
        [
            .text(window.channel.rawValue), .text(window.mapping.rawValue),
            .seconds(window.start), .seconds(window.end), .seconds(window.peakLag),
            .number(window.peakZ, decimals: 6), .number(window.meanAbsZ, decimals: 6),
            .number(window.zeroLagZ, decimals: 6), .number(window.validFraction, decimals: 4),
        ]
    }
}
