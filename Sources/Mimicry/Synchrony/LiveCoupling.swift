import Algorithms
import Posture

/// The coupling of the present moment against chance, for a live monitor.
///
/// The null is that of `SynchronySignificance`, on the latest minutes alone: circular shifts of the
/// second person within them, by at least twice the largest lag. The percentile is that of the last
/// window, and only its significant peaks say who leads. It is an estimate: the final percentile at that
/// time compares with the whole session and is known once the session is over.
///
/// The cost is bounded and does not grow with the session: the latest `memory` seconds, compared
/// `surrogates.count` + 51 times. Call it every few seconds, on a thread that nobody waits for.
///
/// ```swift
/// let coupling = LiveCoupling()
/// if let recent = scorer.recent(coupling.memory) { show(coupling.estimate(recent)) }
/// ```
package struct LiveCoupling: Sendable {
    /// How far back the comparison goes, seconds.
    package let memory: Double
    package let surrogates: SurrogateSettings

    /// Seconds: 5 min hold 30 times the largest lag, and ten windows that do not overlap.
    package static let standardMemory = 300.0
    /// 99 surrogates give a percentile to about two points around 95.
    package static let fewSurrogates = 99

    package init(
        memory: Double = standardMemory,
        surrogates: SurrogateSettings = .init(count: fewSurrogates)
    ) {
        self.memory = memory
        self.surrogates = surrogates
    }

    /// The latest part of a recording; see `MimicryScorer.recent(_:)`.
    package struct Recent: Sendable {
        var first: FeatureTrack
        var second: FeatureTrack
        /// The rows of the last window that is final.
        var windows: [SynchronyWindow]
        var settings: SynchronySettings
    }

    package struct Estimate: Sendable, Equatable {
        /// End of the window, seconds.
        package var time: Double
        /// 0…100, 50 is chance; `nil` when nothing could be compared.
        package var mimicryPercentile: Double?
        /// −1…1, positive: the first seat leads; `nil` where nothing says who leads.
        package var leaderBalance: Double?
    }

    /// `nil` when the recording is too short (less than a window and the largest lag, or no room for
    /// shifts) or nothing can be compared.
    package func estimate(_ recent: Recent) -> Estimate? {
        let tested = SynchronySignificance.testSerially(
            first: recent.first, second: recent.second, settings: recent.settings,
            surrogates: surrogates)
        guard let tested, let last = recent.windows.first else { return nil }
        let middle = (last.start + last.end) / 2
        return Estimate(
            time: last.end, mimicryPercentile: tested.percentile(at: middle),
            leaderBalance: Self.balance(
                tested.leading.filter { $0.start <= middle && middle < $0.end }))
    }

    private static func balance(_ windows: [SynchronyWindow]) -> Double? {
        var leads = (first: 0.0, second: 0.0)
        for window in windows {
            guard let lag = window.peakLag, let z = window.peakZ, z > 0 else { continue }
            if lag > 0 { leads.first += z }
            if lag < 0 { leads.second += z }
        }
        let total = leads.first + leads.second
        return total > 0 ? (leads.first - leads.second) / total : nil
    }
}

extension FeatureTrack {
    /// The part of the track from a time on.
    func suffix(from time: Double) -> FeatureTrack {
        let start = times.partitioningIndex { $0 >= time }
        var result = FeatureTrack()
        result.times = Array(times[start...])
        result.presence = Array(presence[start...])
        result.values = values.map { Array($0[start...]) }
        return result
    }
}
