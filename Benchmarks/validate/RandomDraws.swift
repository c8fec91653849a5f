import Base
import Foundation

/// Random numbers of several distributions from one seeded stream.
struct RandomDraws {
    private var generator: SplitMix64

    init(_ generator: SplitMix64) { self.generator = generator }

    /// Uniform in 0..<1.
    mutating func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }

    /// Uniform in a range.
    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        Double.random(in: range, using: &generator)
    }

    /// Standard normal, after Box & Muller (1958).
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }

    /// Exponential with the given mean.
    mutating func exponential(mean: Double) -> Double { -mean * log(1 - uniform()) }

    /// A normal value as a log-normal one with mean 1; `spread` is the SD of its logarithm.
    static func logNormal(_ normal: Double, spread: Double) -> Double {
        exp(spread * normal - spread * spread / 2)
    }

    /// Log-normal with the given mean; `spread` is the SD of its logarithm.
    mutating func logNormal(mean: Double, spread: Double) -> Double {
        mean * Self.logNormal(normal(), spread: spread)
    }

    mutating func isTrue(_ probability: Double) -> Bool { uniform() < probability }
}
