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
        for (seat, sample) in SampleOrder(session.features) {
            try writeRow(session.features[seat], sample, seat: session.seats[seat], to: &output)
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
