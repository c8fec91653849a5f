package import Archive
package import Base
package import SessionModel

/// Writes `landmarks.csv` from a record, frame by frame, so that it takes the same memory for any
/// length. Seats are those of `features.csv`: what the measurement learned late about who is who, and
/// corrections by hand, are applied.
package struct SessionLandmarks: SessionWriter {
    package static let fileName = LandmarksCSV.fileName

    private let record: SessionRecord

    /// - Parameter record: open while the file is written.
    package init(_ record: SessionRecord) { self.record = record }

    /// - Throws: ``Failure/Kind/badInput`` when the record does not say how its pictures are stored; what
    ///   `output` throws when the disk does not take it.
    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        let table = LandmarksCSV(seats: session.seats, pictures: try record.storedPictures())
        try table.writeHeader(to: &output)
        try record.forEachSeatedFrame(swapAt: session.settings.swapAt) { frame throws(Failure) in
            try table.write(frame, to: &output)
        }
    }
}

extension SessionRecord {
    /// How the picture of each camera is stored.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when the version that measured did not note it.
    package func storedPictures() throws(Failure) -> [StoredPicture] {
        let header = try header()
        guard let pictures = header.pictures, pictures.count == header.cameras else {
            throw Failure.badInput(
                "\(path) does not say how the picture is stored (attune \(header.attune) "
                    + "did not note it)",
                remedy: "delete it and measure the video again with \(.analyze) \(.force)")
        }
        return pictures
    }
}
