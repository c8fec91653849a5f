/// Adds up where the time of a measurement goes, by stage.
struct StageClock {
    enum Stage: String, CaseIterable {
        /// Starting the landmark network.
        case start
        /// Decoding the next frame while the network runs.
        case decode
        /// Frame differencing.
        case motion
        /// Waiting for the landmark network.
        case pose
        /// Looking for people.
        case search
        /// Deciding who is who.
        case identity
        /// Waiting for the face network.
        case face
        /// Waiting for the second look at the arms.
        case arms
        /// Waiting for the hand networks.
        case hand
        /// Writing the frame out.
        case emit
    }

    private var sums = [Double](repeating: 0, count: Stage.allCases.count)
    private var last = ContinuousClock.now

    /// Starts a new lap.
    mutating func restart() { last = .now }

    /// The time since the last lap belongs to this stage.
    mutating func lap(_ stage: Stage) {
        let now = ContinuousClock.now
        let passed = (now - last).components
        let index = Stage.allCases.firstIndex(of: stage) ?? 0
        sums[index] += Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
        last = now
    }

    /// Seconds by stage.
    var seconds: [String: Double] {
        Dictionary(uniqueKeysWithValues: zip(Stage.allCases.map(\.rawValue), sums))
    }
}
