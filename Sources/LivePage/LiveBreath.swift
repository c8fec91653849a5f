package import Base
package import Posture

/// How those breathe who agreed to have their breathing measured, some seconds ago.
///
/// As JSON, `{"time", "behind", "step", "seats": {NAME: {"rate", "doubt", "curve"}}}`. Each event holds the whole
/// curve that is shown, so that one that is lost is made good by the next.
package struct LiveBreath: Sendable, Equatable {
    /// One person.
    package struct Person: Sendable, Equatable {
        package var name: String
        package var now: BreathNow

        package init(name: String, now: BreathNow) {
            self.name = name
            self.now = now
        }
    }

    /// The instant that is told, seconds of the recording, and how far it lies behind the newest one, seconds.
    package var time: Double
    package var behind: Double
    /// Those who agreed, and nobody else.
    package var seats: [Person]

    package init(time: Double, behind: Double, seats: [Person]) {
        self.time = time
        self.behind = behind
        self.seats = seats
    }

    package var json: JSONValue {
        [
            "time": .rounded(time), "behind": .rounded(behind, decimals: 1),
            "step": .rounded(BreathNow.step),
            "seats": .object(seats.map { .init($0.name, $0.now.json) }),
        ]
    }
}

extension BreathNow {
    /// The curve as `breath` of `features.csv`.
    fileprivate var json: JSONValue {
        [
            "rate": .rounded(rate, decimals: 1),
            "doubt": doubt.map { .string($0.rawValue) } ?? .null,
            "curve": .array(curve.map { .rounded($0, decimals: 5) }),
        ]
    }
}
