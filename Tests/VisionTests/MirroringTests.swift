import Foundation
import Posture
import Testing
import VisionProtocol

@testable import Vision

/// A recording whose pixels are mirrored gives what the unmirrored one gives, with the seats exchanged.
@Suite(.serialized) struct MirroringTests {
    private func tracks(
        _ path: String, _ mirrored: Mirroring?, layout: Layout = .auto
    ) throws -> [FeatureTrack] {
        var recorders = Seat.allCases.map { _ in FeatureRecorder() }
        var request = TrackingRequest(videos: [path], layout: layout, rate: 12.5)
        request.mirrored = mirrored
        let isMirrored = Mirroring.seats(mirrored)
        try Tracking.run(request) { event in
            switch event {
            case .frame(let frame):
                for (seat, pose) in frame.poses.enumerated() {
                    recorders[seat].append(
                        time: frame.time, pose: isMirrored[seat] ? pose?.unmirrored : pose)
                }
            case .failure(let failure): throw failure
            default: break
            }
        }
        return recorders.map { $0.track() }
    }

    /// Three seconds in which both rest the head on a hand, and the same with a filter.
    private func make(_ folder: URL, _ filters: [String]) throws -> [String] {
        try filters.enumerated().map { index, filter in
            let path = folder.appendingPathComponent("\(index).mp4").path
            try Clips.ffmpeg([
                "-ss", "16", "-t", "3", "-i", Clips.example, "-vf", filter, "-crf", "10", path,
            ])
            return path
        }
    }

    /// Expects the same channels, up to the noise of another encoding.
    private func expectSame(_ one: FeatureTrack, _ other: FeatureTrack, _ name: String) throws {
        #expect(one.count == other.count)
        for channel in Channel.compared {
            let pairs = zip(one[channel], other[channel])
            let known = pairs.filter { $0.isFinite && $1.isFinite }
            let either = pairs.count { $0.isFinite || $1.isFinite }
            #expect(
                Double(known.count) >= 0.85 * Double(either),
                "\(name) \(channel): \(known.count) of \(either)")
            guard known.count > 5 else { continue }
            let errors = known.map { abs($0 - $1) }.sorted()
            // Arms in doubt are looked at a second time some instants apart.
            let limit = channel.unit == .degrees ? 1.5 : 0.08
            #expect(errors[errors.count / 2] < limit, "\(name) \(channel): \(errors)")
        }
    }

    @Test func aMirroredPictureIsMeasuredAsItWas() throws {
        try Clips.inFolder { folder in
            let clips = try make(folder, ["null", "hflip"])
            let plain = try tracks(clips[0], nil)
            let mirrored = try tracks(clips[1], .both)
            for seat in 0...1 {
                try expectSame(plain[seat], mirrored[1 - seat], "seat \(seat)")
            }
        }
    }

    /// A call in which one's own tile is mirrored.
    @Test func oneTileIsMirrored() throws {
        try Clips.inFolder { folder in
            let own =
                "split[a][b];[a]crop=480:540:0:0,hflip[l];[b]crop=480:540:480:0[r];[l][r]hstack"
            let clips = try make(folder, ["null", own])
            let plain = try tracks(clips[0], nil, layout: .sideBySide)
            let mirrored = try tracks(clips[1], .first, layout: .sideBySide)
            for seat in 0...1 { try expectSame(plain[seat], mirrored[seat], "seat \(seat)") }
        }
    }
}
