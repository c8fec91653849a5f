import Posture
import SessionStore

/// One person's landmarks at one instant.
public struct LandmarkSample: Sendable {
    /// Presentation timestamp, seconds.
    public var time: Double
    public var seat: Seat
    /// 33 points, indexed by `Landmark.rawValue`, in pixels of the upright picture made square.
    public var points: [LandmarkPoint]

    public init(time: Double, seat: Seat, points: [LandmarkPoint]) {
        self.time = time
        self.seat = seat
        self.points = points
    }
}

extension DyadFrame {
    /// The landmarks of those who were found, first seat first.
    public var landmarks: [LandmarkSample] {
        zip(Seat.allCases, poses).compactMap { seat, pose in
            pose.map { LandmarkSample(time: time, seat: seat, points: $0.points) }
        }
    }
}

/// How the picture is stored in the file: from there to what a player shows, its pixels are made
/// square by stretching the width, and it is turned.
public struct StoredPicture: Sendable, Equatable {
    /// Size in stored pixels.
    public var width: Double
    public var height: Double
    /// Width of a stored pixel over its height.
    public var pixelAspect: Double
    /// Degrees that the stored picture is turned clockwise for display: 0, 90, 180 or 270.
    public var rotation: Int

    public init(width: Double, height: Double, pixelAspect: Double = 1, rotation: Int = 0) {
        self.width = width
        self.height = height
        self.pixelAspect = pixelAspect
        self.rotation = rotation
    }

    /// A point of the upright picture with square pixels, in stored pixels.
    func stored(x: Double, y: Double) -> (x: Double, y: Double) {
        switch rotation {
        case 90: (y / pixelAspect, height - x)
        case 180: (width - x / pixelAspect, height - y)
        case 270: (width - y / pixelAspect, x)
        default: (x / pixelAspect, y)
        }
    }
}

/// `landmarks.csv`: `time,seat,landmark,x,y,z,visibility`, a row per landmark of everybody who was
/// found, in the order in which the samples come.
///
/// An hour has six million rows, so that the samples are written one by one as they are read:
///
///     let table = LandmarksCSV(seats: session.seats, picture: picture)
///     try table.writeHeader(to: &output)
///     for sample in samples { try table.write(sample, to: &output) }
///
/// x and y are pixels of the picture as it is stored in the file, x to the right and y down from its
/// upper left corner, 2 decimals. z is depth away from the camera from between the hips, on the scale
/// of a square pixel. Visibility is 0…1, 3 decimals. A value that is missing is an empty cell.
public struct LandmarksCSV: Sendable {
    public static let fileName = "landmarks.csv"
    public static let columns = ["time", "seat", "landmark", "x", "y", "z", "visibility"]

    private let picture: StoredPicture?
    /// `,SEAT,LANDMARK,` by seat and landmark.
    private let names: [[[UInt8]]]

    /// - Parameters:
    ///   - seats: names of the first and the second seat.
    ///   - picture: how the picture is stored; `nil` when it is stored upright with square pixels.
    public init(seats: [String], picture: StoredPicture? = nil) {
        self.picture = picture
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
    public func writeHeader(to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
    }

    /// Writes the rows of one sample.
    ///
    /// - Throws: what `output` throws when the disk does not take it.
    public func write(_ sample: LandmarkSample, to output: inout FileWriter) throws(Failure) {
        var time: [UInt8] = []
        DecimalText.append(sample.time, decimals: 6, atLeast: 3, to: &time)
        for (point, name) in zip(sample.points, names[sample.seat.rawValue]) {
            let place = position(point)
            try output.write(bytes: time)
            try output.write(bytes: name)
            try output.write(place.x, decimals: 2, atLeast: 0)
            try output.write(byte: Separator.comma.rawValue)
            try output.write(place.y, decimals: 2, atLeast: 0)
            try output.write(byte: Separator.comma.rawValue)
            try output.write(Double(point.z), decimals: 2, atLeast: 0)
            try output.write(byte: Separator.comma.rawValue)
            try output.write(Double(point.visibility), decimals: 3, atLeast: 0)
            try output.write(byte: UInt8(ascii: "\n"))
        }
    }

    /// Writes the whole file.
    public func write(
        _ samples: some Sequence<LandmarkSample>, to output: inout FileWriter
    ) throws(Failure) {
        try writeHeader(to: &output)
        for sample in samples { try write(sample, to: &output) }
    }

    private func position(_ point: LandmarkPoint) -> (x: Double, y: Double) {
        let (x, y) = (Double(point.x), Double(point.y))
        return picture?.stored(x: x, y: y) ?? (x, y)
    }
}
