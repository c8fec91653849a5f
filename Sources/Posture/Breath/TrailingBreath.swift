package import Base

/// The breathing of one person while it happens, some seconds late.
///
/// It is told by the windows that a recording is told by, of the latest minute and a half: an instant is told once
/// the last window that holds it is over, and then as it stays.
package struct TrailingBreath: Sendable {
    /// What is told lies so far behind the newest instant, seconds.
    package static let delay = BreathEstimator.window
    /// How much of the breath is told, up to `delay` ago, seconds.
    static let shown = 50.0
    /// Before it, windows around its beginning and the onset of the band-pass reach back, seconds.
    private static let onset = BreathEstimator.window
    /// How much is remembered, seconds.
    package static let memory = shown + delay + onset
    /// Values of the breath a second: eight of the quickest.
    static let curveRate = 5.0

    private var times: [Double] = []
    private var rises: [SIMD2<Float>] = []
    /// When the stretch began in which the chest was seen at the first of these instants.
    private var origin: Double?

    package init() {}

    /// Adds the next instant; times must increase.
    ///
    /// - Parameter chest: how far it rose since the instant before; `nil` where that is not known.
    package mutating func append(time: Double, chest: ChestRise?) {
        times.append(time)
        rises.append(ChestRise.sides(chest))
        guard times[0] < time - Self.memory - Self.onset,
            let first = times.firstIndex(where: { $0 >= time - Self.memory })
        else { return }
        let runs = BreathEstimator.runs(times, rises)
        let cut = runs.first { $0.contains(first) }
        origin = cut.map { ($0 == runs.first ? origin : nil) ?? times[$0.lowerBound] }
        times.removeFirst(first)
        rises.removeFirst(first)
    }

    /// What is known of the breathing by the newest instant.
    ///
    /// - Parameters:
    ///   - width: the person's shoulder width, picture pixels.
    ///   - confused: stretches in which it may have been somebody else's chest, seconds.
    package func told(width: Double, except confused: [TimeSpan] = []) -> BreathNow {
        let newest = times.last ?? 0
        let now = newest - Self.delay
        let runs = BreathEstimator.runs(times, rises)
        let goesOn = runs.last.map {
            newest - times[$0.upperBound - 1] <= BreathEstimator.longestPause
        }
        var course = BreathEstimator.course(
            times: times, rises: rises, width: width, in: runs, origin: origin,
            goesOn: goesOn ?? false)
        for index in times.indices where confused.contains(where: { $0.contains(times[index]) }) {
            course.breath[index] = .nan
            course.rate[index] = .nan
            course.doubts[index] = .confused
        }
        var told = BreathNow(time: now, doubt: .short)
        told.curve = curve(course.breath, until: now)
        guard width.isFinite, width > 0, let last = times.lastIndex(where: { $0 <= now }),
            now - times[last] <= BreathEstimator.longestPause
        else { return told }
        // One instant at which the chest was missed says nothing new.
        let known = course.rate.indices.last {
            $0 <= last && times[$0] > now - 1 && course.rate[$0].isFinite
        }
        told.rate = known.map { course.rate[$0] }
        told.doubt = known == nil ? course.doubts[last] ?? .short : nil
        return told
    }

    /// The breath at even steps up to a time; `NaN` where it is not known.
    private func curve(_ breath: [Double], until end: Double) -> [Double] {
        let count = Int(Self.shown * Self.curveRate) + 1
        var next = 0
        return (0..<count).map { index in
            let time = end - Double(count - 1 - index) / Self.curveRate
            while next < times.count, times[next] < time { next += 1 }
            guard next < times.count else { return .nan }
            if times[next] == time { return breath[next] }
            guard next > 0, times[next] - times[next - 1] <= BreathEstimator.longestPause else {
                return .nan
            }
            let share = (time - times[next - 1]) / (times[next] - times[next - 1])
            return breath[next - 1] + share * (breath[next] - breath[next - 1])
        }
    }
}

/// What is known of a person's breathing at an instant.
package struct BreathNow: Sendable, Equatable {
    /// Seconds of the recording.
    package var time: Double
    /// Breaths a minute; `nil` where it is not measured…
    package var rate: Double?
    /// …and why.
    package var doubt: BreathDoubt?
    /// How far the chest was up before and at that instant, shoulder widths, inhalation positive, at even steps;
    /// `NaN` where it was not measured.
    package var curve: [Double] = []
    /// Between two values of the curve, seconds.
    package static let step = 1 / TrailingBreath.curveRate

    package init(time: Double, rate: Double? = nil, doubt: BreathDoubt? = nil, curve: [Double] = [])
    {
        self.time = time
        self.rate = rate
        self.doubt = doubt
        self.curve = curve
    }
}
