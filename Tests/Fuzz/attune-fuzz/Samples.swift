import Posture

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
}
