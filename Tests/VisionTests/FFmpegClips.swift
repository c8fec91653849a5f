import CVision
import Foundation
import Testing

@testable import Vision

/// Clips as recorders, telephones and editors leave them.
extension Clips {
    /// What was read of a file.
    struct Reading {
        var times: [Double] = []
        var breaks: [VideoBreak] = []
        var findings: [String] = []
        var damaged = 0
        var source: SourceOfClip
    }

    typealias SourceOfClip = FileSource

    static func read(_ path: String, stream: Int? = nil) throws -> Reading {
        let source = try FileSource(OpenVideo(path: path), stream: stream)
        var reader = VideoReader(source)
        let frame = try Frame()
        var reading = Reading(source: source)
        while let time = try reader.read(into: frame) { reading.times.append(time) }
        reading.breaks = reader.takeBreaks()
        reading.findings = reader.findings
        reading.damaged = source.damaged
        return reading
    }

    /// A pattern that moves, and a sound.
    static func pattern(
        _ seconds: Double, size: String = "160x120", rate: String = "25"
    ) -> [String] {
        ["-f", "lavfi", "-i", "testsrc2=duration=\(seconds):size=\(size):rate=\(rate)"]
    }

    static func sound(_ seconds: Double) -> [String] {
        ["-f", "lavfi", "-i", "sine=duration=\(seconds)"]
    }

    static func join(_ parts: [URL], into whole: URL) throws {
        try parts.reduce(into: Data()) { $0.append(try Data(contentsOf: $1)) }.write(to: whole)
    }

    /// What ffprobe says: presentation times of the video's frames, seconds from the container's start,
    /// rising.
    static func probedTimes(_ path: String) throws -> [Double] {
        let start = Double(try probe(["-show_entries", "format=start_time"], path)[0]) ?? 0
        return try probe(
            ["-select_streams", "v:0", "-show_entries", "frame=pts_time"], path
        ).compactMap(Double.init).map { $0 - start }.sorted()
    }

    private static func probe(_ arguments: [String], _ path: String) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["ffprobe", "-v", "quiet", "-of", "csv=p=0"] + arguments + [path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map {
            $0.trimmingCharacters(in: CharacterSet(charactersIn: ", "))
        }.filter { !$0.isEmpty }
    }
}

extension Frame {
    /// Mean brightness around a point of the upright picture, 0…255.
    func brightness(_ x: Float, _ y: Float, size: Float = 6) throws -> Float {
        var shares = [Float](repeating: 0, count: Int(CV_COLOUR_BINS))
        let region = cv_region(center_x: x, center_y: y, width: size, height: size, rotation: 0)
        try edge { cv_frame_colours(handle, region, &shares, $0) }
        let luma = Int(CV_COLOUR_LUMA)
        let chroma = Int(CV_COLOUR_CHROMA * CV_COLOUR_CHROMA)
        return (0..<luma).reduce(0) { sum, bin in
            sum + shares[bin * chroma..<(bin + 1) * chroma].reduce(0, +)
                * (Float(bin) + 0.5) * 255 / Float(luma)
        }
    }
}
