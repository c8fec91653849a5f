package import Base

/// Equally spaced instants over a recording, made from the timestamps themselves.
///
/// Frame counts divided by a nominal rate drift. Here a grid point is a time, and its value comes from
/// the samples on either side.
package struct UniformGrid: Sendable, Equatable {
    /// Time of the first point, seconds.
    package var start: Double
    /// Distance of two points, seconds.
    package var step: Double
    /// Number of points.
    package var count: Int
    /// How far the grid goes on after the last sample, seconds: a sample stands for one interval, and
    /// where that is longer than a step the recording ends some points later.
    var tail = 0.0

    package init(start: Double, step: Double, count: Int) {
        self.start = start
        self.step = step
        self.count = count
    }

    /// The sample interval is estimated from this much of a recording, seconds: long enough for
    /// timestamps that a container has rounded, short enough to start at once.
    package static let lead = 10.0

    /// The smallest distance of points, seconds; posture changes over tenths of seconds, and the cost
    /// grows with the square of the rate.
    package static let leastStep = 1e-3
    /// More points than the longest session has at 100 Hz.
    package static let mostPoints = 20_000_000

    /// As `checked(covering:_:step:)`, but `nil` where that throws.
    package init?(covering first: [Double], _ second: [Double], step: Double? = nil) {
        guard let grid = try? Self.checked(covering: first, second, step: step) else { return nil }
        self = grid
    }

    /// The grid over everything that was recorded of either person.
    ///
    /// Times come from files: a few instants a microsecond apart, or a single date in the year 2000
    /// among seconds, would need more memory than there is. So the step and the number of points are
    /// bounded, and with them whatever is laid out on a grid.
    ///
    /// - Parameters:
    ///   - first: timestamps of the first seat, seconds, strictly increasing.
    ///   - second: timestamps of the second seat.
    ///   - step: seconds; by default ``step(forInterval:)`` of the slower of the two in the first 10 s.
    /// - Throws: what is wrong with the times.
    package static func checked(
        covering first: [Double], _ second: [Double], step: Double? = nil
    ) throws(GridError) -> UniformGrid {
        guard let start = [first.first, second.first].compactMap({ $0 }).min(),
            let end = [first.last, second.last].compactMap({ $0 }).max()
        else { throw .tooFewInstants }
        guard start.magnitude < farthest, end - start <= Recording.longest else {
            throw .tooLong(seconds: end - start)
        }
        let intervals = [first, second].map { leadInterval($0, from: start) }
        guard let slower = intervals.compactMap({ $0 }).max() else { throw .tooFewInstants }
        let asked = step ?? slower
        // A thousand instants a second are as close as it may get, whatever their rounding.
        guard asked >= leastStep * (1 - 1e-6), (end - start) / asked < Double(mostPoints) else {
            throw .tooFine(step: asked, over: end - start)
        }
        var grid = UniformGrid(
            start: start, step: step ?? Self.step(forInterval: slower), count: 0)
        grid.tail = max(0, slower - grid.step)
        grid.count = grid.count(to: end)
        return grid
    }

    /// The rate at which channels are compared, Hz: every grid has a whole number of points for each of
    /// its steps, so that means of blocks lie at exactly this rate whatever the camera's.
    static let base = 5.0
    /// A recording with longer intervals keeps them, seconds: between them nothing is known at 5 Hz.
    private static let longestRefined = 0.5

    /// The distance of points for a sample interval, both in seconds: a whole fraction of 0.2 s, the
    /// largest that is not longer than the interval.
    ///
    /// A sampler that takes the frames of a camera nearest to 12.5 Hz finds intervals of 67 and 100 ms at
    /// 30 frames a second; its grid has 15 points a second, as it has at 25 frames a second.
    static func step(forInterval interval: Double) -> Double {
        guard interval <= longestRefined * (1 + 1e-3) else { return interval }
        // A tenth of a point allows for rounded timestamps and for a clock that is a little off.
        let points = max(1, (1 / (base * interval) - 0.1).rounded(.up))
        return 1 / (base * points)
    }

    /// Beyond this, doubles are too coarse for milliseconds, seconds.
    private static let farthest = 1e10

    /// Points of a recording whose last sample is at `end`, seconds.
    func count(to end: Double) -> Int {
        Int(bounded: (end + tail - start) / step + 1e-6) + 1
    }

    /// Whether a grid that reaches this time would stay within bounds.
    func mayReach(_ time: Double) -> Bool {
        time - start <= Recording.longest && (time - start) / step < Double(Self.mostPoints)
    }

    /// Typical sample interval in the first 10 s of a recording that starts at `start`, seconds.
    static func leadInterval(_ times: [Double], from start: Double) -> Double? {
        sampleInterval(Array(times.prefix { $0 <= start + lead }))
    }

    /// Time of a point, seconds.
    package func time(_ index: Int) -> Double { start + Double(index) * step }

    /// The recording, seconds: every point stands for one step.
    package var span: TimeSpan { TimeSpan(start: start, end: time(count)) }

    /// Typical distance of neighbouring timestamps, seconds; `nil` with fewer than two.
    ///
    /// The mean of the distances within 2.5 times their median: the median alone would be off for
    /// timestamps that a container has rounded (33, 34, 33 ms) and where every second or third frame is
    /// taken (67, 100 ms), the mean alone where the recording pauses.
    package static func sampleInterval(_ times: [Double]) -> Double? {
        let intervals = zip(times.dropFirst(), times).map { $0 - $1 }
        guard let median = intervals.median else { return nil }
        let usual = intervals.filter { $0 <= 2.5 * median }
        let mean = usual.reduce(0, +) / Double(usual.count)
        // Whole picoseconds: 0.04 s stays 0.04 s whatever the subtractions have rounded.
        return (mean * 1e12).rounded() / 1e12
    }

    /// This grid at the given rate, exactly so at 5 Hz and its whole fractions: whole blocks of points, each standing for its mean.
    ///
    /// - Returns: the grid of the blocks' centres, and the points per block.
    func coarsened(toRate rate: Double) -> (grid: UniformGrid, block: Int) {
        let block = max(1, Int(bounded: (1 / (rate * step)).rounded()))
        let centre = start + Double(block - 1) / 2 * step
        return (UniformGrid(start: centre, step: Double(block) * step, count: count / block), block)
    }

    /// Means of whole blocks of values; `NaN` where fewer than half of a block are measured.
    static func blockMeans(_ values: [Double], block: Int) -> [Double] {
        (0..<values.count / block).map { index in
            let measured = values[index * block..<(index + 1) * block].filter(\.isFinite)
            guard measured.count * 2 >= block else { return .nan }
            return measured.reduce(0, +) / Double(measured.count)
        }
    }

    /// Values at the grid points, as `GridSampler` gives them: linear interpolation between
    /// neighbouring measured samples, `NaN` elsewhere. Gaps are never bridged.
    ///
    /// - Parameters:
    ///   - values: one per timestamp, `NaN` where not measured.
    ///   - times: seconds, strictly increasing.
    /// - Returns: `count` values.
    package func resample(_ values: [Double], at times: [Double]) -> [Double] {
        var sampler = GridSampler(
            start: start, step: step, interval: Self.leadInterval(times, from: start), width: 1)
        var result: [Double] = []
        result.reserveCapacity(count)
        for index in times.indices {
            sampler.append(time: times[index], CollectionOfOne(values[index])) {
                result += $0
            }
        }
        sampler.finish(count: count) { result += $0 }
        return Array(result.prefix(count))
    }
}

/// Why a recording has no uniform grid.
package enum GridError: Error, Sendable, Equatable {
    /// Neither person has two instants within the first 10 s.
    case tooFewInstants
    /// The times cannot be those of a session: too many seconds, or too far from zero.
    case tooLong(seconds: Double)
    /// Instants so close together that a grid over the recording would be out of bounds; seconds.
    case tooFine(step: Double, over: Double)
}
