import Posture
import Testing
import VisionProtocol

@testable import Vision

/// A clip of 960 by 540 pixels, tracked in the test's own process at 12.5 instants a second.
struct Tracked {
    let tracker: PoseTracker
    private(set) var frames: [DyadFrame] = []

    init(_ clip: String, _ networks: Networks) throws {
        tracker = try PoseTracker(networks: networks, staging: .shared)
        let reach = BodyForesight.reach(pixels: 960 * 540, rate: 12.5)
        let decoding = InstantDecoding(
            try SharedReader(
                try FileSource(OpenVideo(path: clip)), rate: 12.5,
                ahead: reach.instants + InstantDecoding.room + 1))
        decoding.start()
        defer { decoding.stop() }
        var instants = Instants(ahead: reach)
        try instants.fill(from: decoding)
        try tracker.begin(try #require(instants.inHand), ahead: instants.ahead)
        while let instant = instants.inHand {
            try instants.fill(from: decoding)
            frames.append(try tracker.finish(instant, ahead: instants.ahead).frame)
            instants.advance()
        }
    }
}
