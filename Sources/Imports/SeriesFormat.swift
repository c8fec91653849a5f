package import Base
import Foundation

/// A form in which other tools give series of two people.
package enum SeriesFormat: String, Sendable, CaseIterable {
    /// A `features.csv`.
    case attune
    /// Motion energy: two columns of numbers.
    case mea
    /// A folder of OpenPose's `*_keypoints.json`.
    case openpose
    /// A wide table of MediaPipe's 33 landmarks.
    case mediapipe
    /// A long table with a row per keypoint.
    case keypoints

    /// Whether the input says when its samples were taken; otherwise a rate is needed.
    package var hasTimes: Bool { self == .attune || self == .mediapipe }

    /// What a path looks like: a folder is OpenPose's, a table is told by its header, and what has no
    /// known header is motion energy.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when the file cannot be read.
    package static func detect(_ path: String) throws(Failure) -> SeriesFormat {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
        {
            return .openpose
        }
        let lines = try LineReader(path)
        guard let line = try lines.next() else { return .mea }
        let names = Set(TableLine.cells(line, separator: TableLine.separator(of: line)).map(\.text))
        if names.isSuperset(of: ["time", "seat"]) { return .attune }
        if names.isSuperset(of: ["frame", "person", "keypoint"]) { return .keypoints }
        if names.isSuperset(of: ["person", "x0", "y0"]) { return .mediapipe }
        return .mea
    }
}
