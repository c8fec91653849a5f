import Base
package import Posture

/// A row of `timeline.csv`; there is one per second.
package struct TimelinePoint: Sendable, Equatable {
    /// Seconds.
    package var time: Double
    /// 0…100 against the session's own surrogates, 50 is chance; `nil` until computed.
    package var mimicryPercentile: Double?
    /// How many postures both hold at this time.
    package var sharedPostures: Int
    /// −1…1, positive: the first seat leads; `nil` where nothing says who leads.
    package var leaderBalance: Double?
    /// Share of channels of both seats that were measured in this second, 0…1.
    package var quality: Double

    package init(
        time: Double, mimicryPercentile: Double? = nil, sharedPostures: Int,
        leaderBalance: Double? = nil, quality: Double
    ) {
        self.time = time
        self.mimicryPercentile = mimicryPercentile
        self.sharedPostures = sharedPostures
        self.leaderBalance = leaderBalance
        self.quality = quality
    }
}

/// Builds the timeline: one point per second about both people.
///
/// - `sharedPostures`: how many postures both hold at that instant, on any side, except `absent`.
/// - `leaderBalance`: over the peaks that say who leads in windows that cover the second, the sum of z of those with
///   a positive lag (first seat leads) less that of those with a negative lag, divided by the sum of
///   both; −1…1, `nil` where there is no such peak. Peaks at lag 0 do not count.
/// - `quality`: the share of values that were measured in that second, of both seats, over the
///   channels that were measured at all in the session.
/// - `mimicryPercentile`: the percentile of the coupling of all channels at that time, against chance.
///
/// With a `SynchronySignificance` the percentile is its percentile, and the peaks are those that it found to
/// stand out among all of the session. Without it there is no percentile and nobody is said to lead.
package struct TimelineBuilder {
    /// The peaks that say who leads.
    package var leading: [SynchronyWindow]
    /// The percentile at a time in seconds; `nil` where there is none.
    package var percentile: (Double) -> Double?

    package init(
        leading: [SynchronyWindow] = [], percentile: @escaping (Double) -> Double? = { _ in nil }
    ) {
        self.leading = leading
        self.percentile = percentile
    }

    /// Percentile and peaks as tested.
    package init(significance: SynchronySignificance) {
        self.init(leading: significance.leading, percentile: significance.percentile(at:))
    }

    /// A point for every whole second of the recording, from the second in which it starts, for at most
    /// `Recording.longest`.
    ///
    /// - Parameters:
    ///   - first: channels of the first seat; gives the span of the recording with `second`.
    ///   - records: postures of the first and the second seat.
    package func points(
        first: FeatureTrack, second: FeatureTrack, records: (PostureRecord, PostureRecord)
    ) -> [TimelinePoint] {
        let seconds = Seconds(first.times, second.times)
        let balance = LeaderBalance(leading, seconds)
        let sharing = SharedPostures(records.0, records.1)
        let quality = MeasuredShare(first, second, seconds)
        return (0..<seconds.count).map { index in
            let time = seconds.time(index)
            return TimelinePoint(
                time: time, mimicryPercentile: percentile(time),
                sharedPostures: sharing.count(at: time), leaderBalance: balance[index],
                quality: quality[index])
        }
    }
}

/// The whole seconds of a recording.
private struct Seconds {
    let start: Double
    let count: Int

    init(_ first: [Double], _ second: [Double]) {
        let starts = [first.first, second.first].compactMap { $0 }
        let ends = [first.last, second.last].compactMap { $0 }
        guard let begin = starts.min(), let end = ends.max() else {
            start = 0
            count = 0
            return
        }
        start = begin.rounded(.down)
        count = Int(bounded: min(end.rounded(.down) - start, Recording.longest)) + 1
    }

    func time(_ index: Int) -> Double { start + Double(index) }

    /// Index of the second that contains a time; `nil` beyond the longest recording.
    func index(_ time: Double) -> Int? {
        let index = Int(bounded: (time - start).rounded(.down))
        return (0..<count).contains(index) ? index : nil
    }
}

/// Who leads, second by second.
private struct LeaderBalance {
    private var firstLeads: [Double]
    private var secondLeads: [Double]

    init(_ windows: [SynchronyWindow], _ seconds: Seconds) {
        firstLeads = Array(repeating: 0, count: seconds.count)
        secondLeads = firstLeads
        for window in windows {
            guard let lag = window.peakLag, let z = window.peakZ, z > 0, lag != 0 else { continue }
            // A second is covered when its start lies in the window.
            let low = max(0, Int(bounded: (window.start - seconds.start).rounded(.up)))
            let high = min(seconds.count, Int(bounded: (window.end - seconds.start).rounded(.up)))
            guard low < high else { continue }
            for index in low..<high {
                if lag > 0 { firstLeads[index] += z } else { secondLeads[index] += z }
            }
        }
    }

    subscript(_ index: Int) -> Double? {
        let total = firstLeads[index] + secondLeads[index]
        return total > 0 ? (firstLeads[index] - secondLeads[index]) / total : nil
    }
}

/// How many postures both people hold at a time.
private struct SharedPostures {
    private let postures: [(PostureTime, PostureTime)]

    init(_ first: PostureRecord, _ second: PostureRecord) {
        let names = Set(first.held.map(\.posture)).intersection(second.held.map(\.posture))
        postures = names.filter { $0 != EpisodeDetector.absent }.map {
            (PostureTime(of: $0, in: first), PostureTime(of: $0, in: second))
        }
    }

    func count(at time: Double) -> Int {
        postures.count { $0.state(at: time) == true && $1.state(at: time) == true }
    }
}

/// Share of measured values of the body, second by second: that on which the rest of the row rests.
private struct MeasuredShare {
    private var measured: [Double]
    private var possible: [Double]

    init(_ first: FeatureTrack, _ second: FeatureTrack, _ seconds: Seconds) {
        measured = Array(repeating: 0, count: seconds.count)
        possible = measured
        let measuredChannels = Channel.compared.filter { channel in
            [first, second].contains { $0[channel].contains(where: \.isFinite) }
        }
        let body = measuredChannels.filter { !$0.isFace }
        let channels = body.isEmpty ? measuredChannels : body
        for track in [first, second] {
            for (sample, time) in track.times.enumerated() {
                guard let index = seconds.index(time) else { continue }
                possible[index] += Double(channels.count)
                for channel in channels where track.values[channel.index][sample].isFinite {
                    measured[index] += 1
                }
            }
        }
    }

    subscript(_ index: Int) -> Double {
        possible[index] > 0 ? measured[index] / possible[index] : 0
    }
}
