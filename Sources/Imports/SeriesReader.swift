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
    /// How channels are made of landmarks.
    package var features: FeatureSettings

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
    /// - Parameter paths: one file or folder; for motion energy also two files of one column each.
    /// - Throws: ``Failure/Kind/usage`` when the rate is missing or there are too many paths,
    ///   ``Failure/Kind/noInput`` when something cannot be read, ``Failure/Kind/badInput`` when it is not what
    ///   it must be; the message names file and line.
    package func read(_ paths: [String]) throws(Failure) -> SeriesRecording {
        guard paths.count == 1 || (format == .mea && paths.count == 2) else {
            throw Failure.usage(
                "\(paths.count) series are too many",
                remedy: format == .mea
                    ? "give one file with two columns, or two files with one column each"
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
            case .mea: try MotionEnergyReader(paths: paths, rate: rate ?? 1).read()
            case .openpose:
                try OpenPoseReader(
                    folder: path, rate: rate ?? 1, aspect: pixelAspect, features: features
                ).read()
            case .mediapipe:
                try MediaPipeReader(path: path, aspect: pixelAspect, features: features).read()
            case .keypoints:
                try KeypointReader(
                    path: path, rate: rate ?? 1, aspect: pixelAspect, features: features
                ).read()
            }
        try SessionTimes.check(
            recording.tracks, in: path,
            remedy: format.hasTimes
                ? "give times in seconds" : "check \(.rate) and the frame numbers"
        )
        return recording
    }

    static func source(_ path: String) throws(Failure) -> SeriesRecording.Source {
        SeriesRecording.Source(
            file: lastName(path), sha256: try Digest.sha256(ofFile: path))
    }

    static func lastName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
