import Foundation
import Posture
import Testing
import VisionProtocol

@testable import Vision

/// Telephones film in ten bits with another transfer function, and turned.
@Suite(.serialized) struct HighDynamicRangeTests {
    private func noses(_ path: String) throws -> [[SIMD2<Float>?]] {
        var noses: [[SIMD2<Float>?]] = []
        try Tracking.run(TrackingRequest(videos: [path], rate: 4)) { event in
            switch event {
            case .frame(let frame):
                noses.append(
                    frame.poses.map { pose in pose.map { SIMD2($0[.nose].x, $0[.nose].y) } })
            case .failure(let failure): throw failure
            default: break
            }
        }
        return noses
    }

    @Test(arguments: ["arib-std-b67", "smpte2084"])
    func peopleAreFoundAsInTheUsualRange(transfer: String) throws {
        try Clips.inFolder { folder in
            let usual = folder.appendingPathComponent("usual.mp4").path
            try Clips.ffmpeg(
                ["-ss", "12", "-t", "2", "-i", Clips.example, "-c:v", "libx264", "-an", usual])
            let stored = folder.appendingPathComponent("stored.mp4").path
            try Clips.ffmpeg([
                "-i", usual, "-vf",
                "zscale=tin=bt709:min=bt709:pin=bt709:rin=tv:t=\(transfer):m=bt2020nc:p=bt2020:npl=203,"
                    + "format=yuv420p10le,transpose=1",
                "-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
                "log-level=error:colorprim=bt2020:transfer=\(transfer):colormatrix=bt2020nc",
                stored,
            ])
            let path = folder.appendingPathComponent("turned.mp4").path
            try Clips.ffmpeg(["-i", stored, "-c", "copy", "-metadata:s:v:0", "rotate=90", path])
            #expect(try FileSource(path: path).description.rotation == 270)
            let expected = try noses(usual)
            let found = try noses(path)
            #expect(found.count == expected.count)
            for (one, other) in zip(expected, found) {
                for (nose, own) in zip(one, other) {
                    let nose = try #require(nose), own = try #require(own)
                    #expect(((nose - own) * (nose - own)).sum() < 64, "\(nose) \(own)")
                }
            }
        }
    }
}
