import FuzzKit
import Imports
import Posture

/// The readers of series that other tools measured; what they accept is scored as well.
enum SeriesTargets {
    static let all = [
        motionEnergy, belts, features, mediaPipe, keypoints, openPose, alphaPose, mmPose, openFace,
        pyFeat,
    ]

    static func table(_ format: SeriesFormat) -> @Sendable ([UInt8]) -> Void {
        { bytes in
            let path = FuzzFolder.shared.file("series", bytes)
            _ = Promise.read { try SeriesFormat.detect(path) }
            check(format, path)
        }
    }

    private static func check(_ format: SeriesFormat, _ path: String) {
        guard
            let recording = Promise.read({ try SeriesReader(format: format, rate: 25).read([path]) }
            )
        else { return }
        FuzzTarget.expect(recording.tracks.count == 2, "two tracks")
        for track in recording.tracks {
            FuzzTarget.expect(track.times.allSatisfy(\.isFinite), "finite times")
            FuzzTarget.expect(
                zip(track.times, track.times.dropFirst()).allSatisfy { $0 < $1 }, "rising times")
            for channel in Channel.allCases {
                FuzzTarget.expect(track[channel].count == track.count, "a value per instant")
                FuzzTarget.expect(!track[channel].contains { $0.isInfinite }, "no infinities")
            }
        }
        Scored.score(recording.tracks)
    }

    private static let motionEnergy = FuzzTarget(
        "mea",
        texts: [
            "\"pat\" \"th\"\n1550 6948\n1317 5657\nNA 4115\n2303,5162\n", "0.5\t0.25\r\n1\t0\r\n",
            "12;3\n4;5\n",
        ], words: ["NA", "NaN", "inf", "1e308", "-0", "\"", "\t", "\r\n", "\u{FEFF}"],
        mutation: .table, run: table(.mea))

    private static let belts = FuzzTarget(
        "belts",
        texts: [
            "time,a,b\n" + (0..<400).map { "\($0),\($0 % 97),\($0 % 83)" }.joined(separator: "\n"),
            (0..<300).map { "\($0 * $0 % 101)\t\($0 % 89)" }.joined(separator: "\r\n"),
        ], words: ["NA", "NaN", "inf", "1e308", "-0", "\"", "\t", "\r\n", "\u{FEFF}"],
        mutation: .table, run: table(.belts))

    private static let features = FuzzTarget(
        "features",
        texts: [
            "time,seat,presence,head_tilt,motion_energy\n0.000,a,0.9,1.5,0.1\n0.000,b,1,,0.2\n"
                + "0.040,a,0.9,1.6,0.3\n0.040,b,1,\"-2.5\",0.4\n"
        ], words: ["time,seat,presence"] + Channel.allCases.map(\.rawValue) + ["nan", "1e300"],
        mutation: .table, run: table(.attune))

    private static let mediaPipe = FuzzTarget(
        "mediapipe",
        texts: [
            "frame,time,person,"
                + (0..<33).map { "x\($0),y\($0),v\($0)" }.joined(separator: ",") + "\n0,0.0,0"
                + String(repeating: ",1", count: 99) + "\n0,0.0,1"
                + String(repeating: ",2", count: 99) + "\n1,0.04,0"
                + String(repeating: ",1.5", count: 99) + "\n"
        ], words: ["frame", "time", "person", ",,,,", "1e38", "-1e38", "nan"],
        mutation: .table, run: table(.mediapipe))

    private static let keypoints = FuzzTarget(
        "keypoints",
        texts: [
            "frame,person,keypoint,x,y\n0,1,nose,10,20\n0,2,LShoulder,30,40\n1,1,5,10.5,20\n"
                + "1,2,nose,0,0\n1,1,left_shoulder,40,80\n1,1,right_shoulder,10,80\n"
        ], words: ["left_eye", "right_hip", "LWrist", "RElbow", "Nose", "999999999", "1e38"],
        mutation: .table, run: table(.keypoints))

    /// Files of a folder, one after the other with a zero byte between.
    private static let openPose = FuzzTarget(
        "openpose",
        texts: [
            (0..<2).map { frame in
                let people = (0..<2).map { person in
                    let numbers = (0..<25).map { "\(person * 300 + $0 * 3 + frame),\($0 * 7),0.8" }
                    return "{\"pose_keypoints_2d\":[\(numbers.joined(separator: ","))]}"
                }
                return "{\"version\":1.3,\"people\":[\(people.joined(separator: ","))]}"
            }.joined(separator: "\0")
        ],
        words: [
            "\"people\":", "\"pose_keypoints_2d\":", "\"version\":", "[0,0,0]", "1e999", "null",
            "\\u00", "\\ud800",
        ]
    ) { bytes in
        let folder = FuzzFolder.shared.folder("openpose")
        for (number, part) in bytes.split(separator: 0, omittingEmptySubsequences: false).prefix(6)
            .enumerated()
        {
            _ = FuzzFolder.shared.file("openpose/clip_00\(number)_keypoints.json", part)
        }
        check(.openpose, folder)
    }
}
