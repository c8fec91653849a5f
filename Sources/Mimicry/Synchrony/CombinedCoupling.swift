import Posture

/// Combines the peaks of all channels of a window into one coupling.
///
/// Each value is standardised by the mean and SD that its measure has by chance; a channel counts with
/// the higher of its mappings (people mirror or they match, seldom both at once); the coupling is the
/// mean over the channels that could be compared. The chance means and SDs come from separate shifts, so
/// that the real session and the surrogates are treated alike.
struct CombinedCoupling: Sendable {
    private let means: [Double]
    private let scales: [Double]
    /// Number of the channel that each measure belongs to.
    private let channels: [Int]
    private let windowCount: Int

    /// - Parameter chance: values of `CouplingPeaks` at several random shifts.
    init(measures: [CouplingPeaks.Measure], windowCount: Int, chance: [[Double]]) {
        var means: [Double] = []
        var scales: [Double] = []
        for measure in measures.indices {
            let range = measure * windowCount..<(measure + 1) * windowCount
            let pooled = chance.flatMap { $0[range] }
            let mean = pooled.meanOfPresent()
            let variance = pooled.lazy.map { ($0 - mean) * ($0 - mean) }.meanOfPresent()
            means.append(mean)
            scales.append(variance > 0 ? 1 / variance.squareRoot() : 0)
        }
        self.means = means
        self.scales = scales
        self.windowCount = windowCount
        channels = measures.map(\.channel.index)
    }

    /// Coupling per window; `NaN` where nothing could be compared.
    func couplings(_ values: [Double]) -> [Double] {
        (0..<windowCount).map { window in
            var total = 0.0
            var count = 0.0
            var measure = 0
            while measure < channels.count {
                let channel = channels[measure]
                var highest = -Double.infinity
                while measure < channels.count, channels[measure] == channel {
                    let value = values[measure * windowCount + window]
                    if !value.isNaN {
                        highest = max(highest, (value - means[measure]) * scales[measure])
                    }
                    measure += 1
                }
                if highest.isFinite {
                    total += highest
                    count += 1
                }
            }
            return total / count
        }
    }
}
