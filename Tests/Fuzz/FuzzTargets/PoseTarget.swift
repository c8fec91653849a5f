import Archive
import Foundation
import FuzzKit
import Posture

/// A pose as the record keeps it: what can be read can be written and read again, to the same bytes
/// from then on.
enum PoseTarget {
    static let target = FuzzTarget(
        "pose",
        seeds: [true, false].compactMap { PoseBlob.encode(Samples.pose(face: $0)).map(Array.init) }
    ) { bytes in
        guard let pose = PoseBlob.decode(Data(bytes)) else { return }
        var recorder = FeatureRecorder()
        recorder.append(time: 0, pose: pose)
        recorder.append(time: 0.04, pose: pose)
        _ = recorder.track()
        guard let blob = PoseBlob.encode(pose) else { fatalError("a pose that cannot be written") }
        FuzzTarget.expect(PoseBlob.decode(blob) != nil, "what was written can be read")
    }
}
