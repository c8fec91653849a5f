/// Smooths the channels of one seat in time without shifting them.
///
/// Every value becomes the local straight-line fit to the values within `halfWidth` seconds on
/// either side, weighted by the biweight kernel `(1 − (Δt ÷ halfWidth)²)²`. The kernel is symmetric
/// in *time*, so uneven timestamps shift nothing, and the straight line keeps a movement in place next
/// to a gap, where the neighbours lie on one side only. Missing values stay missing and gaps are not
/// filled; the weights of the remaining values are renormalised.
///
/// A value that jumps out and back within one frame is not movement: see `isSpike`. It counts as
/// missing.
///
/// Samples come out in order, each as soon as one more than `halfWidth` later has come in. The output
/// does not depend on when the samples are added.
package struct Smoother: Sendable {
    /// Half width of the kernel, seconds.
    package let halfWidth: Double

    /// 0.15 s. The kernel then passes 94 % of a movement at 1 Hz, 77 % at 2 Hz and 54 % at 3 Hz, about
    /// the fastest that heads nod and hands beat in conversation; it leaves a tenth of BlazePose's and
    /// the face mesh's jitter from frame to frame at 25 Hz.
    package static let defaultHalfWidth = 0.15

    /// How far the output lags behind the input, seconds.
    package var delay: Double { halfWidth }

    /// Samples that are still needed, oldest first.
    private var window: [FeatureSample] = []
    /// The next sample of `window` to come out.
    private var next = 0

    package init(halfWidth: Double = Smoother.defaultHalfWidth) {
        self.halfWidth = halfWidth
    }

    /// Adds the next sample and returns those that are ready.
    package mutating func append(_ sample: FeatureSample) -> [FeatureSample] {
        window.append(sample)
        var ready: [FeatureSample] = []
        while next < window.count, sample.time > window[next].time + halfWidth {
            ready.append(smoothed(next))
            next += 1
        }
        dropOld()
        return ready
    }

    /// Returns the samples that were still waiting.
    package mutating func finish() -> [FeatureSample] {
        let rest = (next..<window.count).map { smoothed($0) }
        window = []
        next = 0
        return rest
    }

    private mutating func dropOld() {
        guard next < window.count else { return }
        let needed = window[next].time - halfWidth
        // One more than the kernel reaches: the neighbour that distinguishes a spike from a movement.
        let first = window.firstIndex { $0.time >= needed } ?? 0
        let surplus = max(0, first - 1)
        window.removeFirst(surplus)
        next -= surplus
    }

    private func smoothed(_ center: Int) -> FeatureSample {
        var result = window[center]
        guard halfWidth > 0 else { return result }
        var first = center
        while first > 0, result.time - window[first - 1].time < halfWidth { first -= 1 }
        var last = center
        while last + 1 < window.count, window[last + 1].time - result.time < halfWidth {
            last += 1
        }
        for column in result.row.indices {
            result.row[column] = fit(column, around: center, in: first...last)
        }
        return result
    }

    /// The weighted straight line through a channel's values, at the time of `center`.
    private func fit(_ column: Int, around center: Int, in range: ClosedRange<Int>) -> Double {
        guard window[center].row[column].isFinite, !isSpike(column, center) else { return .nan }
        let here = window[center].time
        var (weights, times, squares, values, products) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for index in range {
            let value = window[index].row[column]
            guard value.isFinite, !isSpike(column, index) else { continue }
            let time = window[index].time - here
            let share = time / halfWidth
            let weight = (1 - share * share) * (1 - share * share)
            weights += weight
            times += weight * time
            squares += weight * time * time
            values += weight * value
            products += weight * time * value
        }
        let determinant = weights * squares - times * times
        guard determinant > 1e-9 * weights * weights * halfWidth * halfWidth else {
            return values / weights
        }
        return (squares * values - times * products) / determinant
    }

    /// Whether a value stands out on the same side from the values right before and after it, which
    /// agree with each other, and all within `spikeSpan`: a landmark that jumped for one frame. No
    /// body part moves at 12 Hz.
    private func isSpike(_ column: Int, _ index: Int) -> Bool {
        guard index > 0, index + 1 < window.count,
            window[index + 1].time - window[index - 1].time <= Self.spikeSpan
        else { return false }
        let value = window[index].row[column]
        let before = value - window[index - 1].row[column]
        let after = value - window[index + 1].row[column]
        guard before * after > 0 else { return false }
        let height = min(abs(before), abs(after))
        return height > Self.spikeHeights[column] && height > 3 * abs(before - after)
    }

    /// Two frames at 24 Hz, seconds.
    private static let spikeSpan = 0.085

    /// The smallest jump out and back that cannot be a landmark's ordinary jitter, per channel in its
    /// own unit: ten times the measured jitter (0.8°, 0.02 sw from frame to frame).
    private static let spikeHeights: [Double] = Channel.allCases.map { channel in
        switch channel.unit {
        case .degrees: 8
        case .shoulderWidths: 0.2
        case .faceHeights: 0.4
        case .share, .ratio, .signedShare, .eyeSpansPerSecond, .perMinute: .infinity
        }
    }
}
