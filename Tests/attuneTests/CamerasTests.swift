import Foundation
import TestSupport
import Testing
import VisionProtocol

/// `attune cameras`, as far as it can be tried without a camera; `make test-camera` tries the rest.
@Suite(.tags(.program), .untilStuck)
struct CamerasTests {
    private static let hasDevices =
        (try? FileManager.default.contentsOfDirectory(atPath: "/dev"))?
        .contains { $0.hasPrefix("video") } ?? false

    @Test(.enabled(if: !hasDevices))
    func withoutACameraItSaysSo() throws {
        let told = try Program.attune(["cameras"])
        #expect(told.status == 69 && told.output.isEmpty)
        #expect(told.messages.count == 1)
        #expect(told.errors.hasPrefix("attune: error: there is no camera; "))
        let listed = try Program.attune(["cameras", "--json"])
        let json = try JSONSerialization.jsonObject(with: Data(listed.output.utf8))
        let cameras = try #require((json as? [String: Any])?["cameras"] as? [Any])
        #expect(listed.status == 69 && cameras.isEmpty)
    }

    @Test func aPlayedVideoIsWatchedInRealTime() throws {
        let began = ContinuousClock.now
        let watched = try Program.attune(
            ["cameras", "--watch", Program.example("helle.mp4"), "--seconds", "1.5", "--json"])
        #expect(ContinuousClock.now - began > .seconds(1.4))
        #expect(watched.status == 0)
        let frames = try watched.output.split(separator: "\n").map {
            try JSONDecoder().decode(WatchedFrame.self, from: Data($0.utf8))
        }
        let count = frames.count + frames.reduce(0) { $0 + $1.skipped }
        #expect(abs(count - 38) <= 2)
        #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.captured < $1.captured })
    }

    @Test func watchingWhatIsNotThereSaysSo() throws {
        let camera = try Program.attune(["cameras", "--watch", "/dev/video-of-nobody"])
        #expect(camera.status == 69 && camera.messages.count == 1)
        let file = try Program.attune(["cameras", "--watch", "nowhere.mp4"])
        #expect(file.status == 66 && file.messages.count == 1)
        let text = try Program.attune(["cameras", "--watch", #filePath])
        #expect(text.status == 65 && text.messages.count == 1)
        for wrong in [["--seconds", "0"], ["--size", "640"], ["--rate", "-1"]] {
            #expect(try Program.attune(["cameras"] + wrong).status == 64)
        }
    }
}
