import Base
import Mimicry
import Posture
import SessionModel

/// Poses for seeds.
enum Samples {
    static func pose(face: Bool) -> BodyPose {
        BodyPose(
            score: 0.75,
            points: (0..<33).map {
                LandmarkPoint(
                    x: 100 + Float($0), y: 500 - Float($0) * 2, z: -Float($0),
                    visibility: Float($0) / 33)
            },
            world: (0..<33).map { SIMD3(Float($0) / 64, -0.5, 0.25) },
            face: face
                ? FaceMesh(
                    score: 0.9,
                    points: FaceMesh.kept.indices.map { SIMD3(Float($0), Float($0 % 9), 1) }) : nil,
            motionEnergy: face ? 0.125 : nil)
    }

    static func frame(_ number: Int) -> DyadFrame {
        DyadFrame(
            time: Double(number) / 25,
            poses: [pose(face: number % 2 == 0), number % 3 == 0 ? nil : pose(face: false)])
    }

    /// An episode of head on hand.
    static var session: Session {
        var tracks = [FeatureTrack(), FeatureTrack()]
        for step in 0..<10 {
            for seat in tracks.indices {
                let row = Channel.allCases.map { Double($0.index * step) / 8 }
                tracks[seat].append(time: Double(step) * 2, presence: 0.9, row: row)
            }
        }
        func held(_ seat: Seat, _ side: Side, _ onset: Double) -> PostureRecord {
            PostureRecord(
                seat: seat,
                held: [
                    PostureInterval(
                        seat: seat, posture: "head_on_hand", side: side, onset: onset, offset: 16)
                ])
        }
        return Session(
            source: [
                SourceInfo(
                    file: "helle.mp4", sha256: String(repeating: "ab", count: 32), duration: 20,
                    frames: 500, rate: 25)
            ], seats: ["therapist", "client"], consent: nil, settings: Settings(),
            features: tracks, postures: [held(.first, .right, 4), held(.second, .left, 8)],
            episodes: [
                Episode(
                    posture: "head_on_hand", leader: .first, leaderSide: .right,
                    followerSide: .left, congruence: .mirror, leaderOnset: 4, followerOnset: 8,
                    offset: 16, sharedDuration: 8)
            ], synchrony: [], timeline: [TimelinePoint(time: 0, sharedPostures: 0, quality: 0.5)],
            quality: Quality(coverage: [1, 0.8], identity: [TimeSpan(start: 3, end: 4.5)]),
            warnings: ["The file ends early."])
    }
}
