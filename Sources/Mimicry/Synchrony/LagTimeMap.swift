package import Base
package import Posture

/// Correlation over lag and time, for plotting: every window of every comparison, at all lags.
///
/// A cell is what it is in `SynchronyWindow` (`LagSums` states it), on means of whole blocks of the grid
/// so that an hour stays a picture of bounded size. Nothing is computed from it; figures come from
/// `SynchronyWindow`.
package struct LagTimeMap: Sendable {
    /// One comparison; the mappings that it serves multiply its correlations by their sign.
    package struct Panel: Sendable {
        package var pair: ChannelPair
        /// Correlations −1…1, window by window, lags ascending from −`maxLag`; `NaN` where missing.
        package var cells: [Double]
    }

    /// In the order of `ChannelPair.all`; what was never measured in both is left out.
    package let panels: [Panel]
    /// Where the windows lie, in order of time.
    package let windows: [TimeSpan]
    /// Distance of two lags, seconds.
    package let lagStep: Double
    /// Largest lag, steps; positive lags mean that the first seat leads.
    package let maxLag: Int

    package var lagCount: Int { 2 * maxLag + 1 }

    /// - Parameter rate: lags a second, exactly so at 5 and its whole fractions.
    package init(
        first: FeatureTrack, second: FeatureTrack, settings: SynchronySettings, rate: Double = 5
    ) {
        guard let fine = UniformGrid(covering: first.times, second.times) else {
            (panels, windows, lagStep, maxLag) = ([], [], 1, 0)
            return
        }
        let (grid, block) = fine.coarsened(toRate: rate)
        let shape = WindowShape(settings, gridStep: grid.step)
        func means(_ track: FeatureTrack, _ channel: Channel) -> [Double] {
            UniformGrid.blockMeans(fine.resample(track[channel], at: track.times), block: block)
        }
        panels = ChannelPair.measured(first, second).map { pair in
            Panel(
                pair: pair,
                cells: Self.cells(means(first, pair.first), means(second, pair.second), shape))
        }
        // A block stands for its points, which begin half a block before its centre.
        let lead = Double(block - 1) / 2 * fine.step
        windows = Self.windowStarts(shape, count: grid.count).map { start in
            TimeSpan(
                start: grid.time(start) - lead, end: grid.time(start + shape.length) - lead)
        }
        lagStep = grid.step
        maxLag = shape.maxLag
    }

    private static func windowStarts(_ shape: WindowShape, count: Int) -> [Int] {
        var starts: [Int] = []
        while shape.start(starts.count) + shape.length <= count {
            starts.append(shape.start(starts.count))
        }
        return starts
    }

    private static func cells(
        _ first: [Double], _ second: [Double], _ shape: WindowShape
    ) -> [Double] {
        let reach = max(shape.length, Int(bounded: shape.stride) + 1) + shape.maxLag + 2
        var series = (RecentSeries(shape, reach: reach), RecentSeries(shape, reach: reach))
        var edges = WindowEdges(shape)
        var sums = LagSums(shape, edges: edges.most)
        var lastPoint = 0
        var cells: [Double] = []
        for point in 0...first.count {
            while edges.next == point {
                let edge = edges.advance()
                sums.advance(to: edge, from: lastPoint, series.0, series.1) { row, _ in
                    cells += row
                }
                lastPoint = edge.point
            }
            guard point < first.count else { break }
            series.0.append(first[point])
            series.1.append(second[point])
        }
        return cells
    }
}
