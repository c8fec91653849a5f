import Mimicry
import Posture

/// What happens to two people in a session beside what they do to each other.
///
/// Circular shifts are exact for people who are the same throughout and independent; in each of these
/// scenarios but the first, something makes them otherwise without any mimicry.
enum Scenario: Sendable, Hashable {
    case control
    /// Both lively in the same bouts: 20 s in 60 s.
    case bouts
    /// As bouts; and each sits differently every few minutes, by more than they move.
    case shiftingBouts
    /// As lively, each at times of their own.
    case ownBouts
    /// Both lively in the same blocks of this many seconds, in turn with quiet ones.
    case blocks(Double)
    /// One talks, the other listens, for this many seconds on average.
    case turns(Double)
    /// Both chairs empty for this share of the recording, half of it at either end.
    case emptyChairs(Double)
    /// Neither can be seen for this share of the time, in stretches of 20 s.
    case unknown(Double)
    /// Both restless in the first and in the last 90 s.
    case settling
    /// Something happens every 3 min, to which each reacts with probability 0.7 after 0.3 to 2 s.
    case events
    /// The camera shakes every 30 s for 0.4 s.
    case shake

    static let all: [Scenario] = [
        .control, .bouts, .shiftingBouts, .ownBouts, .blocks(300), .blocks(60), .turns(8),
        .turns(15), .turns(30),
        .emptyChairs(0.05), .emptyChairs(0.10), .emptyChairs(0.17), .unknown(0.05), .unknown(0.1),
        .unknown(0.2), .settling, .events, .shake,
    ]

    var name: String {
        switch self {
        case .control: "stationary"
        case .bouts: "shared bouts of 20 s"
        case .shiftingBouts: "shared bouts, shifting seats"
        case .ownBouts: "own bouts of 20 s"
        case .blocks(let length): "shared blocks of \(Int(length)) s"
        case .turns(let length): "turns of \(Int(length)) s"
        case .emptyChairs(let share): "empty chairs \(Rate.percent(share)) %"
        case .unknown(let share): "unknown at once \(Rate.percent(share)) %"
        case .settling: "settling"
        case .events: "common events"
        case .shake: "camera shake"
        }
    }
}

/// One kind of simulated session of a campaign of scenarios.
struct ScenarioCondition: Sendable {
    var scenario: Scenario
    /// Correlation of the follower's movement with the leader's of 2 s before, in the mirror.
    var coupling = 0.0
    var minutes = 20.0
    var rate = MovementSimulation.standardRate
    /// Whether the session is told what happened: who speaks, when the events were, when the picture shook.
    var isTold = false

    var name: String {
        var name = scenario.name
        if isTold { name += ", told" }
        if coupling > 0 { name += ", coupled \(coupling)" }
        if rate != MovementSimulation.standardRate { name += ", \(Int(rate)) Hz" }
        return name
    }

    /// Every scenario at the standard rate; those that movement alone decides at the others; true coupling
    /// in people who are the same throughout and in those who take turns.
    static func all(minutes: Double) -> [ScenarioCondition] {
        var list = Scenario.all.map { ScenarioCondition(scenario: $0, minutes: minutes) }
        for scenario in [
            Scenario.control, .bouts, .shiftingBouts, .turns(8), .turns(15), .turns(30),
        ] {
            list.append(ScenarioCondition(scenario: scenario, coupling: 0.3, minutes: minutes))
        }
        for scenario in [Scenario.turns(8), .turns(15), .turns(30), .events, .shake] {
            list.append(ScenarioCondition(scenario: scenario, minutes: minutes, isTold: true))
        }
        for scenario in [Scenario.turns(8), .turns(15), .turns(30)] {
            list.append(
                ScenarioCondition(
                    scenario: scenario, coupling: 0.3, minutes: minutes, isTold: true))
        }
        for rate in Plan.rates.dropFirst() {
            for scenario in [Scenario.control, .bouts, .turns(15), .unknown(0.2)] {
                list.append(
                    ScenarioCondition(scenario: scenario, minutes: minutes, rate: rate))
            }
        }
        return list
    }
}
