import Base

/// How one person breathes over time: per instant, `NaN` where it could not be measured.
struct BreathCourse: Sendable, Equatable {
    /// How far the chest is up from its middle, shoulder widths; inhalation positive.
    var breath: [Double]
    /// Breaths a minute.
    var rate: [Double]
}

/// Tells breathing from how a chest rises and sinks.
///
/// Rises are added up, left and right half of the chest apart, and looked at in windows. A window is measured
/// when both halves move alike, at one rate that stands out, and the body is still; all else that moves a
/// chest (talking, gestures, a camera that shakes) fails one of these. The limits are those found on real
/// people, see `docs/validation.md`; nothing is filled in between windows.
struct BreathEstimator: Sendable {
    /// The band of breathing, Hz: 6 to 36 breaths a minute, from slow breathing on purpose to a child's.
    static let band = 0.1...0.6
    /// Samples a second of the grid that is looked at.
    static let gridRate = 10.0
    /// Length of a window, seconds: two of the slowest breaths.
    static let window = 20.0
    /// Windows of what was seen for less are as long as that, but not shorter, seconds…
    static let shortestWindow = 8.0
    /// …and hold this many breaths.
    static let fewestBreaths = 3.0
    /// From one window to the next, seconds; a convention.
    static let step = 1.0
    /// A pause in which the chest was not seen is passed over up to here, seconds, as gaps in postures are.
    static let longestPause = 0.5

    /// Smallest correlation of both halves.
    static let agreement = 0.9
    /// Largest difference of their rates, 1/min.
    static let rateDifference = 1.0
    /// Smallest ratio of the power at the rate (and twice the rate) to all other, decibel.
    static let clearness = 6.0
    /// The 95th percentile of the chest's speed is at most this, shoulder widths a second.
    static let stillness = 0.025

    /// - Parameters:
    ///   - times: seconds, rising.
    ///   - rises: per instant how far the left and the right half rose since the instant before; `NaN`
    ///     where that is not known.
    ///   - width: the person's shoulder width in the same unit.
    static func course(
        times: [Double], rises: [SIMD2<Float>], width: Double
    ) -> BreathCourse {
        let unknown = [Double](repeating: .nan, count: times.count)
        var course = BreathCourse(breath: unknown, rate: unknown)
        guard width > 0, width.isFinite else { return course }
        for run in runs(times, rises) {
            guard let chest = ChestRun(times, rises, run, width: width) else { continue }
            chest.fill(&course)
        }
        return course
    }

    /// Stretches in which the chest was seen, pauses passed over. The first instant of each is the one before
    /// its first rise.
    private static func runs(_ times: [Double], _ rises: [SIMD2<Float>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for index in times.indices.dropFirst() where rises[index].x.isFinite {
            if let last = result.last, times[index - 1] - times[last.upperBound - 1] <= longestPause
            {
                result[result.count - 1] = last.lowerBound..<index + 1
            } else {
                result.append(index - 1..<index + 1)
            }
        }
        return result.filter { times[$0.upperBound - 1] - times[$0.lowerBound] >= shortestWindow }
    }
}
