package import Base
import Foundation

/// A format in which other tools give series of two people.
package enum SeriesFormat: String, Sendable, CaseIterable {
    /// A `features.csv`.
    case attune
    /// Motion energy: two columns of numbers, or more that are named.
    case mea
    /// Belts around the chest: two columns of numbers, or more that are named.
    case belts
    /// OpenPose's `*_keypoints.json`.
    case openpose
    /// AlphaPose's JSON.
    case alphapose
    /// MMPose's JSON.
    case mmpose
    /// Tables of OpenFace, a face each or both.
    case openface
    /// Tables of Py-Feat, a face each or both.
    case pyfeat
    /// A wide table of MediaPipe's 33 landmarks.
    case mediapipe
    /// A long table with a row per keypoint.
    case keypoints

    /// Whether the input has the times of its samples; otherwise a rate is needed.
    package var hasTimes: Bool {
        switch self {
        case .attune, .openface, .mediapipe: true
        case .mea, .belts, .openpose, .alphapose, .mmpose, .pyfeat, .keypoints: false
        }
    }

    /// Whether each person may be in a file of their own.
    var mayBeTwoFiles: Bool { [.mea, .belts, .openface, .pyfeat, .mediapipe].contains(self) }

    /// Whether series of the format can show episodes; those that say how one thing moves cannot.
    package var hasEpisodes: Bool { self != .mea && self != .belts }

    /// Guesses the format of a path by its content: keypoints in JSON, a table by its header; a file without
    /// a known header is motion energy.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when the file cannot be read.
    package static func detect(_ path: String) throws(Failure) -> SeriesFormat {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
        {
            return try PoseFrames.detect(path) ?? .openpose
        }
        let pieces = JSONPieces(path, file: try SeriesFile.open(path))
        if let first = try pieces.firstByte(),
            [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(first)
        {
            return try PoseFrames.detect(path) ?? .openpose
        }
        let lines = try LineReader(series: path)
        guard let line = try lines.next() else { return .mea }
        let cells = TableRowParser.cells(line, separator: TableSeparator(of: line))
        return table((cells ?? []).map { $0.text.lowercased() })
    }

    /// The format of a table with this header.
    private static func table(_ header: [String]) -> SeriesFormat {
        let names = Set(header)
        func has(_ some: [String]) -> Bool { !names.isDisjoint(with: some) }
        let hasRows =
            has(PoseTable.frames) || has(["time", "timestamp", "time_ms", "timestamp_ms"])
        if names.isSuperset(of: ["timestamp", "pose_rx", "pose_rz"]) { return .openface }
        if names.isSuperset(of: ["facerectx", "facescore", "x_36"]) { return .pyfeat }
        if hasRows, has(KeypointReader.names), names.isSuperset(of: ["x", "y"]) {
            return has(["keypoint"]) ? .keypoints : .mediapipe
        }
        if hasRows,
            names.isSuperset(of: ["x0", "y0"]) || names.isSuperset(of: ["x_0", "y_0"])
                || names.isSuperset(of: ["nose_x", "nose_y"])
        {
            return .mediapipe
        }
        if names.isSuperset(of: ["time", "seat"]) { return .attune }
        return .mea
    }
}
