import Base
import Foundation
import Posture

/// Reads the tables of Py-Feat (`Fex.to_csv`): two of a face each, or one with both faces, where the one on the left
/// of the picture is the first person.
///
/// Action units become `smile` and `brow_raise`, the corners of the eyes `head_tilt`, yaw and pitch `head_turn` and
/// `head_nod` where the landmarks tell their unit and signs (see ``PyFeatPose``).
struct PyFeatReader {
    let paths: [String]
    /// Frames a second of the video, which the table does not say.
    let rate: Double

    /// Py-Feat's detectors give faces from 0.5 up; OpenFace's convention for faces that are worth using.
    private static let leastScore = 0.75
    /// Faces of a frame that are looked at.
    private static let mostFaces = 100

    /// Outer corners of the eyes among the 68 landmarks: the person's right, which is left in the picture, and left.
    private static let corners = ["x_36", "y_36", "x_45", "y_45"]

    private struct Columns {
        let frame, place, width, score: Int
        let corners: [Int]
        let units: ActionUnits
        let pose: PyFeatPose.Columns?

        init(_ table: TableReader) throws(Failure) {
            frame = try table.place(of: "frame")
            place = try table.place(of: "FaceRectX")
            width = try table.place(of: "FaceRectWidth")
            score = try table.place(of: "FaceScore")
            var corners: [Int] = []
            for name in PyFeatReader.corners { corners.append(try table.place(of: name)) }
            self.corners = corners
            units = ActionUnits(table, highest: 1)
            pose = PyFeatPose.Columns(table)
        }
    }

    /// A face of a frame.
    private struct Face {
        var center = 0.0
        var score = 0.0
        var values: [Double] = []
        var pose: PyFeatPose.Reading?
    }

    /// What was read of one person.
    private struct Person {
        var track = FeatureTrack()
        var pose = PyFeatPose()
    }

    func read() throws(Failure) -> SeriesRecording {
        var people: [Person] = []
        var warnings = ["Py-Feat sees no trunk: head_turn is the turn against the camera"]
        var sources: [SeriesRecording.Source] = []
        for path in paths {
            people += try self.people(of: path, count: paths.count == 1 ? 2 : 1, &warnings)
            sources.append(try SeriesReader.source(path))
        }
        let tracks = posed(people, &warnings)
        guard tracks.allSatisfy({ $0.presence.contains { $0 > 0 } }) else {
            throw Failure.badInput(
                "\(paths.joined(separator: " and ")): a face was never found",
                remedy: "give tables of people whose faces Py-Feat found")
        }
        let start = tracks.compactMap(\.times.first).min() ?? 0
        let end = tracks.compactMap(\.times.last).max() ?? 0
        return SeriesRecording(
            format: .pyfeat, tracks: tracks, sources: sources,
            frames: tracks.map(\.count).max() ?? 0,
            duration: end - start, warnings: warnings)
    }

    /// The tracks with turn and nod in degrees, or without those whose unit or sign nothing tells.
    private func posed(_ people: [Person], _ warnings: inout [String]) -> [FeatureTrack] {
        let convention = PyFeatPose.convention(of: people.map(\.pose))
        let factors = [(Channel.headTurn, convention.turn), (.headNod, convention.nod)]
        let untold = factors.filter { $0.1 == nil }.map(\.0.rawValue)
        if !untold.isEmpty {
            warnings.append(
                "\(untold.joined(separator: " and ")) of Py-Feat were not used: versions differ in unit and "
                    + "sign, and the landmarks do not tell which these are")
        }
        return people.map { person in
            var track = person.track
            for (channel, factor) in factors {
                track[channel] = track[channel].map { $0 * (factor ?? .nan) }
            }
            return track
        }
    }

    /// The people of one table.
    private func people(
        of path: String, count people: Int, _ warnings: inout [String]
    ) throws(Failure) -> [Person] {
        let table = try TableReader(series: path)
        let columns = try Columns(table)
        var found = [Person](repeating: Person(), count: people)
        var (frame, faces): (Int?, [Face]) = (nil, [])
        var (partial, crowded) = (0, 0)
        func finish(_ number: Int) {
            if faces.count > people { crowded += 1 }
            if faces.count < people { partial += 1 }
            append(faces, Double(number) / rate, &found)
            faces = []
        }
        while let row = try table.next() {
            let number = try row.whole(columns.frame)
            if let frame, number != frame {
                guard number > frame else {
                    throw row.malformed(
                        "frame \(number) is not after \(frame)", remedy: "sort the rows by frame")
                }
                finish(frame)
            }
            frame = number
            if let face = try face(row, columns) { faces.append(face) }
            guard faces.count <= Self.mostFaces else {
                throw row.malformed(
                    "it is of one more than \(Self.mostFaces) faces in a frame",
                    remedy: "give the tables of two people")
            }
        }
        if let frame { finish(frame) }
        let name = SeriesReader.lastName(path)
        if crowded > 0 {
            warnings.append(
                "\(name) has more than \(people) faces in \(crowded) frames; the surest were used")
        }
        if partial > 0 {
            warnings.append(
                "\(name) has fewer than \(people) faces in \(partial) frames; they were left empty"
                    + (people == 2 ? ", since a single face may be either person's" : ""))
        }
        return found
    }

    /// `nil` where Py-Feat found none.
    private func face(_ row: TableReader.Row, _ columns: Columns) throws(Failure) -> Face? {
        let score = try row.number(columns.score)
        guard score >= Self.leastScore else { return nil }
        var values = [Double](repeating: .nan, count: Channel.allCases.count)
        try columns.units.put(row, into: &values)
        let corners = try columns.corners.map { column throws(Failure) in try row.number(column) }
        // y is down: the own left eye is lower when the head leans to it.
        values[Channel.headTilt.index] =
            atan2(corners[3] - corners[1], corners[2] - corners[0]) * 180 / .pi
        let pose = try columns.pose.map { columns throws(Failure) in
            try PyFeatPose.reading(row, columns)
        }
        // As the table has them, until its convention is known.
        values[Channel.headTurn.index] = pose?.yaw ?? .nan
        values[Channel.headNod.index] = pose?.pitch ?? .nan
        let center = try row.number(columns.place) + row.number(columns.width) / 2
        guard center.isFinite else { return nil }
        return Face(center: center, score: min(score, 1), values: values, pose: pose)
    }

    /// The surest faces of a frame, those on the left of the picture first; nobody where there are too few to tell
    /// them apart by their place.
    private func append(_ faces: [Face], _ time: Double, _ people: inout [Person]) {
        let best = faces.sorted { $0.score > $1.score }.prefix(people.count)
        let placed = best.count == people.count ? best.sorted { $0.center < $1.center } : []
        for person in people.indices {
            let face = person < placed.count ? placed[person] : nil
            if let pose = face?.pose { people[person].pose.add(pose) }
            people[person].track.append(
                time: time, presence: face?.score ?? 0,
                row: face?.values ?? [Double](repeating: .nan, count: Channel.allCases.count))
        }
    }
}
