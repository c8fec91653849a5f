/// Picks the frames to measure on the time axis, whatever the frame rate.
struct Sampler {
    let interval: Double?
    private var due: Double?
    /// Points of the grid between the last two frames taken that no frame was taken for.
    private(set) var missed = 0

    /// - Parameter rate: instants per second, `nil` takes every frame.
    init(rate: Double?) { interval = rate.map { 1 / $0 } }

    /// True when the frame at `time` (seconds, rising) is to be measured: the first at or after each
    /// point of a regular grid that starts with the first frame.
    mutating func takes(_ time: Double) -> Bool {
        guard let interval else { return true }
        guard let next = due else {
            due = time + interval
            missed = 0
            return true
        }
        // Timestamps are rounded to the container's clock; a frame a hair early still counts.
        guard time >= next - interval * 1e-3 - 1e-6 else { return false }
        let passed = max(0, ((time - next) / interval).rounded(.down))
        due = next + interval * (passed + 1)
        missed = Int(min(passed, 1e9))
        return true
    }
}
