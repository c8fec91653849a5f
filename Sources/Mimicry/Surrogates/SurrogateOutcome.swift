import Algorithms

extension SurrogateRun {
    /// Counts over surrogates. It holds whole-number sums and values by number, so the order in which
    /// parts are added does not matter.
    struct Outcome: Sendable {
        /// Per statistic, the value of each surrogate.
        private var values: [[Int: Double]]
        /// The combined coupling of every window of each surrogate.
        private var couplings: [Int: [Double]] = [:]
        private var peaks: PeakCounts
        private let real: Alignment

        init(real: Alignment, windowCount: Int) {
            self.real = real
            values = Array(repeating: [:], count: real.statistics.count)
            peaks = PeakCounts(real.peaks, windowCount: windowCount)
        }

        /// Per statistic, the values of the surrogates in their order.
        var statistics: [[Double]] {
            values.map { values in values.sorted { $0.key < $1.key }.map(\.value) }
        }

        /// Where the real session's windows stand among those of chance.
        var percentiles: WindowPercentiles {
            WindowPercentiles(
                real: real.couplings,
                surrogates: couplings.sorted { $0.key < $1.key }.map(\.value))
        }

        /// Whether each peak of the real session stands out among all, in the order of
        /// `CouplingPeaks.values`.
        func isSignificant(level: Double) -> [Bool] { peaks.isSignificant(level: level) }

        /// Adds one surrogate.
        mutating func add(_ surrogate: Alignment, number: Int) {
            for (index, value) in surrogate.statistics.enumerated() {
                values[index][number] = value
            }
            couplings[number] = surrogate.couplings
            peaks.add(surrogate.peaks, real: real.peaks)
        }

        /// Adds the counts of other surrogates.
        mutating func add(_ other: Outcome) {
            for index in values.indices { values[index].merge(other.values[index]) { $1 } }
            couplings.merge(other.couplings) { $1 }
            peaks.add(other.peaks)
        }
    }
}

/// How many peaks of surrogates are as high as those of the real session.
struct PeakCounts: Sendable {
    private let windowCount: Int
    private let hasPeak: [Bool]
    /// Per measure the real session's peaks, ascending, and the place of each.
    private let sorted: [[Double]]
    private let places: [[Int]]
    /// Per measure and rank, peaks of surrogates, of any window, that are at least as high as so many real
    /// ones and no more; and how many there were in all.
    private var reaching: [[Int]]
    private var total: [Int]
    /// Per place, surrogates with a peak at least as high in the same window, and those that could be
    /// compared there.
    private var atLeast: [Int32]
    private var compared: [Int32]

    /// - Parameter real: in the order of `CouplingPeaks.values`.
    init(_ real: [Double], windowCount: Int) {
        self.windowCount = windowCount
        hasPeak = real.map { $0 > 0 }
        let measures = stride(from: 0, to: real.count, by: max(1, windowCount)).map {
            Array($0..<$0 + windowCount)
        }
        places = measures.map { measure in
            measure.filter { real[$0] > 0 }.sorted { (real[$0], $0) < (real[$1], $1) }
        }
        sorted = places.map { $0.map { real[$0] } }
        reaching = sorted.map { Array(repeating: 0, count: $0.count + 1) }
        total = Array(repeating: 0, count: measures.count)
        atLeast = Array(repeating: 0, count: real.count)
        compared = atLeast
    }

    mutating func add(_ surrogate: [Double], real: [Double]) {
        for measure in sorted.indices {
            let ranks = sorted[measure]
            for place in measure * windowCount..<(measure + 1) * windowCount {
                let peak = surrogate[place]
                guard !peak.isNaN else { continue }
                total[measure] += 1
                reaching[measure][peak > 0 ? ranks.partitioningIndex { $0 > peak } : 0] += 1
                compared[place] += 1
                if peak >= real[place] { atLeast[place] += 1 }
            }
        }
    }

    mutating func add(_ other: PeakCounts) {
        for measure in sorted.indices {
            total[measure] += other.total[measure]
            for rank in reaching[measure].indices {
                reaching[measure][rank] += other.reaching[measure][rank]
            }
        }
        for place in atLeast.indices {
            atLeast[place] += other.atLeast[place]
            compared[place] += other.compared[place]
        }
    }

    /// Whether each peak stands out: among the peaks of chance of its channel and mapping in all windows,
    /// with the false discovery rate over all peaks of the session held (Benjamini & Hochberg 1995), and
    /// in its own window, where less may be measured than elsewhere.
    func isSignificant(level: Double) -> [Bool] {
        var pValues = hasPeak.map { _ in 1.0 }
        for measure in sorted.indices {
            var reached = 0
            for rank in sorted[measure].indices.reversed() {
                reached += reaching[measure][rank + 1]
                pValues[places[measure][rank]] =
                    Double(reached + 1) / Double(total[measure] + 1)
            }
        }
        return zip(BenjaminiHochberg.qValues(pValues), hasPeak.indices).map { qValue, place in
            let own = Double(atLeast[place] + 1) / Double(compared[place] + 1)
            return hasPeak[place] && qValue <= level && own <= level
        }
    }
}

/// The rank of each window's coupling among those of all windows at all shifts, which treats both people
/// alike: every stretch of the one is compared with every stretch of the other.
struct WindowPercentiles: Sendable {
    /// Per window 0…100, ties halved; `nil` without a coupling or with too little to compare it with.
    let values: [Double?]
    /// Percentiles below and above which one session in twenty has any window by chance; `nil` with too
    /// few surrogates.
    let band: ClosedRange<Double>?

    /// - Parameter surrogates: couplings of the windows of each.
    init(real: [Double], surrogates: [[Double]]) {
        let pooled = surrogates.joined().filter { !$0.isNaN }.sorted()
        func rank(_ value: Double) -> Double {
            let below = pooled.partitioningIndex { $0 >= value }
            let upTo = pooled.partitioningIndex { $0 > value }
            return 100 * Double(below + upTo) / 2 / Double(pooled.count)
        }
        let isEnough = surrogates.count >= Significance.fewest && !pooled.isEmpty
        values = real.map { $0.isNaN || !isEnough ? nil : rank($0) }
        let extremes = surrogates.compactMap { couplings in
            couplings.filter { !$0.isNaN }.minAndMax()
        }
        let lows = extremes.map(\.min).sorted()
        let highs = extremes.map(\.max).sorted()
        let tail = Int(0.025 * Double(extremes.count))
        band =
            isEnough && extremes.count >= Significance.fewest
            ? rank(lows[tail])...rank(highs[highs.count - 1 - tail]) : nil
    }
}
