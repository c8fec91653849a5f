import Foundation

/// Steadies the two points that give a person's next region, as MediaPipe does whether or not it
/// smooths landmarks: a one-euro filter (Casiez, Roussel & Vogel 2012) per coordinate, whose speed is
/// in sizes of the person per second.
///
/// The landmarks themselves are never filtered here. A region that stays where it is while the person
/// does gives the network the same view again, so that its landmarks jump less.
struct OneEuroFilter: Codable {
    /// Parameters of `pose_landmark_filtering` (MediaPipe 0.10.21) for the auxiliary landmarks, Hz.
    static let minimumCutoff: Float = 0.01
    static let speedFactor: Float = 10
    static let speedCutoff: Float = 1

    private struct State: Codable {
        var time: Double
        /// Centre and top: x, y, x, y.
        var raw: SIMD4<Float>
        var value: SIMD4<Float>
        var speed: SIMD4<Float>
    }
    private var state: State?

    /// Takes the points found at a time (seconds, rising) and gives the steadied ones, pixels.
    mutating func apply(center: SIMD2<Float>, top: SIMD2<Float>, time: Double) -> (
        center: SIMD2<Float>, top: SIMD2<Float>
    ) {
        let raw = SIMD4(center.x, center.y, top.x, top.y)
        let size = 2 * length(top - center)
        guard let last = state, time > last.time, size > 0 else {
            state = State(time: time, raw: raw, value: raw, speed: .zero)
            return (center, top)
        }
        let step = Float(time - last.time)
        let newest = (raw - last.raw) / (size * step)
        let weight = Self.weight(SIMD4(repeating: Self.speedCutoff), step)
        let speed = last.speed + (newest - last.speed) * weight
        let cutoff = Self.minimumCutoff + Self.speedFactor * speed.magnitudes
        let value = last.value + (raw - last.value) * Self.weight(cutoff, step)
        state = State(time: time, raw: raw, value: value, speed: speed)
        return (SIMD2(value.x, value.y), SIMD2(value.z, value.w))
    }

    /// Weight of the newest sample in a low-pass filter of that cutoff (Hz), samples `step` seconds
    /// apart.
    private static func weight(_ cutoff: SIMD4<Float>, _ step: Float) -> SIMD4<Float> {
        let time = 1 / (2 * Float.pi * cutoff)
        return 1 / (1 + time / step)
    }
}

extension SIMD4<Float> {
    fileprivate var magnitudes: SIMD4<Float> { self.replacing(with: -self, where: self .< 0) }
}
