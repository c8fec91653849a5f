import Base
import Foundation
import Testing

@testable import Vision

@Suite struct CameraErrorTests {
    private func trouble(opening path: String) -> VisionError? {
        do {
            _ = try CameraSource(path: path)
            return nil
        } catch {
            return error as? VisionError
        }
    }

    @Test func everyTroubleHasItsOwnWordsAndARemedy() {
        let all = CameraError.allCases.map { $0.failure("/dev/video7", "as the driver says") }
        #expect(Set(all.map(\.what)).count == all.count)
        for failure in all {
            #expect(failure.exitCode == 69)
            #expect(failure.what.contains("/dev/video7"))
            #expect(failure.what.contains("as the driver says"))
            #expect(
                !failure.remedy.description.isEmpty && !failure.remedy.description.hasSuffix("."))
        }
    }

    @Test func permissionNamesTheGroup() {
        #expect(CameraError.denied.remedy.description.contains("group video"))
    }

    @Test func aMissingDeviceIsMissing() throws {
        let error = try #require(trouble(opening: "/dev/video-of-nobody"))
        #expect(error.kind == .camera(.missing))
    }

    @Test(arguments: ["/dev/null", "/tmp"])
    func whatIsNoVideoDeviceIsUnsuitable(path: String) throws {
        let error = try #require(trouble(opening: path))
        #expect(error.kind == .camera(.unsuitable))
    }

    @Test func aDeviceIsNotTakenForAFile() {
        #expect { try LiveSources.open("/dev/video-of-nobody") } throws: {
            ($0 as? VisionError)?.kind == .camera(.missing)
        }
        #expect { try LiveSources.open("/nowhere/clip.mp4") } throws: {
            ($0 as? VisionError)?.kind == .unreadable
        }
    }

    @Test func everyEventIsALine() {
        let events: [CameraEvent] = [
            .lost("the camera /dev/video7 has been unplugged"), .back(gap: 3.25),
            .stalled(seconds: 2), .damaged(seconds: 2),
        ]
        #expect(Set(events.map(\.description)).count == events.count)
        #expect(CameraEvent.back(gap: 3.25).description.contains("3.2 s"))
    }
}
