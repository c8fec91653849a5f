import Foundation
import Posture
import Testing
import VisionProtocol

@testable import Vision

/// A recorded call that changes its layout, made from the two halves of the rendered session: side by
/// side, speaker and thumbnail, tiles exchanged, one camera off, and side by side again.
@Suite(.serialized) struct CallLayoutTests {
    /// Where the halves stand, and how large, as shares of their own size; `nil` while a camera is off.
    private struct Scene {
        var therapist: (x: Double, y: Double, scale: Double)?
        var client: (x: Double, y: Double, scale: Double)?
    }

    private static let scenes = [
        Scene(therapist: (0, 0, 1), client: (480, 0, 1)),
        Scene(therapist: (160, 0, 1), client: (780, 340, 1.0 / 3)),
        Scene(therapist: (480, 0, 1), client: (0, 0, 1)),
        Scene(therapist: (480, 0, 1), client: nil),
        Scene(therapist: (0, 0, 1), client: (480, 0, 1)),
    ]
    private static let length = 4.0

    private func make(_ folder: URL) throws -> String {
        var graph: [String] = []
        var labels = ""
        for (index, scene) in Self.scenes.enumerated() {
            let (start, end) = (Double(index) * Self.length, Double(index + 1) * Self.length)
            let trim = "[0]trim=\(start):\(end),setpts=PTS-STARTPTS"
            var last = "[c\(index)]"
            graph.append("color=black:s=960x540:r=25:d=\(Self.length)\(last)")
            for (name, x, place) in [("t", 0, scene.therapist), ("l", 480, scene.client)] {
                guard let place else { continue }
                let (w, h) = (Int(480 * place.scale), Int(540 * place.scale))
                graph.append("\(trim),crop=480:540:\(x):0,scale=\(w):\(h)[\(name)\(index)]")
                graph.append(
                    "\(last)[\(name)\(index)]overlay=\(Int(place.x)):\(Int(place.y))[o\(name)\(index)]"
                )
                last = "[o\(name)\(index)]"
            }
            labels += last
        }
        graph.append("\(labels)concat=n=\(Self.scenes.count):v=1[v]")
        let path = folder.appendingPathComponent("call.mp4").path
        try Clips.ffmpeg([
            "-i", Clips.example, "-filter_complex", graph.joined(separator: ";"), "-map", "[v]",
            "-crf", "16", path,
        ])
        return path
    }

    @Test func seatsFollowPeopleAndACameraThatIsOffIsNotMeasured() throws {
        let truth = try ExampleTruth.load()
        try Clips.inFolder { folder in
            var frames: [DyadFrame] = []
            var uncertain: [UncertainSpan] = []
            let request = TrackingRequest(videos: [try make(folder)], rate: 12.5)
            try Tracking.run(request) { event in
                switch event {
                case .frame(let frame): frames.append(frame)
                case .uncertain(let span): uncertain.append(span)
                case .swap:
                    for index in frames.indices { frames[index].poses.swapAt(0, 1) }
                case .failure(let failure): throw failure
                default: break
                }
            }
            func settled(_ time: Double) -> Bool {
                !uncertain.contains { $0.start <= time && time <= $0.end }
            }
            // Every change is a cut.
            for index in 1..<Self.scenes.count {
                let time = Double(index) * Self.length
                #expect(
                    uncertain.contains { $0.start <= time && $0.end >= time },
                    "at \(time): \(uncertain)")
            }
            #expect(uncertain.reduce(0) { $0 + $1.end - $1.start } < 8, "\(uncertain)")
            var hits = [0, 0]
            var misses = [0, 0]
            for frame in frames where settled(frame.time) {
                let scene = Self.scenes[min(4, Int(frame.time / Self.length))]
                for (seat, name) in ["therapist", "client"].enumerated() {
                    guard let place = seat == 0 ? scene.therapist : scene.client else {
                        #expect(
                            frame.poses[seat]?.isUnfilmed == true, "\(name) at \(frame.time)")
                        continue
                    }
                    guard let pose = frame.poses[seat], !pose.isUnfilmed,
                        let drawn = truth.joint("nose", of: name, at: frame.time)
                    else {
                        misses[seat] += 1
                        continue
                    }
                    let x = place.x + (drawn.x - (seat == 0 ? 0 : 480)) * place.scale
                    let isHit = abs(Double(pose.nose.x) - x) < 60 * place.scale + 10
                    if isHit { hits[seat] += 1 } else { misses[seat] += 1 }
                }
            }
            for seat in 0...1 {
                #expect(hits[seat] > 100 && misses[seat] * 10 < hits[seat], "\(hits), \(misses)")
            }
            // Nobody is said to be absent.
            for seat in Seat.allCases {
                var recorder = FeatureRecorder()
                for frame in frames {
                    recorder.append(time: frame.time, pose: frame.poses[seat.rawValue])
                }
                let record = PostureDetector.record(of: recorder.track(), seat: seat)
                #expect(!record.held.contains { $0.posture == "absent" })
            }
        }
    }
}
