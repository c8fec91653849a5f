import Foundation

@testable import Posture

extension HandMesh {
    /// A flat open hand: fingers straight and a little apart, a quarter of its length wide to either side.
    ///
    /// - Parameters:
    ///   - wrist: in the picture, pixels.
    ///   - direction: from the wrist to the tip of the middle finger, degrees; 0 to the right of the
    ///     picture, 90 down.
    ///   - length: from the wrist to the tip of the middle finger, pixels.
    static func drawn(
        wrist: SIMD2<Double>, direction: Double, length: Double = 80, score: Float = 0.95
    ) -> HandMesh {
        let angle = direction * .pi / 180
        let along = SIMD2(cos(angle), sin(angle))
        let across = SIMD2(-along.y, along.x)
        var places = [wrist]
        // Thumb to little finger: how far to the side, and how long.
        let fingers = [(-0.25, 0.6), (-0.12, 0.95), (0, 1), (0.12, 0.95), (0.25, 0.8)]
        for (aside, reach) in fingers {
            for share in [0.45, 0.65, 0.82, 1] {
                places.append(wrist + length * (reach * share * along + aside * across))
            }
        }
        return HandMesh(
            score: score, points: places.map { SIMD3(Float($0.x), Float($0.y), 0) })
    }

    /// Another copy, moved by so many pixels.
    func moved(by step: SIMD2<Double>) -> HandMesh {
        var result = self
        for index in points.indices {
            result.points[index] += SIMD3(Float(step.x), Float(step.y), 0)
        }
        return result
    }
}
