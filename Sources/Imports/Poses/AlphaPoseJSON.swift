import Base

extension PoseDialect {
    /// AlphaPose (`alphapose/utils/pPose_nms.py`, `write_json`): a list of people,
    /// `{"image_id": "0.jpg", "keypoints": [x, y, c, …], "score": …, "idx": …}`, those of a frame one after
    /// the other; in its format `cmu` `{"0.jpg": {"bodies": [{"joints": […]}]}}`, in `open`
    /// `{"0.jpg": {"people": [{"pose_keypoints_2d": […]}]}}`, both with 18 points of OpenPose's COCO, and
    /// the same in a file per frame.
    static let alphaPose = PoseDialect(
        format: .alphapose,
        people: { value in
            if case .array(let people) = value {
                let raw = people.compactMap { RawPerson(flat: $0["keypoints"]) }
                return raw.count == people.count ? raw : nil
            }
            if let keypoints = value["keypoints"] {
                return RawPerson(flat: keypoints).map { [$0] }
            }
            guard case .array(let people) = value["bodies"] ?? value["people"] else { return nil }
            let raw = people.compactMap { RawPerson(flat: $0["joints"] ?? $0["pose_keypoints_2d"]) }
            return raw.count == people.count ? raw : nil
        }, needs: "a person without keypoints")
}
