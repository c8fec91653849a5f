import Foundation
import Posture

/// When somebody breathed in to the fullest, in each stretch in which it is known, and from it the phase of
/// their breathing at any time: one turn from one such peak to the next [Schäfer et al. 1999].
struct BreathCycles: Sendable {
    /// Times of the peaks, seconds, a list for each stretch that has two or more.
    private(set) var stretches: [[Double]] = []

    /// A peak lies between the times at which the chest rises above this share of its own standard deviation
    /// and sinks as far below the middle: smaller ripples are no breaths.
    private static let ripple = 0.3
    /// A longer pause between instants ends a stretch, seconds; as gaps in postures.
    private static let pause = 0.5

    init(stretches: [[Double]]) { self.stretches = stretches }

    init(_ track: FeatureTrack) {
        let breath = track[.breath]
        var samples: [(time: Double, value: Double)] = []
        for (time, value) in zip(track.times, breath) where value.isFinite {
            if let last = samples.last, time - last.time > Self.pause { take(&samples) }
            samples.append((time, value))
        }
        take(&samples)
    }

    private mutating func take(_ samples: inout [(time: Double, value: Double)]) {
        defer { samples = [] }
        let power = samples.reduce(0) { $0 + $1.value * $1.value } / Double(max(1, samples.count))
        let limit = Self.ripple * power.squareRoot()
        var peaks: [Double] = []
        var top: (time: Double, value: Double)?
        // A stretch that begins above the middle begins within a breath whose peak may be over.
        var isWhole = false
        for sample in samples {
            if sample.value > limit {
                if isWhole, sample.value > top?.value ?? -.infinity { top = sample }
            } else if sample.value < -limit {
                if let top { peaks.append(top.time) }
                top = nil
                isWhole = true
            }
        }
        if peaks.count >= 2 { stretches.append(peaks) }
    }

    /// The same without what makes them breaths.
    private var cycles: CycleTimes { CycleTimes(stretches: stretches) }

    var count: Int { cycles.count }

    /// Mean length of a breath, seconds.
    var period: Double { cycles.period }

    /// Phase at rising times, in turns; `NaN` where no breath is known from peak to peak.
    func turns(at times: [Double]) -> [Double] { cycles.turns(at: times) }

    /// The same breaths in another order: lengths are shuffled within blocks, so that slow changes of the rate
    /// stay, and every stretch begins and ends with the peaks that it has.
    func shuffled(by random: inout some RandomNumberGenerator) -> BreathCycles {
        BreathCycles(
            stretches: stretches.map { peaks in
                let lengths = zip(peaks.dropFirst(), peaks).map { $0 - $1 }
                let blocks = max(
                    1, Int((Double(lengths.count) / Double(Self.block)).rounded()))
                var result = [peaks[0]]
                for block in 0..<blocks {
                    let range =
                        block * lengths.count / blocks..<(block + 1) * lengths.count / blocks
                    for length in lengths[range].shuffled(using: &random) {
                        result.append((result.last ?? 0) + length)
                    }
                }
                return result
            })
    }

    /// Breaths of a block: a minute and a half. In simulations with blocks of 24 and of 60 breaths the share of
    /// false claims was the same unless the rates of both drift together, which shorter ones take out.
    static let block = 24
}
