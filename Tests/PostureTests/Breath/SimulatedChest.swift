import Base
import Foundation

@testable import Posture

/// Simulated chests whose breaths are known.
enum SimulatedChest {
    /// Pixels.
    static let width = 100.0

    /// Where a chest is, shoulder widths, and when it is up highest.
    struct Breathing {
        var places: [Double]
        var peaks: [Double]
    }

    /// Breaths of a mean rate whose lengths vary from one to the next.
    static func breathing(
        _ times: [Double], rate: Double, variability: Double, amplitude: Double = 0.006,
        seed: UInt64 = 1
    ) -> Breathing {
        var noise = Gauss(seed)
        var result = Breathing(places: times.map { _ in 0 }, peaks: [])
        var start = (times.first ?? 0) - 3
        while start < times.last ?? 0 {
            let length = 60 / rate * max(0.4, 1 + variability * noise.next())
            let height = amplitude * max(0.4, 1 + 0.15 * noise.next())
            for (index, time) in times.enumerated() where start <= time && time < start + length {
                let share = (time - start) / length
                let phase = share < 0.4 ? share / 0.4 : 1 - (share - 0.4) / 0.6
                result.places[index] = height * (0.5 - 0.5 * cos(.pi * phase))
            }
            let peak = start + 0.4 * length
            if peak > times.first ?? 0, peak < times.last ?? 0 { result.peaks.append(peak) }
            start += length
        }
        return result
    }

    static func times(_ seconds: Double, rate: Double = 12.5) -> [Double] {
        (0..<Int(seconds * rate)).map { Double($0) / rate }
    }

    /// Rises in pixels, with the scatter of where each picture puts the chest.
    static func rises(
        _ left: [Double], _ right: [Double]? = nil, noise: Double = 0.02, seed: UInt64 = 9
    ) -> [SIMD2<Float>] {
        var scatter = Gauss(seed)
        let seen = [left, right ?? left].map { half in
            half.map { width * $0 + noise * scatter.next() }
        }
        return left.indices.map { index in
            guard index > 0 else { return SIMD2(repeating: .nan) }
            return SIMD2(
                Float(seen[0][index] - seen[0][index - 1]),
                Float(seen[1][index] - seen[1][index - 1]))
        }
    }
}

/// Normally distributed numbers.
struct Gauss {
    private var source: SplitMix64

    init(_ seed: UInt64) { source = SplitMix64(seed: seed) }

    mutating func next() -> Double {
        let (u, v) = (
            Double.random(in: Double.leastNormalMagnitude..<1, using: &source),
            Double.random(in: 0..<1, using: &source)
        )
        return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
    }
}
