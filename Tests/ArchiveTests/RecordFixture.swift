import TestSupport
import Foundation
import Posture

@testable import Archive
@testable import Base
@testable import Consents
@testable import Mimicry
@testable import SessionModel

/// What the tests of the record have in common.
enum RecordFixture {
    static let header = RecordHeader(
        sources: [
            .init(file: "Sitzung \"1\" & <2>.mp4", sha256: String(repeating: "ab", count: 32))
        ],
        request: .init(rate: "native", layout: "auto", precision: "fastest"), arithmetic: "bf16",
        models: ["pose_landmark_full.tflite": "00ff"], width: 960, height: 540,
        declaredDuration: 50)

    /// A path in a folder of its own, which is removed afterwards.
    static func inPlace<Result>(_ body: (String) throws -> Result) throws -> Result {
        try TemporaryFolder.with { try body($0.appendingPathComponent("session.sqlite").path) }
    }

    /// A pose that no other seed has, as it comes out of the record.
    static func pose(_ seed: Int) -> BodyPose {
        let base = Float(seed % 1000)
        let pose = BodyPose(
            score: 0.75,
            points: (0..<33).map {
                LandmarkPoint(
                    x: base + Float($0) * 1.25, y: 500 - Float($0) * 2, z: -Float($0),
                    visibility: Float($0) / 255)
            },
            world: (0..<33).map { SIMD3(Float($0) / 64, -0.5, base / 2048) },
            face: FaceMesh(
                score: 0.9,
                points: FaceMesh.kept.indices.map {
                    SIMD3(base + Float($0), Float($0 * $0 % 97), -Float($0 % 7))
                }),
            motionEnergy: 0.125)
        return PoseBlob.encode(pose).flatMap(PoseBlob.decode) ?? pose
    }

    /// Frame `number` of 25 a second; the second seat is empty in every third.
    static func frame(_ number: Int) -> DyadFrame {
        DyadFrame(
            time: Double(number) / 25,
            poses: [pose(2 * number), number % 3 == 0 ? nil : pose(2 * number + 1)])
    }

    static func frames(_ record: SessionRecord) throws -> [DyadFrame] {
        var frames: [DyadFrame] = []
        try record.forEachFrame { frames.append($0) }
        return frames
    }

    /// Whether frames are the same, `NaN` being like itself.
    static func same(_ one: [DyadFrame], _ other: [DyadFrame]) -> Bool {
        one.map { "\($0)" } == other.map { "\($0)" }
    }

    static func session() -> Session {
        var tracks = [FeatureTrack(), FeatureTrack()]
        for index in 0..<20 {
            let row = Channel.allCases.indices.map {
                ($0 + index) % 7 == 0 ? Double.nan : Double($0 * 100 - index) / 8
            }
            tracks[0].append(time: Double(index) / 30, presence: 0.5, row: row)
            if index % 2 == 0 { tracks[1].append(time: Double(index) / 30, presence: 1, row: row) }
        }
        var records = Seat.allCases.map { PostureRecord(seat: $0) }
        records[0].held = [
            PostureInterval(
                seat: .first, posture: "head_on_hand", side: .left, onset: 0.1, offset: 0.6,
                onsetIsKnown: false),
            PostureInterval(seat: .first, posture: "slumped", onset: 1.0 / 3, offset: 0.5),
        ]
        records[1].unknown = ["slumped": [TimeSpan(start: 0.1, end: 0.3)]]
        return Session(
            source: [
                SourceInfo(
                    file: "Ümläut.mp4", sha256: "ab", duration: 2.0 / 3, frames: 20, rate: 30)
            ],
            seats: ["thérapeute", "client 🙂"],
            consent: ConsentSummary(
                session: "S01",
                participants: [
                    .init(seat: "thérapeute", id: "T01", scope: [.analysis, .reviewClip]),
                    .init(seat: "client 🙂", id: "C01", scope: [.analysis]),
                ], digest: "cd"),
            settings: Settings(
                rate: "12.5", precision: "bf16", offset: 0.1, swapAt: [0.2, 0.4],
                keepUncertain: true),
            features: tracks, postures: records,
            episodes: [
                Episode(
                    posture: "head_on_hand", leader: .second, leaderSide: .right,
                    followerSide: .left, congruence: .mirror, leaderOnset: 0.1,
                    followerOnset: 1.0 / 3, offset: 0.5, sharedDuration: 0.1, pValue: 0.04)
            ],
            synchrony: [
                SynchronyWindow(
                    channel: .headTilt, mapping: .mirror, start: 0, end: 30, peakLag: -1.0 / 3,
                    peakZ: 0.7, meanAbsZ: 0.1, zeroLagZ: nil, validFraction: 2.0 / 3),
                SynchronyWindow(
                    channel: .motionEnergy, mapping: .unsided, start: 5, end: 35, validFraction: 0),
            ],
            timeline: [
                TimelinePoint(
                    time: 0, mimicryPercentile: 51.5, sharedPostures: 2, leaderBalance: -0.1,
                    quality: 1.0 / 3),
                TimelinePoint(time: 1, sharedPostures: 0, quality: 0),
            ],
            quality: Quality(
                coverage: [1, 1.0 / 3], identity: [TimeSpan(start: 0.1, end: 0.2)]),
            warnings: ["one; \"two\"", "drei"])
    }
}
