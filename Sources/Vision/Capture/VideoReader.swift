import VisionProtocol
import Foundation

/// Reads a video frame by frame and keeps count of what was there.
struct VideoReader {
    let source: any FrameSource
    private(set) var frames = 0
    /// Timestamps of the first and the last frame, seconds.
    private(set) var first = 0.0
    private(set) var last = 0.0
    /// Seconds from the frame before the last to the last.
    private(set) var step: Double
    /// Breaks so far, and those that nobody has asked for yet.
    private(set) var breaks = 0
    private var newBreaks: [VideoBreak] = []
    private var pauses = VideoPauses()

    init(_ source: any FrameSource) {
        self.source = source
        step = source.description.rate > 0 ? 1 / source.description.rate : 0.04
    }

    /// Decodes the next frame; its timestamp, or `nil` at the end.
    mutating func read(into frame: Frame) throws -> Double? {
        guard let time = try source.read(into: frame) else { return nil }
        if var broken = frame.broken(at: time) {
            breaks += 1
            broken.number = breaks
            newBreaks.append(broken)
        }
        if frames == 0 {
            first = time
        } else {
            step = time - last
            pauses.take(from: last, to: time)
        }
        last = time
        frames += 1
        return time
    }

    /// The breaks since this was asked last.
    mutating func takeBreaks() -> [VideoBreak] {
        defer { newBreaks = [] }
        return newBreaks
    }

    /// Sentences about the whole video, at its end.
    var findings: [String] {
        // Of several files, each is told of by itself.
        if source is ChapteredSource { return source.findings }
        let more = breaks - VideoBreak.told
        let others =
            more > 0
            ? "the recording's clock or its picture breaks in \(more) more places, and who is who is "
                + "found anew at each" : nil
        return [others, pauses.sentence, cut].compactMap { $0 } + source.findings
    }

    /// Seconds from the first frame to the end of the last.
    var duration: Double { frames == 0 ? 0 : last - first + step }

    /// When the last frame makes way, seconds.
    var end: Double { last + step }

    /// The container declares more than there is.
    var isCutShort: Bool { source.description.duration - end > max(0.5, 3 * step) }

    /// A sentence when the data ended early or was damaged.
    var cut: String? {
        let declared = source.description.duration
        if isCutShort, declared - source.heardUntil < 0.5 {
            // The last picture is held, as where one is stored on change only.
            guard declared - end >= VideoPauses.shortest else { return nil }
            return "the last picture is of \(Self.seconds(last)) s, and the sound goes on to "
                + "\(Self.seconds(declared)) s"
        }
        if isCutShort {
            return "the file ends at \(Self.seconds(last)) of \(Self.seconds(declared)) s that it "
                + "declares; what was there is analysed"
        }
        guard source.damaged > 0 else { return nil }
        return "\(source.damaged) damaged pieces of the video could not be decoded and are missing"
    }

    private static func seconds(_ value: Double) -> String { String(format: "%.1f", value) }
}
