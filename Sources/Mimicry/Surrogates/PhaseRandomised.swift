import Base
import Foundation

/// Series with the mean and the spectrum of another, and other phases [Theiler et al. 1992]: each keeps how regular
/// the other is, from one value to the next and over many, and knows nothing of when.
///
/// To shuffle the lengths of cycles will not do where what scatters is mostly when each was seen to begin: such
/// lengths take turns to be long and short, and shuffled ones, which do not, run away from each other.
struct PhaseRandomised: Sendable {
    private let mean: Double
    /// From the slowest wave on: its amplitude.
    private let amplitudes: [Double]
    /// Cosine of each share of a turn, as many as there are values.
    private let cosines: [Double]

    init(_ values: [Double]) {
        let count = values.count
        let mean = values.reduce(0, +) / Double(max(1, count))
        let cosines = (0..<max(1, count)).map { cos(2 * .pi * Double($0) / Double(count)) }
        let sines = (0..<max(1, count)).map { sin(2 * .pi * Double($0) / Double(count)) }
        self.mean = mean
        self.cosines = cosines
        amplitudes = (0..<count / 2).map { index in
            let order = index + 1
            var (real, imaginary) = (0.0, 0.0)
            for (place, value) in values.enumerated() {
                real += (value - mean) * cosines[order * place % count]
                imaginary += (value - mean) * sines[order * place % count]
            }
            // The fastest of an even number has no partner.
            let partners = 2 * order == count ? 1.0 : 2.0
            return partners * (real * real + imaginary * imaginary).squareRoot() / Double(count)
        }
    }

    /// Another such series.
    func drawn(by random: inout some RandomNumberGenerator) -> [Double] {
        let count = cosines.count
        var result = [Double](repeating: mean, count: count)
        for (index, amplitude) in amplitudes.enumerated() {
            let order = index + 1
            // The fastest of an even number only takes turns.
            let start =
                2 * order == count
                ? (Bool.random(using: &random) ? 0 : count / 2)
                : Int.random(in: 0..<count, using: &random)
            var share = start
            for place in 0..<count {
                result[place] += amplitude * cosines[share]
                share += order
                if share >= count { share -= count }
            }
        }
        return result
    }
}
