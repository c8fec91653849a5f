import Base

/// How much a face moves in the minute around an instant, against the median of the person's own session: half of it is
/// a face that has become still.
///
/// It takes a face that usually moves clearly more than the mesh jitters. Of one that never does, half as much
/// could not be told from a still picture of it, and nothing is said.
enum FaceActivity {
    /// The stretch around an instant, seconds: an expression passes in seconds, a still face stays.
    static let span = 60.0
    /// As much of it must be known, seconds.
    static let leastKnown = 40.0
    /// Of less there is no usual, seconds of the session; a convention.
    static let leastSession = 180.0
    /// Movement of a face that does not move, distances between the outer corners of the eyes a second: the mesh's own
    /// jitter, the lower tenth in people whose eyes are more than 60 pixels apart (docs/validation.md).
    static let jitter = 0.045

    /// - Parameters:
    ///   - times: seconds, rising.
    ///   - motion: of the face, per instant; `NaN` where it is not known.
    /// - Returns: ratios; `NaN` where it cannot be told.
    static func course(times: [Double], motion: [Double]) -> [Double] {
        let means = RunningMean(times: times, values: motion)
        let minutes = times.map { time -> Double in
            let around = means.samples(time - span / 2, time + span / 2)
            return means.known(around) >= leastKnown ? means.mean(around) : .nan
        }
        let known = RunningMean(times: times, values: minutes).known(times.indices)
        guard known >= leastSession, let usual = minutes.filter(\.isFinite).median,
            usual >= 2 * jitter
        else { return times.map { _ in .nan } }
        return minutes.map { $0 / usual }
    }
}
