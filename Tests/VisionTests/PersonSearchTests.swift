import Foundation
import Posture
import Testing

@testable import Vision

/// How often a picture is searched for somebody who is not there.
@Suite(.serialized) struct PersonSearchTests {
    @Test func whereNobodyComesIsLookedAtOnceASecondAndWhoComesIsFoundAtOnce() throws {
        try Clips.inFolder { folder in
            let clip = folder.appendingPathComponent("clip.mp4").path
            // The right half shows nobody for nine seconds.
            try Clips.ffmpeg([
                "-ss", "3", "-t", "11", "-i", Clips.example, "-vf",
                "drawbox=x=iw/2:w=iw/2:h=ih:color=gray:t=fill:enable='lt(t,9)'", "-crf", "16", clip,
            ])
            let tracked = try Tracked(clip, Networks(ModelPlace()))
            let alone = tracked.frames.filter { $0.time > 1 && $0.time < 8.9 }
            #expect(alone.allSatisfy { $0.poses.count { $0 != nil } == 1 })
            let first = tracked.frames.first { $0.poses.allSatisfy { $0 != nil } }
            let time = try #require(first?.time)
            #expect((9..<9.3).contains(time))
            // Five a second for five seconds, then one; somebody who comes in and others are looked for as ever.
            #expect((28..<38).contains(tracked.tracker.searches))
        }
    }
}
