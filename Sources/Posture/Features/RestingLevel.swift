/// The level at which a person rests in one signal: the median so far.
struct RestingLevel: Sendable {
    private var values: RunningQuantile
    private var seen = 0.0

    init(_ signal: PostureSignal) {
        values =
            signal.isAngle
            ? RunningQuantile(0.5, in: -180...180, bins: 1440)
            : RunningQuantile(0.5, in: -10...10, bins: 2000)
    }

    /// - Parameter interval: what the sample stands for, seconds.
    mutating func append(_ value: Double, for interval: Double) {
        guard value.isFinite else { return }
        values.append(value)
        seen += interval
    }

    /// `NaN` until enough has been seen.
    var level: Double { seen >= PostureDetector.restDuration ? values.value : .nan }
}

extension PostureSignal {
    fileprivate var isAngle: Bool {
        switch self {
        case .channel(let channel): channel.isAngle
        default: false
        }
    }
}
