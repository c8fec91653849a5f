import Testing
import VisionProtocol

@testable import Vision

/// A source whose frames stand at given times; the frame of index `n` is `16 + 2 n` pixels wide, so
/// that it can be told from the others.
final class ListedSource: FrameSource {
    let description: SourceDescription
    let damaged: Int
    private let times: [Double]
    private let pictures: [Frame]
    private(set) var reads = 0

    init(_ times: [Double], rate: Double = 25, duration: Double = 0, damaged: Int = 0) throws {
        self.times = times
        self.damaged = damaged
        description = SourceDescription(width: 16, height: 16, rate: rate, duration: duration)
        pictures = try times.indices.map { try Clips.frame(Painting(16 + 2 * $0, 16)) }
    }

    /// Frames of a steady rate.
    static func steady(_ count: Int, rate: Double, from start: Double = 0) throws -> ListedSource {
        try ListedSource((0..<count).map { start + Double($0) / rate }, rate: rate)
    }

    func read(into frame: Frame) throws -> Double? {
        defer { reads += 1 }
        guard reads < times.count else { return nil }
        try frame.show(pictures[reads])
        return times[reads]
    }

    /// Which of a source's frames a frame shows.
    static func index(of frame: Frame) -> Int { Int(frame.width - 16) / 2 }
}
