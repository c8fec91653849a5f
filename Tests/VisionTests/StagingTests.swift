import Base
import Foundation
import Posture
import Testing
import VisionProtocol

@testable import Vision

/// Two videos with one person each: the halves of the rendered session, the right one begun later.
@Suite(.serialized) struct StagingTests {
    private struct Result {
        var frames: [DyadFrame] = []
        var sources: [SourceDescription] = []
        var end: TrackingEnd?
        var warnings: [String] = []
        var others: [TrackingEvent] = []
    }

    private func track(_ request: TrackingRequest) throws -> Result {
        var result = Result()
        try Tracking.run(request) { event in
            switch event {
            case .frame(let frame): result.frames.append(frame)
            case .source(let source): result.sources.append(source)
            case .end(let end): result.end = end
            case .warning(let text): result.warnings.append(text)
            case .failure(let failure): throw failure
            case .checkpoint, .confinement, .alive, .liveFrame, .chapter,
                .camera, .picture:
                break
            case .swap, .forget, .uncertain: result.others.append(event)
            }
        }
        return result
    }

    @Test func eachIsFoundInTheirOwnVideoOnTheClockOfTheFirst() throws {
        let truth = try ExampleTruth.load()
        try Clips.inFolder { folder in
            // The therapist's ends after 5 s; the client's, of another rate and larger, begins 2 s later
            // and ends after 4 s of the session.
            let first = folder.appendingPathComponent("therapist.mp4").path
            let second = folder.appendingPathComponent("client.mkv").path
            try Clips.ffmpeg(["-t", "5", "-i", Clips.example, "-vf", "crop=480:540:0:0", first])
            try Clips.ffmpeg([
                "-ss", "2", "-t", "2", "-i", Clips.example, "-vf",
                "crop=480:540:480:0,scale=720:810,fps=30", second,
            ])
            let result = try track(
                TrackingRequest(videos: [first, second], rate: 5, offset: 2))
            #expect(result.sources.map(\.width) == [480, 720])
            #expect(result.frames.map(\.time).count == 25)
            #expect(result.end?.videos.first?.frames == 125 && result.end?.measured == 25)
            #expect(result.warnings.isEmpty && result.others.isEmpty, "nobody can be exchanged")
            for frame in result.frames {
                let therapist = try #require(frame.poses[0])
                let drawn = try #require(
                    truth.joint("nose", of: "therapist", at: frame.time))
                #expect(abs(Double(therapist.nose.x) - drawn.x) < 20)
                guard frame.time > 1.98, frame.time < 4.02 else {
                    #expect(
                        frame.poses[1].map(\.isUnfilmed) == true,
                        "not yet, or no more, at \(frame.time)")
                    continue
                }
                // Looked for five times a second, they may be found an instant later; and it is a matter
                // of rounding whether the last picture's time is over at 4 s.
                if frame.time < 2.3 || frame.time > 3.98, frame.poses[1]?.isUnfilmed ?? true {
                    continue
                }
                let client = try #require(frame.poses[1], "at \(frame.time)")
                let place = try #require(truth.joint("nose", of: "client", at: frame.time))
                #expect(abs(Double(client.nose.x) / 1.5 + 480 - place.x) < 20)
                #expect(abs(Double(client.nose.y) / 1.5 - place.y) < 20)
            }
        }
    }

    @Test func motionIsThatOfTheirOwnVideo() throws {
        try Clips.inFolder { folder in
            // A picture that stands still, and one that moves.
            let still = folder.appendingPathComponent("still.mp4").path
            let moving = folder.appendingPathComponent("moving.mp4").path
            try Clips.ffmpeg([
                "-t", "0.04", "-i", Clips.example, "-vf",
                "crop=480:540:0:0,loop=loop=49:size=1:start=0,setpts=N/25/TB", still,
            ])
            try Clips.ffmpeg([
                "-ss", "3", "-t", "2", "-i", Clips.example, "-vf", "crop=480:540:0:0", moving,
            ])
            let result = try track(TrackingRequest(videos: [still, moving], rate: 12.5))
            let energies = [0, 1].map { seat in
                result.frames.compactMap { $0.poses[seat]?.motionEnergy }.reduce(0, +)
            }
            #expect(energies[0] < 0.05 * energies[1] && energies[1] > 0.01)
            let kept = try #require(result.end?.kept)
            #expect(kept > 0.2 && kept < 0.7, "only the one who does not move is kept")
        }
    }

    @Test func aSecondVideoWithoutAFrameIsRefusedByItsName() throws {
        try Clips.inFolder { folder in
            let first = folder.appendingPathComponent("a.mp4").path
            try Clips.ffmpeg(["-t", "0.4", "-i", Clips.example, first])
            let second = folder.appendingPathComponent("b.mp4")
            try Data("no video\n".utf8).write(to: second)
            let error = #expect(throws: Failure.self) {
                try track(TrackingRequest(videos: [first, second.path], rate: 5))
            }
            #expect(error?.exitCode == 65 && error?.what.contains("b.mp4") == true)
        }
    }

    @Test func aSecondVideoThatEndsEarlySaysWhichItWas() throws {
        try Clips.inFolder { folder in
            let whole = folder.appendingPathComponent("whole.mkv")
            try Clips.ffmpeg([
                "-t", "4", "-i", Clips.example, "-vf", "crop=480:540:480:0", whole.path,
            ])
            let cut = folder.appendingPathComponent("cut.mkv")
            let data = try Data(contentsOf: whole)
            try data.prefix(data.count / 2).write(to: cut)
            let result = try track(
                TrackingRequest(videos: [whole.path, cut.path], rate: 2))
            #expect(result.warnings.count == 1)
            #expect(result.warnings.first?.contains("cut.mkv: the file ends at") == true)
        }
    }
}
