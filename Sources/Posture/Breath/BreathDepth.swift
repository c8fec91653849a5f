import Base

/// How deep the breaths around an instant are, against the median of the person's own session.
///
/// The depth is the swing of the chest over the two breaths around, taken as a sine: √8 times its standard deviation, over
/// what the band of breathing leaves of it at that rate: half at 6 and 36 breaths a minute.
/// A picture gives no volume, and a chest that turns swings less in it: what counts is the change within a session.
enum BreathDepth {
    /// On either side of an instant, breaths.
    static let reach = 1.0
    /// As much of them must be known, 0…1.
    static let leastKnown = 0.7
    /// Of less there is no usual, seconds of breathing; a convention.
    static let leastSession = 60.0

    /// - Parameters:
    ///   - times: seconds, rising.
    ///   - breath: how far the chest is up, in any unit; `NaN` where it is not known.
    ///   - rate: breaths a minute.
    /// - Returns: ratios; `NaN` where it cannot be told.
    static func course(times: [Double], breath: [Double], rate: [Double]) -> [Double] {
        let places = RunningMean(times: times, values: breath)
        let squares = RunningMean(times: times, values: breath.map { $0 * $0 })
        let depths = times.indices.map { index -> Double in
            let half = reach * 60 / rate[index]
            guard breath[index].isFinite, half.isFinite, half > 0 else { return .nan }
            let around = places.samples(times[index] - half, times[index] + half)
            guard places.known(around) >= leastKnown * 2 * half else { return .nan }
            let mean = places.mean(around)
            let swing = (8 * max(squares.mean(around) - mean * mean, 0)).squareRoot()
            return swing / BandPass.breathing.gain(rate[index] / 60)
        }
        let known = RunningMean(times: times, values: depths).known(times.indices)
        guard known >= leastSession, let usual = depths.filter(\.isFinite).median, usual > 0
        else { return times.map { _ in .nan } }
        return depths.map { $0 / usual }
    }
}
