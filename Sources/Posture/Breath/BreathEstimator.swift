import Base

/// How one person breathes over time: per instant, `NaN` where it could not be measured.
struct BreathCourse: Sendable, Equatable {
    /// How far the chest is up from its middle, shoulder widths; inhalation positive.
    var breath: [Double]
    /// Breaths a minute.
    var rate: [Double]
    /// Why the rate is not known; `nil` where it is.
    var doubts: [BreathDoubt?]

    /// Of so many instants nothing is known.
    init(unknown count: Int) {
        breath = Array(repeating: .nan, count: count)
        rate = breath
        doubts = Array(repeating: .unseen, count: count)
    }
}

/// Why breathing is not measured.
package enum BreathDoubt: String, Sendable, Equatable, CaseIterable {
    /// The chest is not seen, or the picture around it moves.
    case unseen
    /// It has not been seen for long enough, or for fewer breaths than it takes.
    case short
    /// The body moves.
    case moving
    /// Both halves of the chest move differently, as in talking and gestures.
    case uneven
    /// No rate stands out: breaths are too weak or too irregular, or something else moves the chest as well.
    case unclear
    /// The body sways more than it breathes.
    case drifting
    /// Whose chest it is is uncertain.
    case confused
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
        course(times: times, rises: rises, width: width, in: runs(times, rises))
    }

    /// The breathing in some stretches.
    ///
    /// - Parameters:
    ///   - runs: as ``runs(_:_:)`` finds them.
    ///   - origin: when the first of them began, where its first instants are no longer known.
    ///   - goesOn: whether more of the last one is to come: its windows are not made shorter, a whole one is waited
    ///     for.
    static func course(
        times: [Double], rises: [SIMD2<Float>], width: Double, in runs: [Range<Int>],
        origin: Double? = nil, goesOn: Bool = false
    ) -> BreathCourse {
        var course = BreathCourse(unknown: times.count)
        guard width > 0, width.isFinite else { return course }
        for run in runs {
            let least = goesOn && run == runs.last ? window : shortestWindow
            if times[run.upperBound - 1] - times[run.lowerBound] >= least,
                let chest = ChestRun(
                    times, rises, run, width: width, origin: run == runs.first ? origin : nil)
            {
                chest.fill(&course)
            } else {
                for index in run where rises[index].x.isFinite { course.doubts[index] = .short }
            }
        }
        return course
    }

    /// Stretches in which the chest was seen, pauses passed over. The first instant of each is the one before
    /// its first rise.
    static func runs(_ times: [Double], _ rises: [SIMD2<Float>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for index in times.indices.dropFirst() where rises[index].x.isFinite {
            if let last = result.last, times[index - 1] - times[last.upperBound - 1] <= longestPause
            {
                result[result.count - 1] = last.lowerBound..<index + 1
            } else {
                result.append(index - 1..<index + 1)
            }
        }
        return result
    }
}
