extension WCC {
    /// The peak nearest to lag 0 of a window.
    package struct Peak: Sendable, Equatable {
        /// Half samples; positive when the first person leads.
        package var halfSamples: Int
        /// Height of the smoothed correlation there.
        package var value: Double
    }

    /// `wccPeakPick`: smooths every window over its lags and looks for the maximum nearest to lag 0.
    ///
    /// A row is smoothed by loess (span 0.25) and interpolated to half samples by a spline. From lag 0
    /// the search widens to both sides until the highest value so far has not been exceeded for eight
    /// half samples (`Lsize`). A peak within eight half samples of either end is none.
    ///
    /// - Parameter matrix: without missing cells.
    /// - Returns: one per window, `nil` where there is none.
    package static func peaks(of matrix: LagMatrix) throws(ReferenceError) -> [Peak?] {
        guard matrix.lagCount >= LoessSmoother.fewest else {
            throw .setting(
                "wcc's peak picking needs a largest lag of \(LoessSmoother.fewest / 2) samples or more"
            )
        }
        let smoother = LoessSmoother(count: matrix.lagCount, span: 0.25)
        return (0..<matrix.windowCount).map { window in
            // wcc's own order, where negative lags are the first person's: it decides between equals.
            peak(
                HalfStepSpline.values(smoother.smoothed(matrix.row(window).reversed())),
                center: matrix.lagCount - 1)
        }
    }

    /// How many half samples without a higher value end the search (`Lsize`).
    static let lookAhead = 8

    private static func peak(_ curve: [Double], center: Int) -> Peak? {
        var best = max(curve[center - 1], max(curve[center], curve[center + 1]))
        var waited = 0
        var width = 1
        while width < center, waited < lookAhead {
            width += 1
            let highest = max(curve[center - width], curve[center + width])
            if highest > best {
                best = highest
                waited = 0
            } else {
                waited += 1
            }
        }
        guard let place = curve[center - width...center + width].firstIndex(of: best) else {
            return nil
        }
        let position = place - center
        guard abs(position) <= center - lookAhead else { return nil }
        return Peak(halfSamples: -position, value: best)
    }
}
