import Mimicry
package import Base
package import SessionModel

/// `timeline.csv`: a row a second.
package struct TimelineCSV: SessionWriter {
    package static let fileName = SessionFile.timeline.name
    package static let columns = [
        "time", "mimicry_percentile", "shared_postures", "leader_balance", "quality",
    ]

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        for point in session.timeline {
            try output.writeRow([
                .seconds(point.time), .number(point.mimicryPercentile, decimals: 2),
                .integer(point.sharedPostures), .number(point.leaderBalance, decimals: 4),
                .number(point.quality, decimals: 4),
            ])
        }
    }
}
