package import Base
package import Posture

/// Whether the times of a recording can be those of a session, before anything is laid out on them.
package enum SessionTimes {
    /// Refuses times that cannot be seconds of a session: milliseconds, sample numbers, nonsense. Too
    /// few times to judge pass.
    ///
    /// - Parameters:
    ///   - tracks: of the first and the second person.
    ///   - step: the requested distance of instants, seconds; by default their own.
    ///   - name: what messages call the input.
    ///   - remedy: what to do about times that span more than 48 hours.
    /// - Throws: ``Failure/Kind/badInput``.
    package static func check(
        _ tracks: [FeatureTrack], step: Double? = nil, in name: String,
        remedy: Remedy = "give times in seconds"
    ) throws(Failure) {
        do {
            _ = try UniformGrid.checked(covering: tracks[0].times, tracks[1].times, step: step)
        } catch {
            switch error {
            case .tooFewInstants: return
            case .tooLong:
                throw Failure.badInput("\(name) spans more than 48 hours", remedy: remedy)
            case .tooFine(let step, let seconds):
                throw Failure.badInput(
                    "\(name) has instants \(step) s apart, over \(seconds) s",
                    remedy: "give times in seconds, at most "
                        + "\(Int(1 / UniformGrid.leastStep)) instants a second and "
                        + "\(UniformGrid.mostPoints / 1_000_000) million in all")
            }
        }
    }
}
