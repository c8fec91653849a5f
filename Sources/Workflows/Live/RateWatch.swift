package import LivePage

/// Notices when instants are measured much less often than requested, and when that is over.
package struct RateWatch: Sendable {
    private let wanted: Double
    private var times: [Double] = []
    private var isSlow = false
    private var begun: Double?

    /// The stretch it looks at, seconds.
    static let window = 5.0
    /// Shares of the wanted rate below which it is slow, and above which it is not.
    static let low = 0.7
    static let high = 0.85

    /// - Parameter wanted: instants per second.
    package init(wanted: Double) { self.wanted = wanted }

    /// Instants per second over the last seconds; `nil` before there are enough of them.
    package private(set) var rate: Double?

    /// Takes the time of an instant in seconds; a status when it has become slow or is so no longer.
    package mutating func step(_ time: Double) -> LiveStatus? {
        begun = begun ?? time
        times.append(time)
        times.removeAll { $0 <= time - Self.window }
        guard let begun, time - begun >= Self.window else { return nil }
        let rate = Double(times.count) / Self.window
        self.rate = rate
        if !isSlow, rate < Self.low * wanted {
            isSlow = true
            let shown = (rate * 10).rounded() / 10
            return LiveStatus(
                .slow,
                message: "The computer is busy: \(shown) instead of \(wanted) instants a second.",
                time: time)
        }
        if isSlow, rate > Self.high * wanted {
            isSlow = false
            return LiveStatus(.running, time: time)
        }
        return nil
    }

    /// Starts anew after a gap.
    package mutating func restart() {
        times = []
        begun = nil
        rate = nil
    }
}
