import Base
import Foundation
import FuzzKit
import VisionProtocol

/// What the vision process says of cameras, a line of JSON each: names come from the devices.
enum CameraTarget {
    static let target = FuzzTarget(
        "camera", seeds: seeds,
        words: [
            "\"cameras\"", "\"watching\"", "\"frame\"", "\"event\"", "\"failure\"", "\"modes\"",
        ]
    ) { bytes in
        guard let answer = try? JSONDecoder().decode(CameraAnswer.self, from: Data(bytes)) else {
            return
        }
        let again = try? JSONDecoder().decode(
            CameraAnswer.self, from: (try? JSONEncoder().encode(answer)) ?? Data())
        FuzzTarget.expect(again == answer, "what was read can be written")
    }

    private static var seeds: [[UInt8]] {
        let answers: [CameraAnswer] = [
            .cameras([
                CameraReport(
                    device: "/dev/video0", name: "Camera",
                    modes: [
                        .init(
                            format: "MJPG", readable: true, converted: false, widths: 640...1280,
                            heights: 480...720, rates: 5...30)
                    ], chosen: .init(format: "MJPG", width: 640, height: 480, rate: 30))
            ]), .watching("640x480"), .event("lost"),
            .failure(Failure.unavailable("busy", remedy: "wait")),
        ]
        return answers.compactMap { try? Array(JSONEncoder().encode($0)) }
    }
}
