package import Base
import Posture
package import SessionModel

/// `postures.csv`: every posture that was held, in order of onset, first seat first.
package struct PosturesCSV: SessionWriter {
    package static let fileName = SessionFile.postures.name
    package static let columns = ["seat", "posture", "side", "onset", "offset"]

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        for interval in session.heldInOrder {
            try output.writeRow([
                .text(session.name(of: interval.seat)), .text(interval.posture),
                .text(interval.side?.rawValue ?? ""), .seconds(interval.onset),
                .seconds(interval.offset),
            ])
        }
    }
}

extension Session {
    /// Everything that was held, by onset, seat and posture.
    var heldInOrder: [PostureInterval] {
        postures.flatMap(\.held).sorted {
            ($0.onset, $0.seat.rawValue, $0.posture) < ($1.onset, $1.seat.rawValue, $1.posture)
        }
    }
}
