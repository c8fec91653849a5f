package import Archive
package import Base
import Posture
package import SessionModel

/// `landmarks.csv`: `time,seat,landmark,x,y,z,visibility`, a row per landmark of everybody who was
/// found, in the order in which the samples come.
///
/// An hour has six million rows, so that frames are written one by one as they are read:
///
///     let table = LandmarksCSV(seats: session.seats, pictures: pictures)
///     try table.writeHeader(to: &output)
///     for frame in frames { try table.write(frame, to: &output) }
///
/// x and y are pixels of the picture as it is stored in the file, x to the right and y down from its
/// upper left corner, 2 decimals. z is depth away from the camera from between the hips, on the scale
/// of a square pixel. Visibility is 0…1, 3 decimals. A value that is missing is an empty cell.
package struct LandmarksCSV: Sendable {
    package static let fileName = SessionFile.landmarks.name
    package static let columns = ["time", "seat", "landmark", "x", "y", "z", "visibility"]

    private let pictures: [StoredPicture]
    /// `,SEAT,LANDMARK,` by seat and landmark.
    private let names: [[[UInt8]]]

    /// - Parameters:
    ///   - seats: names of the first and the second seat.
    ///   - pictures: how the picture of each recording is stored.
    package init(seats: [String], pictures: [StoredPicture]) {
        self.pictures = pictures
        names = seats.map { seat in
            Landmark.allCases.map { Self.middle(seat, $0) }
        }
    }

    private static func middle(_ seat: String, _ landmark: Landmark) -> [UInt8] {
        let cell = try? FileWriter.bytes { output throws(Failure) in
            try output.write(byte: Separator.comma.rawValue)
            try output.writeQuoted(seat)
            try output.write(",\(landmark.name),")
        }
        return cell ?? []
    }

    /// Writes the line with the columns' names.
    package func writeHeader(to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
    }

    /// Writes the rows of everybody who was found, first seat first.
    ///
    /// - Throws: what `output` throws when the disk does not take it.
    package func write(_ frame: SeatedFrame, to output: inout FileWriter) throws(Failure) {
        var time: [UInt8] = []
        DecimalText.append(frame.time, decimals: 6, atLeast: 3, to: &time)
        for seat in Seat.allCases.map(\.rawValue) {
            guard let pose = frame.poses[seat], !pose.isUnfilmed else { continue }
            let picture = pictures[frame.recordings[seat]]
            for (point, name) in zip(pose.points, names[seat]) {
                try output.write(bytes: time)
                try output.write(bytes: name)
                try write(point, in: picture, to: &output)
            }
        }
    }

    private func write(
        _ point: LandmarkPoint, in picture: StoredPicture, to output: inout FileWriter
    ) throws(Failure) {
        let place = picture.stored(x: Double(point.x), y: Double(point.y))
        let depth = Double(point.z)
        let visibility = Double(point.visibility)
        for (value, decimals) in [(place.x, 2), (place.y, 2), (depth, 2), (visibility, 3)] {
            try output.write(value, decimals: decimals, atLeast: 0)
            try output.write(
                byte: decimals == 3 ? UInt8(ascii: "\n") : Separator.comma.rawValue)
        }
    }
}
