import Archive
package import Base
import Posture
package import SessionModel

/// `features.csv`: a row per measured instant and seat, in order of time, first seat first.
package struct FeaturesCSV: SessionWriter {
    package static let fileName = SessionFile.features.name

    package static let columns = ["time", "seat", "presence"] + Channel.allCases.map(\.rawValue)

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        let first = session.features[Seat.first.rawValue]
        let second = session.features[Seat.second.rawValue]
        var i = 0
        var j = 0
        while i < first.count || j < second.count {
            let takeFirst =
                j == second.count || (i < first.count && first.times[i] <= second.times[j])
            if takeFirst {
                try writeRow(first, i, seat: session.name(of: .first), to: &output)
                i += 1
            } else {
                try writeRow(second, j, seat: session.name(of: .second), to: &output)
                j += 1
            }
        }
    }

    private func writeRow(
        _ track: FeatureTrack, _ sample: Int, seat: String, to output: inout FileWriter
    ) throws(Failure) {
        var cells: [Cell] = [
            .seconds(track.times[sample]), .text(seat),
            .number(track.presence[sample], decimals: 3),
        ]
        cells.reserveCapacity(Self.columns.count)
        for channel in Channel.allCases {
            cells.append(
                .number(track.values[channel.index][sample], decimals: channel.decimals))
        }
        try output.writeRow(cells)
    }
}
