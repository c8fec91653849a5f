import Base
import LivePage
import Posture

/// The breathing of those who agreed to have it measured, for the page; of others no chest is kept, and nothing is
/// told.
struct LiveBreaths: Sendable {
    private let names: [String]
    /// By seat; `nil` without consent.
    private var people: [TrailingBreath?]
    /// Stretches in which the two may have been confused.
    private var confused: [TimeSpan] = []
    private var told = -Double.infinity

    /// How often it is told, seconds: as often as windows begin.
    static let interval = 1.0

    /// - Parameters:
    ///   - names: of the first and the second seat.
    ///   - breathing: by seat, whether the person agreed.
    ///   - isUndivided: whether both are looked for in the whole picture. Then it takes the consent of both, as for the measurement
    ///     itself: who sits where may turn out later.
    init(names: [String], breathing: [Bool], isUndivided: Bool) {
        self.names = names
        let isSettled = !isUndivided || breathing.allSatisfy { $0 }
        people = breathing.map { $0 && isSettled ? TrailingBreath() : nil }
    }

    /// Takes the next instant.
    ///
    /// - Parameter widths: by seat, the person's shoulder width so far, picture pixels.
    /// - Returns: once a second, how those breathe who agreed.
    mutating func take(_ frame: DyadFrame, widths: [Double]) -> LiveBreath? {
        for seat in people.indices {
            people[seat]?.append(time: frame.time, chest: frame.poses[seat]?.chest)
        }
        guard frame.time >= told + Self.interval, people.contains(where: { $0 != nil }) else {
            return nil
        }
        told = frame.time
        return LiveBreath(
            time: frame.time - TrailingBreath.delay, behind: TrailingBreath.delay,
            seats: people.indices.compactMap { seat in
                people[seat].map {
                    LiveBreath.Person(
                        name: names[seat], now: $0.told(width: widths[seat], except: confused))
                }
            })
    }

    /// In all instants so far, the two people were swapped.
    mutating func swap() { people.swapAt(0, 1) }

    /// What this seat showed so far was not a person of the session.
    mutating func forget(_ seat: Seat) {
        if people[seat.rawValue] != nil { people[seat.rawValue] = TrailingBreath() }
    }

    /// In this stretch the two may have been confused.
    mutating func exclude(_ span: TimeSpan) {
        confused.removeAll { $0.end < told - TrailingBreath.memory }
        confused.append(span)
    }
}
