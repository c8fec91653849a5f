import FoundationEssentials
import Posture
import Testing
import VisionProtocol

@testable import Vision

/// The tracker on the rendered session, against what was drawn.
@Suite(.serialized) struct PoseTrackerTests {
    private static let seats = ["therapist", "client"]
    /// The therapist's shoulder width in the drawing, pixels.
    private static let shoulderWidth = 135.0

    private func frames(rate: Double, layout: Layout = .auto) throws -> [DyadFrame] {
        var frames: [DyadFrame] = []
        let request = TrackingRequest(videos: [Clips.example], layout: layout, rate: rate)
        try Tracking.run(request) { event in
            switch event {
            case .frame(let frame): frames.append(frame)
            case .failure(let failure): throw failure
            case .swap, .warning: Issue.record("unexpected \(event)")
            default: break
            }
        }
        return frames
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    @Test func bothAreFollowedAtTheirSeatsWhereTheyWereDrawn() throws {
        let truth = try ExampleTruth.load()
        let frames = try frames(rate: 6.25)
        #expect(frames.count == 313)
        for (seat, name) in Self.seats.enumerated() {
            let inView = frames.filter { truth.isInFrame(name, at: $0.time) }
            let found = inView.filter { $0.poses[seat] != nil }
            #expect(Double(found.count) >= 0.99 * Double(inView.count))
            for (joint, landmark, limit) in [
                ("nose", Landmark.nose, 0.06), ("left_shoulder", .leftShoulder, 0.09),
                ("right_shoulder", .rightShoulder, 0.09), ("left_wrist", .leftWrist, 0.12),
                ("right_wrist", .rightWrist, 0.12),
            ] {
                let errors = found.compactMap { frame -> Double? in
                    guard let pose = frame.poses[seat],
                        let drawn = truth.joint(joint, of: name, at: frame.time)
                    else { return nil }
                    let point = SIMD2(Double(pose[landmark].x), Double(pose[landmark].y))
                    let way = point - drawn
                    return (way * way).sum().squareRoot() / Self.shoulderWidth
                }
                #expect(median(errors) < limit, "\(name) \(joint)")
            }
            let nose = found.compactMap { frame -> Double? in
                guard let pose = frame.poses[seat],
                    let drawn = truth.joint("nose", of: name, at: frame.time)
                else { return nil }
                return abs(Double(pose[.nose].x) - drawn.x)
            }
            #expect(nose.allSatisfy { $0 < Self.shoulderWidth }, "\(name) is never the other one")
        }
    }

    @Test func anEmptyChairIsNobody() throws {
        let frames = try frames(rate: 5)
        let away = frames.filter { $0.time > 33 && $0.time < 37 }
        #expect(away.count == 19)
        #expect(away.allSatisfy { $0.poses[0] != nil && $0.poses[1] == nil })
        let last = try #require(frames.last)
        #expect(last.poses[1] != nil)
    }

    /// As in a video call: heads and shoulders, the hips below the picture.
    @Test func sideBySideFindsPeopleWhoseHipsAreOutOfThePicture() throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("call.mp4").path
            try Clips.ffmpeg(["-t", "1", "-i", Clips.example, "-vf", "crop=960:230:0:60", path])
            var last: DyadFrame?
            let request = TrackingRequest(videos: [path], layout: .sideBySide, rate: 5)
            try Tracking.run(request) { if case .frame(let frame) = $0 { last = frame } }
            let poses = try #require(last).poses
            #expect(poses.allSatisfy { $0 != nil })
        }
    }

    @Test func regionsKeepEachPersonToTheirPart() throws {
        let layout = try #require(Layout("regions=0.5,0,0.5,1;0,0,0.5,1"))
        var count = 0
        let request = TrackingRequest(videos: [Clips.example], layout: layout, rate: 1)
        try Tracking.run(request) { event in
            guard case .frame(let frame) = event, frame.time < 5 else { return }
            count += 1
            // The first region is the right half, so the first seat is the person there.
            let first = try #require(frame.poses[0])
            let second = try #require(frame.poses[1])
            #expect(first[.nose].x > 480)
            #expect(second[.nose].x < 480)
        }
        #expect(count == 5)
    }
}
