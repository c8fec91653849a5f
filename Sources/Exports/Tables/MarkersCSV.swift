package import Base
package import SessionModel

/// `markers.csv`: notes that somebody made while the session ran, in order of time.
package struct MarkersCSV: SessionWriter {
    package static let fileName = SessionFile.markers.name
    package static let columns = ["time", "text"]

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        for marker in session.markers {
            try output.writeRow([.seconds(marker.time), .text(marker.text)])
        }
    }
}
