import SessionStore

/// `markers.csv`: notes that somebody made while the session ran, in order of time.
public struct MarkersCSV: SessionWriter {
    public static let fileName = "markers.csv"
    public static let columns = ["time", "text"]

    public init() {}

    public func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        for marker in session.markers {
            try output.writeRow([.seconds(marker.time), .text(marker.text)])
        }
    }
}
