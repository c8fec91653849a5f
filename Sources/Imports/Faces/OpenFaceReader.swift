import Base
import Foundation
import Posture

/// Reads the tables of OpenFace 2: two of `FeatureExtraction`, a face each, or one of
/// `FaceLandmarkVidMulti`, where `face_id` says whose a row is.
///
/// The head's pose becomes `head_tilt`, `head_turn` and `head_nod`, action units `smile` and `brow_raise` (see
/// ``ActionUnits``), the gaze of both eyes `gaze_turn` and `gaze_nod`. OpenFace gives the pose in radians about axes
/// of the camera, x to the right, y down, z away from it, as R = Rx · Ry · Rz (its wiki, *Output format*;
/// `RotationHelpers.h`). A face that looks into the camera has R = 1, its own left to the right of the
/// picture. So Rz is a tilt toward the own left shoulder, positive Ry a turn to the own *right*, and positive
/// Rx a nod *down*. Its gaze is a direction in the same axes, as atan2(x, −z) and atan2(y, −z) of the mean of both
/// eyes (`GetGazeAngle`): to the own left and *down*. OpenFace does not see the trunk: the turn is that against the camera.
struct OpenFaceReader {
    let paths: [String]

    /// A convention of studies that use OpenFace; no source fixes it.
    fileprivate static let leastConfidence = 0.75
    /// A third face with so many of the second's rows is no passer-by.
    private static let largestThird = 0.5
    private static let mostFaces = 100

    /// One face of a table.
    fileprivate struct Face {
        var track = FeatureTrack()
        var found = 0
        /// Sum of the places from left to right, mm.
        var places = 0.0
        var meanPlace: Double { found > 0 ? places / Double(found) : 0 }
    }

    fileprivate struct Columns {
        let time: Int
        let angles: [Int]
        let confidence, success, face, place: Int?
        /// To the own left and down, radians.
        let gaze: (left: Int, down: Int)?
        let units: ActionUnits

        init(_ table: TableReader) throws(Failure) {
            time = try table.place(of: "timestamp")
            angles = [
                try table.place(of: "pose_Rx"), try table.place(of: "pose_Ry"),
                try table.place(of: "pose_Rz"),
            ]
            confidence = table.column("confidence")
            success = table.column("success")
            face = table.column("face_id")
            place = table.column("pose_Tx")
            if let left = table.column("gaze_angle_x"), let down = table.column("gaze_angle_y") {
                gaze = (left, down)
            } else {
                gaze = nil
            }
            // Intensities of 0 to 5; those with _c say presence alone.
            units = ActionUnits(table, suffix: "_r", highest: 5)
        }
    }

    func read() throws(Failure) -> SeriesRecording {
        var warnings = [
            "OpenFace sees no trunk: head_turn is the turn against the camera"
        ]
        var faces: [Face] = []
        var others: Set<String> = []
        for path in paths {
            let (found, left) = try self.faces(of: path)
            others.formUnion(left)
            faces += try chosen(found, path, &warnings)
        }
        guard faces.allSatisfy({ $0.found > 0 }) else {
            throw Failure.badInput(
                "\(paths.joined(separator: " and ")): a face was never found",
                remedy: "give tables of people whose faces OpenFace found")
        }
        if !others.isEmpty {
            warnings.append(
                "\(others.sorted().joined(separator: ", ")) of OpenFace were not used: there is no "
                    + "channel for them")
        }
        let rows = faces.map(\.track.count)
        for (face, place) in zip(faces, ["first", "second"]) where face.found < face.track.count {
            warnings.append(
                "OpenFace did not find the \(place) face in \(face.track.count - face.found) of "
                    + "\(face.track.count) frames; they were left empty")
        }
        let start = faces.compactMap(\.track.times.first).min() ?? 0
        let end = faces.compactMap(\.track.times.last).max() ?? 0
        var sources: [SeriesRecording.Source] = []
        for path in paths { sources.append(try SeriesReader.source(path)) }
        return SeriesRecording(
            format: .openface, tracks: faces.map(\.track), sources: sources,
            frames: rows.max() ?? 0, duration: end - start, warnings: warnings)
    }

    /// The faces of one table by their ids, and what else it has.
    private func faces(
        of path: String
    ) throws(Failure) -> (faces: [String: Face], others: Set<String>) {
        let table = try TableReader(series: path)
        let columns = try Columns(table)
        var faces: [String: Face] = [:]
        var rows = 0
        while let row = try table.next() {
            let id = columns.face.map(row.text) ?? ""
            guard faces[id] != nil || faces.count < Self.mostFaces else {
                throw row.malformed(
                    "it is of one more than \(Self.mostFaces) faces",
                    remedy: "give the tables of two people")
            }
            rows += 1
            guard rows <= 2 * SeriesReader.mostInstants else { throw SeriesReader.tooLong(path) }
            try faces[id, default: Face()].add(row, columns, id)
        }
        return (faces, Self.others(table.header))
    }

    /// What Attune has no channel for.
    private static func others(_ header: [String]) -> Set<String> {
        var others: Set<String> = []
        // Tables of before 2.0 have no angles.
        if header.contains(where: { $0.hasPrefix("gaze_") }), !header.contains("gaze_angle_x") {
            others.insert("gaze without angles")
        }
        let used: Set = ["AU01_r", "AU02_r", "AU04_r", "AU12_r"]
        if header.contains(where: {
            $0.hasPrefix("AU") && $0.hasSuffix("_r") && !used.contains($0)
        }) {
            others.insert("other action units")
        }
        return others
    }

    /// The face of a table of one person, or the two of a table of both, the one on the left of the picture
    /// first.
    private func chosen(
        _ faces: [String: Face], _ path: String, _ warnings: inout [String]
    ) throws(Failure) -> [Face] {
        let wanted = paths.count == 1 ? 2 : 1
        let ranked = faces.sorted { ($1.value.found, $0.key) < ($0.value.found, $1.key) }
        guard ranked.count >= wanted, !ranked.isEmpty else {
            throw Failure.badInput(
                ranked.isEmpty ? "\(path) has no rows" : "\(path) has one face only",
                remedy: "give two tables, one of each person, or one of FaceLandmarkVidMulti")
        }
        if ranked.count > wanted {
            let next = ranked[wanted]
            let share = Double(next.value.found) / Double(max(ranked[wanted - 1].value.found, 1))
            guard share < Self.largestThird else {
                throw Failure.badInput(
                    "\(path) has \(ranked.count) faces, and more than \(wanted) are there for long",
                    remedy:
                        "give two tables, one of each person, or take the rows of the others out")
            }
            warnings.append(
                "\(SeriesReader.lastName(path)) has \(ranked.count) faces; the "
                    + (wanted == 1 ? "one that is" : "two that are") + " there longest "
                    + (wanted == 1 ? "was" : "were") + " used")
        }
        return ranked.prefix(wanted).map(\.value).sorted { $0.meanPlace < $1.meanPlace }
    }
}

extension OpenFaceReader.Face {
    fileprivate mutating func add(
        _ row: TableReader.Row, _ columns: OpenFaceReader.Columns, _ id: String
    ) throws(Failure) {
        let time = try row.required(columns.time)
        if let last = track.times.last, time <= last {
            throw row.malformed(
                "the time \(time)\(id.isEmpty ? "" : " of face \(id)") is not after \(last)",
                remedy: columns.face == nil
                    ? "give a table of one face, sorted by time" : "sort the rows by time")
        }
        func value(_ column: Int?, or other: Double) throws(Failure) -> Double {
            guard let column else { return other }
            let value = try row.number(column)
            return value.isNaN ? 0 : value
        }
        let confidence = try value(columns.confidence, or: 1)
        let isFound =
            try value(columns.success, or: 1) >= 0.5
            && confidence >= OpenFaceReader.leastConfidence
        var values = [Double](repeating: .nan, count: Channel.allCases.count)
        var presence = 0.0
        if isFound {
            let angles = try columns.angles.map { column throws(Failure) in try row.number(column) }
            if let head = HeadAngles(openFace: angles) {
                values[Channel.headTilt.index] = head.roll
                values[Channel.headTurn.index] = head.yaw
                values[Channel.headNod.index] = head.pitch
                if let gaze = columns.gaze {
                    values[Channel.gazeTurn.index] = try row.number(gaze.left) * 180 / .pi
                    values[Channel.gazeNod.index] = -(try row.number(gaze.down)) * 180 / .pi
                }
                try columns.units.put(row, into: &values)
                presence = min(confidence, 1)
                found += 1
                places += try value(columns.place, or: 0)
            }
        }
        track.append(time: time, presence: presence, row: values)
    }
}

extension HeadAngles {
    /// Of OpenFace's rotations about x, y and z, radians.
    init?(openFace angles: [Double]) {
        let (s1, s2, s3) = (sin(angles[0]), sin(angles[1]), sin(angles[2]))
        let (c1, c2, c3) = (cos(angles[0]), cos(angles[1]), cos(angles[2]))
        // The first column of Rx · Ry · Rz, and its third one with the opposite sign.
        self.init(
            left: SIMD3(c2 * c3, c1 * s3 + c3 * s1 * s2, s1 * s3 - c1 * c3 * s2),
            forward: SIMD3(-s2, c2 * s1, -c1 * c2))
    }
}
