import Base
import FuzzKit
import Posture
import VisionProtocol

/// What comes through the pipe from the process that touches pixels, which may have been taken over by
/// a video. The stream is cut into events the same way whatever the pieces it arrives in.
enum WireTarget {
    static let target = FuzzTarget(
        "wire", seeds: seeds,
        words: [
            "\"width\"", "\"duration\"", "\"precision\"", "\"exitCode\"", "\"videos\"", "\"cause\"",
        ], mutation: .wire
    ) { bytes in
        let whole = read([bytes[...]])
        let middle = bytes.count / 3
        let pieces = read([bytes[..<middle], bytes[middle...]])
        FuzzTarget.expect(whole == pieces, "the same events from pieces")
    }

    /// Events as text (so that `NaN` is like itself), with the error at their end.
    private static func read(_ pieces: [ArraySlice<UInt8>]) -> [String] {
        var reader = EventReader()
        var recorders = Seat.allCases.map { _ in FeatureRecorder() }
        var events: [TrackingEvent] = []
        for piece in pieces { events += (try? reader.append(piece)) ?? [] }
        for case .frame(let frame) in events {
            for (seat, pose) in frame.poses.enumerated() {
                recorders[seat].append(time: frame.time, pose: pose)
            }
        }
        Scored.score(recorders.map { $0.track() })
        return events.map { "\($0)" } + (reader.isBroken ? ["broken"] : [])
    }

    private static var seeds: [[UInt8]] {
        let events: [TrackingEvent] = [
            .source(
                SourceDescription(
                    width: 640, height: 360, rate: 25, duration: 10, precision: "f32")),
            .frame(Samples.frame(1)), .frame(Samples.frame(2)),
            .checkpoint(TrackingCheckpoint(time: 2.0 / 25, state: .init([1, 2, 3]))), .swap,
            .forget(1), .warning("two"),
            .failure(Failure.badInput("damaged", remedy: "repair it")),
        ]
        let records = events.compactMap { try? WireFormat.encode($0) }
        return records + [Array(records.joined())]
    }
}
