import Base
package import Posture

/// Windowed lagged cross-correlation of every channel under every mapping, as the samples come in.
///
/// Yields each window once, as soon as both people have been recorded to its end; when the samples are
/// added, and in which order the two people's come, makes no difference. A sample costs a constant
/// number of steps per lag and comparison.
///
/// ```swift
/// var stream = SynchronyStream()
/// for sample in samples { show(stream.append(sample, of: .first)) }
/// ```
package struct SynchronyStream: Sendable {
    private let settings: SynchronySettings
    private let gridStep: Double?
    /// Samples of the first seconds, before there is a grid, per seat.
    private var waiting: [[FeatureSample]] = [[], []]
    private var lastTimes: [Double?] = [nil, nil]
    private var state: State?
    private var isUnusable = false

    /// - Parameter gridStep: distance of grid points and lags, seconds; `nil` takes the sample interval.
    package init(settings: SynchronySettings = .init(), gridStep: Double? = nil) {
        self.settings = settings
        self.gridStep = gridStep
    }

    /// Adds the next instant of one person, whose times must increase, and returns the final windows.
    package mutating func append(_ sample: FeatureSample, of seat: Seat) -> [SynchronyWindow] {
        var windows: [SynchronyWindow] = []
        append(time: sample.time, sample.row, of: seat) { windows.append($1) }
        return windows
    }

    /// Ends the recording and returns the windows that were still waiting.
    package mutating func finish() -> [SynchronyWindow] {
        var windows: [SynchronyWindow] = []
        finish { windows.append($1) }
        return windows
    }

    /// As `append(_:of:)`; hands out each window with the number of its channel and mapping in the
    /// order of results.
    mutating func append(
        time: Double, _ row: [Double], of seat: Seat, to give: (Int, SynchronyWindow) -> Void
    ) {
        guard !isUnusable else { return }
        lastTimes[seat.rawValue] = time
        if state != nil {
            state?.append(time: time, row, of: seat, to: give)
            return
        }
        waiting[seat.rawValue].append(FeatureSample(time: time, presence: 1, row: row))
        if isLeadOver { begin(give) }
    }

    mutating func finish(to give: (Int, SynchronyWindow) -> Void) {
        if state == nil { begin(give) }
        state?.finish(give)
    }

    /// Whether both people's first seconds have come in, from which the grid is made.
    private var isLeadOver: Bool {
        guard let first = waiting[0].first, let second = waiting[1].first,
            let firstLast = lastTimes[0], let secondLast = lastTimes[1]
        else { return false }
        return min(firstLast, secondLast) > min(first.time, second.time) + UniformGrid.lead
    }

    private mutating func begin(_ give: (Int, SynchronyWindow) -> Void) {
        guard !isUnusable else { return }
        let times = waiting.map { $0.map(\.time) }
        guard let grid = UniformGrid(covering: times[0], times[1], step: gridStep) else {
            isUnusable = true
            waiting = [[], []]
            return
        }
        var begun = State(
            grid: grid, intervals: times.map { UniformGrid.leadInterval($0, from: grid.start) },
            settings: settings)
        for seat in Seat.allCases {
            for sample in waiting[seat.rawValue] {
                begun.append(time: sample.time, sample.row, of: seat, to: give)
            }
        }
        waiting = [[], []]
        state = begun
    }
}

extension SynchronyStream {
    /// The state once there is a grid.
    private struct State: Sendable {
        private let grid: UniformGrid
        private let rows: SynchronyRows
        private var samplers: [GridSampler]
        private var queues: [RowQueue]
        private var series: [[RecentSeries]]
        private var edges: WindowEdges
        /// Time of the latest sample of either person.
        private var end: Double
        private var lastPoint = 0
        private var points = 0
        private var comparisons: [Comparison]

        init(grid: UniformGrid, intervals: [Double?], settings: SynchronySettings) {
            let width = Channel.allCases.count
            let shape = WindowShape(settings, gridStep: grid.step)
            let reach = max(shape.length, Int(bounded: shape.stride) + 1) + shape.maxLag + 2
            let edges = WindowEdges(shape)
            self.grid = grid
            end = grid.start
            self.edges = edges
            rows = SynchronyRows(
                grid: grid, shape: shape,
                picker: PeakPicker(settings: settings, gridStep: grid.step))
            samplers = intervals.map {
                GridSampler(start: grid.start, step: grid.step, interval: $0, width: width)
            }
            queues = [RowQueue(width: width), RowQueue(width: width)]
            let empty = RecentSeries(shape, reach: reach)
            series = Array(repeating: Array(repeating: empty, count: width), count: 2)
            var rank = 0
            comparisons = ChannelPair.all.map { pair in
                defer { rank += pair.readings.count }
                return Comparison(pair: pair, rank: rank)
            }
        }

        mutating func append(
            time: Double, _ row: [Double], of seat: Seat, to give: (Int, SynchronyWindow) -> Void
        ) {
            // A grid is bounded; no session reaches its end.
            guard grid.mayReach(time) else { return }
            let index = seat.rawValue
            end = max(end, time)
            samplers[index].append(time: time, row) { queues[index].append($0) }
            advance(give)
        }

        mutating func finish(_ give: (Int, SynchronyWindow) -> Void) {
            let count = grid.count(to: end)
            for index in samplers.indices {
                samplers[index].finish(count: count) { queues[index].append($0) }
            }
            advance(give)
        }

        /// Processes the points that both people have.
        private mutating func advance(_ give: (Int, SynchronyWindow) -> Void) {
            while !queues[0].isEmpty, !queues[1].isEmpty {
                while edges.next == points { step(give) }
                for seat in 0...1 {
                    queues[seat].withFirst { row in
                        for index in row.indices {
                            series[seat][index - row.startIndex].append(row[index])
                        }
                    }
                }
                points += 1
            }
            while edges.next == points { step(give) }
        }

        private mutating func step(_ give: (Int, SynchronyWindow) -> Void) {
            let edge = edges.advance()
            for index in comparisons.indices {
                let pair = comparisons[index].pair
                let (first, second) = (pair.first.index, pair.second.index)
                if !comparisons[index].isActive {
                    guard series[0][first].isMeasured, series[1][second].isMeasured else {
                        continue
                    }
                    comparisons[index].activate(edges, edge, rows, give)
                }
                comparisons[index].advance(
                    to: edge, from: lastPoint, series[0][first], series[1][second], rows, give)
            }
            lastPoint = edge.point
        }
    }

    /// A channel of either person.
    private struct Comparison: Sendable {
        let pair: ChannelPair
        /// Number of the first reading in the order of results.
        let rank: Int
        /// `nil` until both have been measured.
        private var sums: LagSums?

        init(pair: ChannelPair, rank: Int) {
            self.pair = pair
            self.rank = rank
        }

        var isActive: Bool { sums != nil }

        /// Begins, and hands out the windows before `edge`, in which nothing could be compared.
        mutating func activate(
            _ edges: WindowEdges, _ edge: WindowEdges.Edge, _ rows: SynchronyRows,
            _ give: (Int, SynchronyWindow) -> Void
        ) {
            sums = LagSums(rows.shape, edges: edges.most)
            for (offset, reading) in pair.readings.enumerated() {
                for window in 0..<(edge.ended?.window ?? edges.ended) {
                    give(rank + offset, rows.empty(window, pair.first, reading.mapping))
                }
            }
        }

        mutating func advance(
            to edge: WindowEdges.Edge, from lastPoint: Int, _ first: RecentSeries,
            _ second: RecentSeries, _ rows: SynchronyRows, _ give: (Int, SynchronyWindow) -> Void
        ) {
            sums?.advance(to: edge, from: lastPoint, first, second) { row, pairs in
                guard let window = edge.ended?.window else { return }
                for (offset, reading) in pair.readings.enumerated() {
                    give(rank + offset, rows.result(window, pair.first, reading, row, pairs: pairs))
                }
            }
        }
    }
}
