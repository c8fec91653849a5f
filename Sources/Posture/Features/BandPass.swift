import Foundation

/// A Butterworth band-pass of second order at either end, run forward and backward: nothing is shifted.
struct BandPass {
    private struct Section {
        var b: (Double, Double, Double)
        var a: (Double, Double)
    }

    private let sections: [Section]
    private let rate: Double
    /// Samples by which a series is continued at both ends, turned about its last value: one period of the
    /// lower end.
    private let margin: Int

    init(_ band: ClosedRange<Double>, rate: Double) {
        margin = Int(rate / band.lowerBound)
        self.rate = rate
        // Bilinear transform of the normalised low- and high-pass.
        func section(_ frequency: Double, isHigh: Bool) -> Section {
            let k = tan(.pi * frequency / rate)
            let norm = 1 / (1 + 2.0.squareRoot() * k + k * k)
            let b0 = isHigh ? norm : k * k * norm
            return Section(
                b: (b0, isHigh ? -2 * b0 : 2 * b0, b0),
                a: (2 * (k * k - 1) * norm, (1 - 2.0.squareRoot() * k + k * k) * norm))
        }
        sections = [
            section(band.lowerBound, isHigh: true), section(band.upperBound, isHigh: false),
        ]
    }

    func zeroPhase(_ values: [Double]) -> [Double] {
        guard let first = values.first, let last = values.last, values.count > 1 else {
            return values.map { _ in 0 }
        }
        let reach = min(margin, values.count - 1)
        let before = (1...reach).reversed().map { 2 * first - values[$0] }
        let after = (1...reach).map { 2 * last - values[values.count - 1 - $0] }
        var padded = before + values + after
        for _ in 0..<2 {
            // From rest: a constant is none of the band.
            let rest = padded[0]
            for index in padded.indices { padded[index] -= rest }
            for section in sections { run(section, &padded) }
            padded.reverse()
        }
        return Array(padded[reach..<reach + values.count])
    }

    /// What is left of a swing at a frequency, 0…1, both ways together: half at either end of the band.
    func gain(_ frequency: Double) -> Double {
        let turn = 2 * Double.pi * frequency / rate
        let (c1, s1, c2, s2) = (cos(turn), sin(turn), cos(2 * turn), sin(2 * turn))
        return sections.reduce(1) { gain, section in
            let above = Vector2(
                section.b.0 + section.b.1 * c1 + section.b.2 * c2,
                section.b.1 * s1 + section.b.2 * s2)
            let below = Vector2(
                1 + section.a.0 * c1 + section.a.1 * c2, section.a.0 * s1 + section.a.1 * s2)
            return gain * (above.length * above.length) / (below.length * below.length)
        }
    }

    private func run(_ section: Section, _ values: inout [Double]) {
        var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)
        for index in values.indices {
            let x = values[index]
            let y =
                section.b.0 * x + section.b.1 * x1 + section.b.2 * x2 - section.a.0 * y1
                - section.a.1 * y2
            (x2, x1, y2, y1) = (x1, x, y1, y)
            values[index] = y
        }
    }
}
