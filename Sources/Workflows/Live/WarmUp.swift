import LivePage
import Posture

/// Reports what is missing before postures can be recognised: both people in view, for long enough to know
/// each one's body measures and resting posture.
struct WarmUp: Sendable {
    private let names: [String]
    /// Seconds for which each was in view with known measures.
    private var known = [0.0, 0.0]
    private var last: Double?
    private var reported = -Double.infinity
    private(set) var isOver = false

    /// How often it is reported, seconds.
    static let interval = 1.0

    init(names: [String]) { self.names = names }

    /// - Returns: a status now and then until it is over, then one that says so, then nothing.
    mutating func step(_ frame: DyadFrame, _ features: [LiveFeatures]) -> LiveStatus? {
        guard !isOver else { return nil }
        let passed = last.map { min(frame.time - $0, 1) } ?? 0
        last = frame.time
        for seat in known.indices
        where isSeen(frame.poses[seat]) && features[seat].reference.shoulderWidth.isFinite {
            known[seat] += passed
        }
        let least = known.min() ?? 0
        if least >= PostureDetector.restDuration {
            isOver = true
            return LiveStatus(.running, time: frame.time)
        }
        guard frame.time >= reported + Self.interval else { return nil }
        reported = frame.time
        return LiveStatus(
            .warmingUp, message: message(frame), time: frame.time,
            progress: least / PostureDetector.restDuration)
    }

    private func isSeen(_ pose: BodyPose?) -> Bool { !(pose?.isUnfilmed ?? true) }

    private func message(_ frame: DyadFrame) -> String {
        let missing = frame.poses.indices.filter { !isSeen(frame.poses[$0]) }
        switch missing.count {
        case 0: return "Getting to know both people."
        case 1: return "Waiting to see the \(names[missing[0]])."
        default: return "Waiting to see both people."
        }
    }
}
