import Base
import Foundation
import Posture
import Testing
import VisionProtocol

@testable import Vision

/// A joined recording, from its packets to what is reported.
@Suite(.serialized) struct BrokenRecordingTests {
    private func events(_ request: TrackingRequest) throws -> [TrackingEvent] {
        var events: [TrackingEvent] = []
        try Tracking.run(request) { event in
            switch event {
            case .failure(let failure): throw failure
            case .alive, .confinement, .source: break
            default: events.append(event)
            }
        }
        return events
    }

    private func times(_ events: [TrackingEvent]) -> [Double] {
        events.compactMap { if case .frame(let frame) = $0 { frame.time } else { nil } }
    }

    private func joined(_ folder: URL) throws -> String {
        let whole = folder.appendingPathComponent("whole.ts")
        let parts = try [("a.ts", "3", "0"), ("b.ts", "10", "1000")].map { name, start, offset in
            let part = folder.appendingPathComponent(name)
            try Clips.ffmpeg([
                "-ss", start, "-t", "3", "-i", Clips.example, "-an", "-c:v", "libx264", "-preset",
                "ultrafast", "-output_ts_offset", offset, part.path,
            ])
            return part
        }
        try Clips.join(parts, into: whole)
        return whole.path
    }

    @Test func aJointIsToldAndIdentityUncertainThereAlsoAfterAResumption() throws {
        try Clips.inFolder { folder in
            var request = TrackingRequest(videos: [try joined(folder)], rate: 6.25)
            let events = try events(request)
            let times = times(events)
            #expect(times.count == 38 && abs((times.last ?? 0) - 5.92) < 1e-3)
            let warnings = events.compactMap {
                if case .warning(let text) = $0 { text } else { nil }
            }
            #expect(warnings.count == 1 && warnings[0].contains("clock jumps ahead by 997"))
            #expect(warnings[0].contains("at 3.0 s"))
            let spans = events.compactMap {
                if case .uncertain(let span) = $0 { span } else { nil }
            }
            let cut = try #require(spans.first { $0.cause == .cut })
            #expect(cut.start < 3 && cut.end > 3)

            for case .checkpoint(let checkpoint) in events {
                request.checkpoint = checkpoint
                let rest = try self.events(request)
                let index = try #require(
                    events.firstIndex {
                        if case .checkpoint(let own) = $0 {
                            own.time == checkpoint.time
                        } else {
                            false
                        }
                    })
                #expect(remarks(rest) == remarks(Array(events[(index + 1)...])))
                break
            }
        }
    }

    /// All but checkpoints, which depend on the clock on the wall, and the end, which counts work.
    private func remarks(_ events: [TrackingEvent]) -> [TrackingEvent] {
        events.filter {
            switch $0 {
            case .checkpoint, .end: false
            default: true
            }
        }
    }
}
