import Base
import Posture

extension PoseDialect {
    /// MMPose: `{"instances": [{"keypoints": [[x, y], …], "keypoint_scores": […]}]}` a frame
    /// (`mmpose/structures/utils.py`, `split_instances`), or the list of instances alone, as its inferencer
    /// writes for an image; a third number of version 0.x is the score.
    static let mmPose = PoseDialect(
        format: .mmpose,
        people: { value in
            let list = value["instances"] ?? value
            guard case .array(let instances) = list else { return nil }
            let raw = instances.compactMap { instance in
                RawPerson(
                    pairs: instance["keypoints"],
                    scores: instance["keypoint_scores"] ?? instance["keypoints_scores"])
            }
            return raw.count == instances.count ? raw : nil
        }, needs: "an instance without keypoints")

    /// The landmark of each number by the names that MMPose's demos write beside the keypoints
    /// (`meta_info.keypoint_id2name`); `nil` where they are not there.
    static func named(_ meta: JSONValue) -> [Landmark?]? {
        guard case .object(let members) = meta["keypoint_id2name"], !members.isEmpty else {
            return nil
        }
        var landmarks: [Landmark?] = Array(repeating: nil, count: min(members.count, 1000))
        for member in members {
            guard let number = Int(member.name), landmarks.indices.contains(number),
                case .string(let name) = member.value
            else { return nil }
            if case .landmark(let landmark) = Skeleton.name(name) { landmarks[number] = landmark }
        }
        return landmarks.contains(.leftShoulder) && landmarks.contains(.rightShoulder)
            ? landmarks : nil
    }
}
