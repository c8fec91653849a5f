/// The real session's statistics and the loop over its surrogates.
struct SurrogateRun: Sendable {
    /// The results of one alignment of the two people.
    struct Alignment: Sendable {
        /// As of `CouplingPeaks.values`.
        var peaks: [Double]
        /// Combined coupling per window.
        var couplings: [Double]
        /// Mean over windows per measure, and of the combined coupling last.
        var statistics: [Double]
    }

    /// Shifts that set the scale of the combined coupling; their numbers are below 0, those of the
    /// surrogates are not.
    private static let scaleShifts = 50
    /// Surrogates per task: enough to outweigh its cost, few enough to keep every core busy.
    private static let batch = 20

    let real: Alignment
    private let peaks: CouplingPeaks
    let shifts: CircularShifts
    private let combined: CombinedCoupling

    init(peaks: CouplingPeaks, shifts: CircularShifts) {
        let chance = (1...Self.scaleShifts).map { peaks.values(shift: shifts.shift(-$0)) }
        let combined = CombinedCoupling(
            measures: peaks.measures, windowCount: peaks.windowCount, chance: chance)
        self.peaks = peaks
        self.shifts = shifts
        self.combined = combined
        real = Self.alignment(peaks, combined, shift: 0)
    }

    private static func alignment(
        _ peaks: CouplingPeaks, _ combined: CombinedCoupling, shift: Int
    ) -> Alignment {
        let values = peaks.values(shift: shift)
        let couplings = combined.couplings(values)
        var statistics = peaks.measures.indices.map { measure in
            values[measure * peaks.windowCount..<(measure + 1) * peaks.windowCount].meanOfPresent()
        }
        statistics.append(couplings.meanOfPresent())
        return Alignment(peaks: values, couplings: couplings, statistics: statistics)
    }

    /// Runs `count` surrogates on all cores, less those that are the real alignment; `nil` when
    /// cancelled.
    func outcome(count: Int, progress: (Double) -> Void) async -> Outcome? {
        let count = count - shifts.realAlignments(among: count)
        let starts = Array(stride(from: 0, to: count, by: Self.batch))
        return await withTaskGroup(of: Outcome?.self) { group in
            for start in starts {
                group.addTask { part(start..<min(start + Self.batch, count)) }
            }
            var total = Outcome(real: real)
            var done = 0
            for await part in group {
                guard let part else { return nil }
                total.add(part)
                done += 1
                progress(Double(done) / Double(starts.count))
            }
            return total
        }
    }

    /// As `outcome(count:progress:)`, on the calling thread.
    func serialOutcome(count: Int) -> Outcome? {
        part(0..<max(0, count - shifts.realAlignments(among: count)))
    }

    private func part(_ range: Range<Int>) -> Outcome? {
        var outcome = Outcome(real: real)
        for index in range {
            if Task.isCancelled { return nil }
            let shift = shifts.shift(index)
            outcome.add(Self.alignment(peaks, combined, shift: shift), number: index, real: real)
        }
        return outcome
    }
}

extension SurrogateRun {
    /// Counts over surrogates. It holds whole-number sums and values by number, so the order in which
    /// parts are added does not matter.
    struct Outcome: Sendable {
        /// Per statistic, the value of each surrogate.
        private var values: [[Int: Double]]
        /// Per measure and window, surrogates with a peak at least as high as the real one, and
        /// surrogates that could be compared at all.
        private var atLeast: [Int32]
        private var compared: [Int32]
        /// Per window, surrogates with a lower and with an equal combined coupling, and all that had
        /// one.
        private var lower: [Int32]
        private var equal: [Int32]
        private var coupled: [Int32]
        /// Whether the real session has a peak, and a coupling.
        private let hasPeak: [Bool]
        private let hasCoupling: [Bool]

        init(real: Alignment) {
            values = Array(repeating: [:], count: real.statistics.count)
            atLeast = Array(repeating: 0, count: real.peaks.count)
            compared = atLeast
            lower = Array(repeating: 0, count: real.couplings.count)
            equal = lower
            coupled = lower
            hasPeak = real.peaks.map { $0 > 0 }
            hasCoupling = real.couplings.map { !$0.isNaN }
        }

        /// Per statistic, the values of the surrogates in their order.
        var statistics: [[Double]] {
            values.map { values in values.sorted { $0.key < $1.key }.map(\.value) }
        }

        /// (b + 1)/(n + 1); 1 where the real session has no peak.
        func peakPValue(_ index: Int) -> Double {
            hasPeak[index] ? Double(atLeast[index] + 1) / Double(compared[index] + 1) : 1
        }

        /// 0…100; `nil` without a coupling or with fewer than 19 surrogates to compare it with.
        func percentile(_ window: Int) -> Double? {
            guard hasCoupling[window], Int(coupled[window]) >= Significance.fewest else {
                return nil
            }
            let below = Double(lower[window]) + Double(equal[window]) / 2
            return 100 * below / Double(coupled[window])
        }

        /// Adds one surrogate.
        mutating func add(_ surrogate: Alignment, number: Int, real: Alignment) {
            for (index, value) in surrogate.statistics.enumerated() {
                values[index][number] = value
            }
            for index in atLeast.indices where !surrogate.peaks[index].isNaN {
                compared[index] += 1
                if surrogate.peaks[index] >= real.peaks[index] { atLeast[index] += 1 }
            }
            for window in lower.indices where !surrogate.couplings[window].isNaN {
                coupled[window] += 1
                if surrogate.couplings[window] < real.couplings[window] { lower[window] += 1 }
                if surrogate.couplings[window] == real.couplings[window] { equal[window] += 1 }
            }
        }

        /// Adds the counts of other surrogates.
        mutating func add(_ other: Outcome) {
            for index in values.indices { values[index].merge(other.values[index]) { $1 } }
            for index in atLeast.indices {
                atLeast[index] += other.atLeast[index]
                compared[index] += other.compared[index]
            }
            for window in lower.indices {
                lower[window] += other.lower[window]
                equal[window] += other.equal[window]
                coupled[window] += other.coupled[window]
            }
        }
    }
}
