import Foundation

/// The rendered session's ground truth, as far as the tests need it.
struct ExampleTruth: Decodable {
    struct Person: Decodable {
        /// 1 where the person is in the picture, 0 where not.
        var inFrame: [Int]
        /// Per frame and joint x and y, pixels; `nil` when out of the room.
        var joints: [[[Double]?]?]
        /// Degrees, toward own left shoulder.
        var headTilt: [Double?]

        enum CodingKeys: String, CodingKey {
            case inFrame = "in_frame"
            case headTilt = "head_tilt"
            case joints
        }
    }

    var rate: Double
    var jointNames: [String]
    var people: [String: Person]

    enum CodingKeys: String, CodingKey {
        case rate, people
        case jointNames = "joint_names"
    }

    static func load() throws -> ExampleTruth {
        let file = Clips.repository.appendingPathComponent("Examples/helle.truth.json")
        return try JSONDecoder().decode(ExampleTruth.self, from: Data(contentsOf: file))
    }

    /// Place of a joint at a time in seconds, pixels.
    func joint(_ name: String, of seat: String, at time: Double) -> SIMD2<Double>? {
        let frame = Int((time * rate).rounded())
        guard let index = jointNames.firstIndex(of: name),
            let joints = people[seat]?.joints, joints.indices.contains(frame),
            let place = joints[frame]?[index]
        else { return nil }
        return SIMD2(place[0], place[1])
    }

    func isInFrame(_ seat: String, at time: Double) -> Bool {
        let frame = Int((time * rate).rounded())
        return people[seat]?.inFrame[frame] == 1
    }

    /// How the head is held at a time in seconds, degrees toward own left shoulder.
    func headTilt(of seat: String, at time: Double) -> Double? {
        let frame = Int((time * rate).rounded())
        guard let tilts = people[seat]?.headTilt, tilts.indices.contains(frame) else { return nil }
        return tilts[frame]
    }
}
