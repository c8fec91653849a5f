/// The real session's statistics and the loop over its surrogates.
struct SurrogateRun: Sendable {
    /// The results of one alignment of the two people.
    struct Alignment: Sendable {
        /// As of `CouplingPeaks.values`.
        var peaks: [Double]
        /// Combined coupling per window.
        var couplings: [Double]
        /// Mean over windows per measure, of the combined coupling, and then those of
        /// `CombinedCoupling.mirroring`.
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
            measures: peaks.measures, contrasts: peaks.contrasts,
            windowCount: peaks.windowCount, chance: chance)
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
        statistics += combined.mirroring(values)
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
            var total = Outcome(real: real, windowCount: peaks.windowCount)
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
        var outcome = Outcome(real: real, windowCount: peaks.windowCount)
        for index in range {
            if Task.isCancelled { return nil }
            let shift = shifts.shift(index)
            outcome.add(Self.alignment(peaks, combined, shift: shift), number: index)
        }
        return outcome
    }
}
