import FuzzKit
import Imports

/// The readers of what programs that read faces, and keypoints in one file of JSON, have written.
extension SeriesTargets {
    /// One table of two faces.
    static let openFace = FuzzTarget(
        "openface",
        texts: [
            """
            frame,face_id,timestamp,confidence,success,gaze_angle_x,gaze_angle_y,pose_Tx,pose_Rx,\
            pose_Ry,pose_Rz,AU01_r,AU02_r,AU04_r,AU12_r,AU12_c

            """
                + (0..<40).map { row in
                    "\(row / 2 + 1),\(row % 2),\(Double(row / 2) * 0.04),0.98,1,0.1,-0.2,"
                        + "\(row % 2 * 200 - 100),0.05,-0.1,0.02,1,0.5,0,\(row % 5),1"
                }.joined(separator: "\n")
        ],
        words: [
            "face_id", " timestamp", "confidence", "success", "pose_Rx", "pose_Tx", "AU12_r",
            "gaze_angle_x", "3.2", "5.0001", "nan",
        ],
        mutation: .table, run: table(.openface))

    /// One table of two faces, whose landmarks tell the unit of the pose.
    static let pyFeat = FuzzTarget(
        "pyfeat",
        texts: [
            "frame,FaceRectX,FaceRectY,FaceRectWidth,FaceRectHeight,FaceScore,"
                + landmarks.map { "x_\($0),y_\($0)" }.joined(separator: ",")
                + ",Pitch,Roll,Yaw,AU01,AU02,AU04,AU12\n"
                + (0..<160).map(faceRow).joined(separator: "\n")
        ],
        words: ["FaceRectX", "FaceScore", "Pitch", "Yaw", "AU12", "x_36", "1.0001", "nan"],
        mutation: .table, run: table(.pyfeat))

    /// Outer corners of the eyes, tip of the nose, corners of the mouth.
    private static let landmarks = [36, 45, 30, 48, 54]

    /// A face that turns and nods to and fro.
    private static func faceRow(_ row: Int) -> String {
        let left = row % 2 * 300
        let (turn, nod) = (row / 2 % 21 - 10, row / 2 % 13 - 6)
        let points = [
            (left + 20, 40), (left + 80, 40), (left + 50 + turn, 60 - nod), (left + 35, 80),
            (left + 65, 80),
        ]
        let places = points.map { "\($0.0),\($0.1)" }.joined(separator: ",")
        return "\(row / 2),\(left),10,100,100,0.99,\(places),\(nod),0,\(turn),0.2,0.1,0,0.5"
    }

    static let alphaPose = FuzzTarget(
        "alphapose",
        texts: [
            "["
                + (0..<8).map { row in
                    "{\"image_id\":\"\(row / 2).jpg\",\"category_id\":1,\"keypoints\":"
                        + "[\(numbers(row).joined(separator: ","))],\"score\":2.5,\"idx\":\(row % 2)}"
                }.joined(separator: ",") + "]",
            "{\"0.jpg\":{\"bodies\":[{\"joints\":[1,2,0.5]}]}}",
        ],
        words: ["\"image_id\":", "\"keypoints\":", "\"bodies\":", "\"joints\":", ".jpg", "1e999"],
        mutation: .json, run: table(.alphapose))

    static let mmPose = FuzzTarget(
        "mmpose",
        texts: [
            "{\"meta_info\":{\"keypoint_id2name\":{\"0\":\"nose\"}},\"instance_info\":["
                + (0..<4).map { frame in
                    "{\"frame_id\":\(frame + 1),\"instances\":["
                        + (0..<2).map { instance(frame * 2 + $0) }.joined(separator: ",") + "]}"
                }.joined(separator: ",") + "]}"
        ],
        words: [
            "\"instance_info\":", "\"instances\":", "\"keypoints\":", "\"keypoint_scores\":",
            "\"frame_id\":", "\"meta_info\":", "1e999", "null",
        ],
        mutation: .json, run: table(.mmpose))

    /// 17 keypoints as COCO orders them, each with a confidence.
    private static func numbers(_ row: Int) -> [String] {
        (0..<17).flatMap { ["\(row % 2 * 300 + $0 * 3 + row)", "\($0 * 7)", "0.8"] }
    }

    private static func instance(_ row: Int) -> String {
        let points = (0..<17).map { "[\(row % 2 * 300 + $0 * 3 + row),\($0 * 7)]" }
        let scores = Array(repeating: "0.9", count: 17).joined(separator: ",")
        return "{\"keypoints\":[\(points.joined(separator: ","))],\"keypoint_scores\":[\(scores)]}"
    }
}
