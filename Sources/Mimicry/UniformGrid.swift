import Posture

/// Equally spaced instants over a recording, made from the timestamps themselves.
///
/// Frame counts divided by a nominal rate drift; here a grid point is a time, and a value at it comes
/// from the samples on either side of it.
public struct UniformGrid: Sendable, Equatable {
    /// Time of the first point, seconds.
    public var start: Double
    /// Distance of two points, seconds.
    public var step: Double
    /// Number of points.
    public var count: Int

    public init(start: Double, step: Double, count: Int) {
        self.start = start
        self.step = step
        self.count = count
    }

    /// The grid over everything that was recorded of either person; `nil` with fewer than two samples.
    ///
    /// - Parameters:
    ///   - first: timestamps of the first seat, seconds, strictly increasing.
    ///   - second: timestamps of the second seat.
    ///   - step: seconds; by default the typical sample interval of the slower of the two.
    public init?(covering first: [Double], _ second: [Double], step: Double? = nil) {
        let intervals = [first, second].compactMap(Self.sampleInterval)
        guard let slower = intervals.max(),
            let start = [first.first, second.first].compactMap({ $0 }).min(),
            let end = [first.last, second.last].compactMap({ $0 }).max()
        else { return nil }
        let step = step ?? slower
        guard step > 0 else { return nil }
        self.init(start: start, step: step, count: Int(((end - start) / step + 1e-6)) + 1)
    }

    /// Time of a point, seconds.
    public func time(_ index: Int) -> Double { start + Double(index) * step }

    /// The recording, seconds: every point stands for one step.
    public var span: TimeSpan { TimeSpan(start: start, end: time(count)) }

    /// Typical distance of neighbouring timestamps, seconds; `nil` with fewer than two.
    ///
    /// The mean of the distances within 1.5 times their median: the median alone would be off for
    /// timestamps that a container has rounded (33, 34, 33 ms), the mean alone where frames are missing.
    public static func sampleInterval(_ times: [Double]) -> Double? {
        guard times.count > 1 else { return nil }
        let intervals = zip(times.dropFirst(), times).map { $0 - $1 }
        let sorted = intervals.sorted()
        let middle = sorted.count / 2
        let median =
            sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        let usual = intervals.filter { $0 <= 1.5 * median }
        let mean = usual.reduce(0, +) / Double(usual.count)
        // Whole picoseconds: 0.04 s stays 0.04 s whatever the subtractions have rounded.
        return (mean * 1e12).rounded() / 1e12
    }

    /// This grid at about the given rate: whole blocks of points, each standing for its mean.
    ///
    /// - Returns: the grid of the blocks' centres, and the points per block.
    func coarsened(toRate rate: Double) -> (grid: UniformGrid, block: Int) {
        let block = max(1, Int((1 / (rate * step)).rounded()))
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

    /// Values at the grid points: linear interpolation between neighbouring measured samples that
    /// are less than 1.5 of their own sample intervals apart, `NaN` elsewhere. Gaps are never bridged.
    ///
    /// - Parameters:
    ///   - values: one per timestamp, `NaN` where not measured.
    ///   - times: seconds, strictly increasing.
    /// - Returns: `count` values.
    public func resample(_ values: [Double], at times: [Double]) -> [Double] {
        var result = [Double](repeating: .nan, count: count)
        let reach = 1.5 * (Self.sampleInterval(times) ?? step)
        let touching = 1e-6 * step
        var before: Int?
        for sample in times.indices where values[sample].isFinite {
            let time = times[sample]
            let own = Int(((time - start) / step).rounded())
            if result.indices.contains(own), abs(self.time(own) - time) <= touching {
                result[own] = values[sample]
            }
            if let before, time - times[before] < reach {
                fill(&result, times, values, before, sample)
            }
            before = sample
        }
        return result
    }

    /// Interpolates at the points strictly between two samples that have no value yet.
    private func fill(
        _ result: inout [Double], _ times: [Double], _ values: [Double], _ left: Int, _ right: Int
    ) {
        let low = max(0, Int(((times[left] - start) / step).rounded(.up)))
        let high = min(count - 1, Int(((times[right] - start) / step).rounded(.down)))
        guard low <= high else { return }
        for index in low...high where result[index].isNaN {
            let share = (time(index) - times[left]) / (times[right] - times[left])
            result[index] = values[left] + share * (values[right] - values[left])
        }
    }
}
