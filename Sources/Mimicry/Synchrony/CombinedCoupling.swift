import Posture

/// Combines the peaks of all channels of a window into one coupling.
///
/// Each value is standardised by the mean and SD that its measure has by chance; a channel counts with
/// the higher of its mappings (people mirror or they match, seldom both at once); the coupling is the
/// mean over the channels that could be compared. Motion energy, which says how much but not which way
/// somebody moves, counts only where nothing of the body's channels is there, and what the face does only where
/// there is nothing else: it is compared channel by channel. The chance means and SDs come from separate shifts, so
/// that the real session and the surrogates are treated alike.
struct CombinedCoupling: Sendable {
    private let means: [Double]
    private let scales: [Double]
    /// Number of the channel that each measure belongs to; `nil` for one that does not count.
    private let channels: [Int?]
    private let windowCount: Int
    /// Per channel with a side its measures under both mappings, and 1 / SD of their difference.
    private let contrasts: [(mirror: Int, identical: Int, scale: Double)]

    /// - Parameter chance: values of `CouplingPeaks` at several random shifts.
    init(
        measures: [CouplingPeaks.Measure], contrasts: [CouplingPeaks.Contrast] = [],
        windowCount: Int, chance: [[Double]]
    ) {
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
        let rank = measures.map { Self.rank($0.channel) }
        let first = rank.min()
        channels = zip(measures, rank).map { $1 == first ? $0.channel.index : nil }
        self.contrasts = contrasts.map { contrast in
            let differences = chance.flatMap { values in
                (0..<windowCount).map { window in
                    values[contrast.mirror * windowCount + window]
                        - values[contrast.identical * windowCount + window]
                }
            }
            let square = differences.lazy.map { $0 * $0 }.meanOfPresent()
            return (contrast.mirror, contrast.identical, square > 0 ? 1 / square.squareRoot() : 0)
        }
    }

    /// Channels of a higher rank count only where there are none of a lower one.
    private static func rank(_ channel: Channel) -> Int {
        channel.isFace ? 2 : channel == .motionEnergy ? 1 : 0
    }

    /// How much more one's left goes with the other's right than with their left: mean over windows of z
    /// in the mirror less z of the same sides, per channel with a side, and last the mean over these
    /// channels, each in units of its chance spread. Whatever both merely do at the same time adds to
    /// either alike. `NaN` where nothing could be compared.
    func mirroring(_ values: [Double]) -> [Double] {
        guard !contrasts.isEmpty else { return [] }
        var totals = Array(repeating: (sum: 0.0, count: 0.0), count: contrasts.count)
        var whole = (sum: 0.0, count: 0.0)
        for window in 0..<windowCount {
            var (sum, count) = (0.0, 0.0)
            for (index, contrast) in contrasts.enumerated() {
                let difference =
                    values[contrast.mirror * windowCount + window]
                    - values[contrast.identical * windowCount + window]
                guard !difference.isNaN else { continue }
                totals[index].sum += difference
                totals[index].count += 1
                sum += difference * contrast.scale
                count += 1
            }
            guard count > 0 else { continue }
            whole.sum += sum / count
            whole.count += 1
        }
        return (totals + [whole]).map { $0.sum / $0.count }
    }

    /// Coupling per window; `NaN` where nothing could be compared.
    func couplings(_ values: [Double]) -> [Double] {
        (0..<windowCount).map { window in
            var total = 0.0
            var count = 0.0
            var measure = 0
            while measure < channels.count {
                guard let channel = channels[measure] else {
                    measure += 1
                    continue
                }
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
