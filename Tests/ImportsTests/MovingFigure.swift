import Foundation
import Posture

@testable import Imports

/// Two people who sit side by side and tilt their heads: the one on the right mirrors the other two seconds
/// later. 25 frames a second, in the coordinates of a picture of 1920×1080.
enum MovingFigure {
    static let rate = 25.0
    typealias Place = (x: Double, y: Double)

    /// Degrees, toward the own left.
    static func tilt(_ frame: Int, person: Int) -> Double {
        let time = Double(frame) / rate - (person == 0 ? 0 : 2)
        let tilt = 9 * sin(0.7 * time + 1) + 5 * sin(1.9 * time)
        return person == 0 ? tilt : -tilt
    }

    static func places(_ frame: Int, person: Int) -> [Landmark: Place] {
        let (x, y, s) = person == 0 ? (600.0, 450.0, 200.0) : (1320.0, 470.0, 180.0)
        let angle = tilt(frame, person: person) * .pi / 180
        func head(_ dx: Double, _ dy: Double) -> Place {
            (
                x + s * (dx * cos(angle) - dy * sin(angle)),
                y - 0.6 * s + s * (dx * sin(angle) + dy * cos(angle))
            )
        }
        func body(_ dx: Double, _ dy: Double) -> Place { (x + s * dx, y + s * dy) }
        return [
            .nose: head(0, 0), .leftEye: head(0.09, -0.08), .rightEye: head(-0.09, -0.08),
            .leftEar: head(0.2, -0.03), .rightEar: head(-0.2, -0.03),
            .leftShoulder: body(0.5, 0), .rightShoulder: body(-0.5, 0),
            .leftElbow: body(0.6, 0.7), .rightElbow: body(-0.6, 0.7),
            .leftWrist: body(0.3, 1.1), .rightWrist: body(-0.35, 1),
            .leftHip: body(0.3, 1.4), .rightHip: body(-0.3, 1.4),
        ]
    }

    /// Which landmarks change their names in a frame.
    typealias Exchange = (_ frame: Int, _ person: Int) -> [(Landmark, Landmark)]

    static let sides: [(Landmark, Landmark)] = [
        (.leftEye, .rightEye), (.leftEar, .rightEar), (.leftShoulder, .rightShoulder),
        (.leftElbow, .rightElbow), (.leftWrist, .rightWrist), (.leftHip, .rightHip),
    ]

    /// x, y and confidence of every keypoint of a skeleton; points it has besides are missing.
    static func points(
        _ skeleton: Skeleton, _ frame: Int, person: Int,
        scale: (Double, Double) -> Place = { ($0, $1) }, exchange: Exchange = { _, _ in [] }
    ) -> [(Double, Double, Double)] {
        var places = places(frame, person: person)
        for (one, other) in exchange(frame, person) {
            (places[one], places[other]) = (places[other], places[one])
        }
        let landmarks = skeleton.landmarks
        return (0..<skeleton.count).map { number in
            guard number < landmarks.count, let landmark = landmarks[number],
                let place = places[landmark]
            else { return (0, 0, 0) }
            let (x, y) = scale(place.x, place.y)
            return (x, y, 0.9)
        }
    }

    static func flat(_ points: [(Double, Double, Double)]) -> String {
        "[" + points.map { "\($0.0),\($0.1),\($0.2)" }.joined(separator: ",") + "]"
    }

    /// Largest error of head tilt over both people, degrees, and how many values there are.
    static func error(_ recording: SeriesRecording, first: Int = 0) -> (Double, count: Int) {
        var worst = 0.0
        var count = 0
        for (person, track) in recording.tracks.enumerated() {
            for (time, value) in zip(track.times, track[.headTilt]) where value.isFinite {
                let truth = tilt(Int((time * rate).rounded()) + first, person: person)
                worst = max(worst, abs(value - truth))
                count += 1
            }
        }
        return (worst, count)
    }
}
