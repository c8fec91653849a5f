import Base

/// Picks the peak nearest zero of a cross-correlation function, after Boker, Rotondo, Xu & King
/// (2002, *Psychological Methods* 7, 338–355).
///
/// A cell is a peak when
/// - its correlation is positive and greater than every other cell within `region` lags of it (their
///   local search region), with a cell on either side of it present, so that the ends of the lag
///   range are never peaks; and
/// - it explains at least `share` of the variance (r²) that the highest cell of the window explains.
///
/// The peak nearest lag 0 is picked; of two equally near, the higher.
///
/// Peaks nearest zero are preferred because a rhythmic movement repeats its peak at every period,
/// equally high except for sampling error, and only the nearest is the lag. That holds for peaks of
/// similar height. In slow, noisy posture signals a ripple of r = 0.1 near zero must not displace a peak
/// of r = 0.9 farther out, whatever the region; hence the second condition. Its default of one half keeps
/// a peak until another lag explains twice as much. The default region of half a second is shorter than
/// a change of posture and longer than the ripples of measurement noise. Picking from r or from Fisher z
/// is the same, because one is an increasing function of the other. No smoothing is applied.
struct PeakPicker: Sendable, Equatable {
    /// Half width of the local search region, lag steps, at least 1.
    let region: Int
    /// Share of the highest cell's r² that a peak must reach, 0…1.
    let share: Double

    init(region: Int, share: Double) {
        self.region = max(1, region)
        self.share = share
    }

    init(settings: SynchronySettings, gridStep: Double) {
        self.init(
            region: Int(bounded: (settings.peakRegion / gridStep).rounded()),
            share: settings.peakShare)
    }

    /// Index of the picked cell, `nil` without a peak.
    ///
    /// - Parameters:
    ///   - cells: correlations at ascending lags, zero lag in the middle, `NaN` where missing.
    ///   - sign: −1 to pick from the negated correlations.
    func peak(in cells: UnsafeBufferPointer<Double>, sign: Double) -> Int? {
        let zero = cells.count / 2
        let highest = Self.highest(cells, sign)
        guard highest > 0 else { return nil }
        let least = highest * share.squareRoot()
        for distance in 0...zero {
            let right = candidate(cells, zero + distance, sign, least)
            let left = candidate(cells, zero - distance, sign, least)
            guard let left, let right else {
                if let only = left ?? right { return only }
                continue
            }
            return cells[left] * sign > cells[right] * sign ? left : right
        }
        return nil
    }

    /// The highest cell, at least 0; in four independent strands.
    @inline(__always)
    private static func highest(_ cells: UnsafeBufferPointer<Double>, _ sign: Double) -> Double {
        var strands = SIMD4<Double>.zero
        var index = 0
        while index + 4 <= cells.count {
            let four = SIMD4(
                cells[index], cells[index + 1], cells[index + 2], cells[index + 3])
            strands.replace(with: four * sign, where: four * sign .> strands)
            index += 4
        }
        var highest = strands.max()
        for cell in cells[index...] where cell * sign > highest { highest = cell * sign }
        return highest
    }

    /// The index itself when it is a peak of sufficient height.
    private func candidate(
        _ cells: UnsafeBufferPointer<Double>, _ index: Int, _ sign: Double, _ least: Double
    ) -> Int? {
        cells[index] * sign >= least && isPeak(cells, index, sign) ? index : nil
    }

    /// Whether a cell exceeds all others of its region and has a neighbour on either side.
    private func isPeak(
        _ cells: UnsafeBufferPointer<Double>, _ index: Int, _ sign: Double
    ) -> Bool {
        guard index > 0, index + 1 < cells.count,
            cells[index - 1] * sign < cells[index] * sign,
            cells[index + 1] * sign < cells[index] * sign
        else { return false }
        let low = max(0, index - region)
        let high = min(cells.count - 1, index + region)
        for other in low...high
        where other != index && cells[other] * sign >= cells[index] * sign {
            return false
        }
        return true
    }
}
