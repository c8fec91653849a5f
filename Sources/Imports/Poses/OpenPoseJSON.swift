import Base

extension PoseDialect {
    /// OpenPose: `{"version": 1.3, "people": [{"pose_keypoints_2d": [x, y, c, …]}]}`, in earlier versions
    /// `pose_keypoints` (doc/02_output.md). A person may have no body, only a face or hands.
    static let openPose = PoseDialect(
        format: .openpose,
        people: { value in
            guard case .array(let people) = value["people"] else { return nil }
            var result: [RawPerson] = []
            for person in people {
                let numbers = person["pose_keypoints_2d"] ?? person["pose_keypoints"]
                guard let raw = RawPerson(flat: numbers) else { return nil }
                if !raw.points.isEmpty { result.append(raw) }
            }
            return result
        }, needs: "a person without pose_keypoints_2d")
}
