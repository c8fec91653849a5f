import LivePage
import Posture

/// Says what is still lacking before postures can be told: both people in view, and long enough to know
/// each one's own measures and rest.
struct WarmUp: Sendable {
    private let names: [String]
    /// Seconds that each has been in view with known measures.
    private var known = [0.0, 0.0]
    private var last: Double?
    private var told = -Double.infinity
    private(set) var isOver = false

    /// How often it is told, seconds.
    static let interval = 1.0

    init(names: [String]) { self.names = names }

    /// - Returns: a status now and then until it is over, then one that says so, then nothing.
    mutating func step(_ frame: DyadFrame, _ features: [LiveFeatures]) -> LiveStatus? {
        guard !isOver else { return nil }
        let passed = last.map { min(frame.time - $0, 1) } ?? 0
        last = frame.time
        for seat in known.indices
        where frame.poses[seat] != nil && features[seat].reference.shoulderWidth.isFinite {
            known[seat] += passed
        }
        let least = known.min() ?? 0
        if least >= PostureDetector.restDuration {
            isOver = true
            return LiveStatus(.running, time: frame.time)
        }
        guard frame.time >= told + Self.interval else { return nil }
        told = frame.time
        return LiveStatus(
            .warmingUp, message: message(frame), time: frame.time,
            progress: least / PostureDetector.restDuration)
    }

    private func message(_ frame: DyadFrame) -> String {
        let missing = frame.poses.indices.filter { frame.poses[$0] == nil }
        switch missing.count {
        case 0: return "Getting to know both people."
        case 1: return "Waiting to see the \(names[missing[0]])."
        default: return "Waiting to see both people."
        }
    }
}
