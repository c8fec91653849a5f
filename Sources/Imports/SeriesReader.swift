package import Base
import Foundation
import Mimicry
package import Posture

/// Reads series that other tools have measured.
///
/// ```swift
/// let recording = try SeriesReader(format: .mea, rate: 25).read(["S01.txt"])
/// ```
package struct SeriesReader: Sendable {
    package var format: SeriesFormat
    /// Samples per second; needed unless the format has times of its own.
    package var rate: Double?
    /// Width of a pixel ÷ its height. Landmarks of a picture whose pixels are not square (352×288 has
    /// 128:117) give wrong angles without it.
    package var pixelAspect: Double
    /// How channels are computed from landmarks.
    package var features: FeatureSettings
    package var reading = SeriesReading()

    package init(
        format: SeriesFormat, rate: Double? = nil, pixelAspect: Double = 1,
        features: FeatureSettings = .init()
    ) {
        self.format = format
        self.rate = rate
        self.pixelAspect = pixelAspect
        self.features = features
    }

    /// Reads one dyad.
    ///
    /// - Parameter paths: one file or folder; for motion energy and belts also two files of one column each.
    /// - Throws: ``Failure/Kind/usage`` when the rate is missing or there are too many paths,
    ///   ``Failure/Kind/noInput`` when something cannot be read, ``Failure/Kind/badInput`` when it is not what
    ///   it must be; the message names file and line.
    package func read(_ paths: [String]) throws(Failure) -> SeriesRecording {
        guard paths.count == 1 || (format.mayBeTwoFiles && paths.count == 2) else {
            throw Failure.usage(
                "\(paths.count) series are too many",
                remedy: format == .mea || format == .belts
                    ? "give one file with two columns, or two files with one column each"
                    : format.mayBeTwoFiles
                        ? "give one \(format.rawValue) table with both people, or two with one each"
                        : "give one \(format.rawValue) series with both people, a command per dyad")
        }
        if !format.hasTimes, rate == nil {
            throw Failure.usage(
                "\(format.rawValue) series do not say how often they were sampled",
                remedy: "give the samples per second with \(.rate), such as \(.rate) 25")
        }
        let path = paths[0]
        let recording =
            switch format {
            case .attune: try FeatureTableReader(path: path).read()
            case .mea:
                try MotionEnergyReader(
                    paths: paths, rate: rate ?? 1, columns: reading.columns,
                    dropsSpikes: reading.spikes != .keep
                ).read()
            case .belts:
                try BeltReader(paths: paths, rate: rate ?? 1, columns: reading.columns).read()
            case .openpose, .alphapose, .mmpose:
                try PoseSeriesReader(
                    path: path, format: format, rate: rate ?? 1, aspect: pixelAspect,
                    features: features, reading: reading
                ).read()
            case .openface: try OpenFaceReader(paths: paths).read()
            case .pyfeat: try PyFeatReader(paths: paths, rate: rate ?? 1).read()
            case .mediapipe:
                try MediaPipeReader(
                    paths: paths, rate: rate, aspect: pixelAspect, features: features,
                    reading: reading
                ).read()
            case .keypoints:
                try KeypointReader(
                    path: path, rate: rate ?? 1, aspect: pixelAspect, features: features,
                    reading: reading
                ).read()
            }
        try SessionTimes.check(
            recording.tracks, in: path,
            remedy: format.hasTimes
                ? "give times in seconds" : "check \(.rate) and the frame numbers"
        )
        return recording
    }

    /// Instants of a person: a day at 25 a second. All channels of both people take 1.5 GB then.
    static let mostInstants = 2_500_000

    /// More instants than a session has.
    static func tooLong(_ path: String) -> Failure {
        Failure.badInput(
            "\(path) holds more than \(mostInstants) instants of a person",
            remedy: "give the series of one session, at the rate of a video")
    }

    static func source(_ path: String) throws(Failure) -> SeriesRecording.Source {
        SeriesRecording.Source(
            file: lastName(path), sha256: try Digest.sha256(ofFile: path))
    }

    static func lastName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

enum SeriesFile {
    /// Opens a file with series.
    ///
    /// - Returns: its descriptor, which the caller closes.
    /// - Throws: ``Failure/Kind/noInput`` when it cannot be opened.
    static func open(_ path: String) throws(Failure) -> Int32 {
        guard access(path, F_OK) == 0 else {
            throw Failure.noInput(
                "\(path) does not exist", remedy: "give the path of a file with series")
        }
        do { return try RegularFile.open(path) } catch {
            switch error {
            case .folder, .special:
                // Some formats are read twice, which a pipe does not allow.
                throw Failure.noInput(
                    "\(path) is \(error == .folder ? "a folder" : "not a file")",
                    remedy: "give a file, or \(.format) openpose for a folder of OpenPose's files")
            case .unreadable, .tooLarge:
                throw Failure.noInput(
                    "cannot read \(path) (\(error.text))",
                    remedy: "give the path of a file that you may read")
            }
        }
    }
}

extension LineReader {
    /// Opens a text file with series.
    convenience init(series path: String) throws(Failure) {
        try self.init(path, file: SeriesFile.open(path))
    }
}

extension TableReader {
    /// Opens a table with series.
    init(series path: String) throws(Failure) { try self.init(LineReader(series: path)) }

    /// The place of a column that must be there.
    func place(of column: String) throws(Failure) -> Int {
        guard let index = self.column(column) else {
            throw LinePlace(path, 1).malformed(
                "there is no column \(column)",
                remedy: "check the file, or say with \(.format) what it is")
        }
        return index
    }
}
