/// How dense the instants of a recording may be, and how many it may have.
///
/// What is measured takes 1.6 KB an instant in the record. Without a bound, a process that a file has taken over
/// could report 2 000 a second for two days, half a terabyte.
package struct FramePace: Sendable {
    /// Instants a second of a recording of which every frame is measured: no camera of a consulting room has more.
    package static let fastest = 1000.0
    /// More than were asked for: a grid is met by the frames that there are.
    private static let slack = 1.1
    /// So many may come at once: the clocks of cameras stumble.
    private static let burst = 500.0
    /// A frame takes at least so many bytes of its file: its place in the index.
    private static let bytesPerFrame = 4

    private let perSecond: Double
    private var credit = Self.burst
    private var left: Int
    private var last: Double?

    /// - Parameters:
    ///   - rate: instants per second that were asked for; `nil` for every frame.
    ///   - bytes: of all files; `nil` where there are none.
    package init(rate: Double? = nil, bytes: Int? = nil) {
        perSecond = Self.slack * min(rate ?? Self.fastest, Self.fastest)
        left = bytes.map { Int(Self.burst) + $0 / Self.bytesPerFrame } ?? .max
    }

    /// Takes the next instant, seconds; false when there are too many.
    package mutating func take(_ time: Double) -> Bool {
        credit = min(Self.burst, credit + max(0, time - (last ?? time)) * perSecond)
        last = time
        credit -= 1
        left -= 1
        return credit >= 0 && left >= 0
    }
}
