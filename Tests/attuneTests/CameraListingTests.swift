import Base
import Foundation
import Testing
import VisionProtocol

@testable import attune

@Suite struct CameraListingTests {
    private static let busy = CameraReport(
        device: "/dev/video0", name: "Camera",
        problem: .unavailable("it is busy", remedy: "give another with \(.camera)"))

    @Test func aProblemIsListedInWords() throws {
        let text = try CameraListing.json([Self.busy])
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: [[String: Any]]])
        let camera = try #require(json["cameras"]?.first)
        #expect(camera["device"] as? String == "/dev/video0")
        let problem = try #require(camera["problem"] as? [String: Any])
        #expect(problem["what"] as? String == "it is busy")
        #expect(problem["todo"] as? String == "give another with --camera")
        #expect(problem["exitCode"] as? Int == 69)
        #expect(problem.count == 3)
    }

    @Test func aCameraWithoutAProblemHasNone() throws {
        let text = try CameraListing.json([CameraReport(device: "/dev/video1", name: "Camera")])
        #expect(!text.contains("problem"))
    }
}
