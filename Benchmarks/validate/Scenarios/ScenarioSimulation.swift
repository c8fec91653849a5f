import Base
import Mimicry
import Posture

/// Two people's channels and postures in a scenario.
///
/// Movement: Ornstein–Uhlenbeck channels times how lively the person is; motion energy is log-normal.
/// Ten channels, of both kinds of mirror and of none, stand for all fifteen. Postures: as in
/// `PostureSimulation`, entered more often by a lively person.
struct ScenarioSimulation {
    let condition: ScenarioCondition

    /// Simulated channels and their autocorrelation times, seconds.
    static let memories: [(channel: Channel, memory: Double)] = [
        (.headTilt, 0.5), (.headTurn, 1), (.headNod, 2), (.trunkLean, 8), (.trunkPitch, 10),
        (.leftHandX, 1), (.leftHandY, 3), (.rightHandX, 1), (.rightHandY, 3), (.motionEnergy, 0.5),
    ]
    /// Channels that are linked in a coupled dyad.
    static let coupled: [Channel] = [.motionEnergy, .headTurn, .trunkLean]
    /// What is left out after an event that the session is told of, seconds.
    static let eventWindow = 10.0
    /// Of the coupling, seconds; the first seat leads.
    static let lag = 2.0

    private var seconds: Double { condition.minutes * 60 }
    private var count: Int { Int(seconds * condition.rate) }
    var recording: TimeSpan { TimeSpan(start: 0, end: Double(count - 1) / condition.rate) }

    /// What was simulated.
    struct Dyad {
        var tracks: [FeatureTrack]
        var records: [PostureRecord]
        /// Who speaks, as somebody wrote it down; `nil` where nobody did.
        var turns: SpeakingTurns?
    }

    /// Factors per person and sample, and when nobody can be seen.
    private struct Course {
        var amplitudes: [[Double]]
        var energies: [[Double]]
        var entries: [[Double]]
        var hidden: [TimeSpan] = []
        var turns: SpeakingTurns?
    }

    func dyad(_ draws: inout RandomDraws) -> Dyad {
        let course = course(&draws)
        var tracks = movement(course, &draws)
        if condition.scenario == .shake { shake(&tracks) }
        tracks = tracks.map { $0.masking(course.hidden) }
        let records = Seat.allCases.map { seat in
            postures(seat, course.entries[seat.rawValue], course.hidden, &draws)
        }
        return Dyad(tracks: tracks, records: records, turns: course.turns)
    }

    // MARK: Course

    private func course(_ draws: inout RandomDraws) -> Course {
        func lively(_ envelopes: [ActivityEnvelope]) -> Course {
            let amplitudes = envelopes.map(\.amplitudes)
            return Course(
                amplitudes: amplitudes, energies: amplitudes, entries: envelopes.map(\.entries))
        }
        let steady = Array(repeating: Array(repeating: 1.0, count: count), count: 2)
        var course = Course(amplitudes: steady, energies: steady, entries: steady)
        func bouts() -> ActivityEnvelope {
            ActivityEnvelope(on: 20, off: 40, seconds: seconds, rate: condition.rate, &draws)
        }
        switch condition.scenario {
        case .control, .shake: break
        case .bouts, .shiftingBouts:
            let shared = bouts()
            return lively([shared, shared])
        case .ownBouts: return lively([bouts(), bouts()])
        case .blocks(let length):
            let shared = ActivityEnvelope(
                block: length, seconds: seconds, rate: condition.rate, &draws)
            return lively([shared, shared])
        case .turns(let length):
            let talk = ActivityEnvelope(
                on: length, off: length, seconds: seconds, rate: condition.rate, &draws)
            var course = lively([talk, talk.opposite])
            if condition.isTold { course.turns = turns(talk) }
            return course
        case .emptyChairs(let share):
            let each = share * seconds / 2
            course.hidden = [
                TimeSpan(start: -1, end: each), TimeSpan(start: seconds - each, end: seconds + 1),
            ]
        case .unknown(let share): course.hidden = unknown(share, &draws)
        case .settling:
            for index in 0..<count {
                let time = Double(index) / condition.rate
                guard time < 90 || time > seconds - 90 else { continue }
                multiply(&course, at: index, amplitude: 2, energy: 4, entries: 6)
            }
        case .events: events(&course, &draws)
        }
        return course
    }

    /// Who is more lively than not, by somebody whose marks are 0.2 s off on average.
    private func turns(_ talk: ActivityEnvelope) -> SpeakingTurns {
        var draws = RandomDraws(SplitMix64(seed: 5))
        var spans: [[TimeSpan]] = [[], []]
        var start = 0
        for index in 1...count
        where index == count || (talk.states[index] > 0.5) != (talk.states[start] > 0.5) {
            let seat = talk.states[start] > 0.5 ? 0 : 1
            let ends = [start, index].map { Double($0) / condition.rate + 0.2 * draws.normal() }
            if ends[0] < ends[1] { spans[seat].append(TimeSpan(start: ends[0], end: ends[1])) }
            start = index
        }
        return SpeakingTurns(spans)
    }

    private func multiply(
        _ course: inout Course, at index: Int, amplitude: Double, energy: Double, entries: Double
    ) {
        for seat in 0..<2 {
            course.amplitudes[seat][index] *= amplitude
            course.energies[seat][index] *= energy
            course.entries[seat][index] *= entries
        }
    }

    private func unknown(_ share: Double, _ draws: inout RandomDraws) -> [TimeSpan] {
        var spans: [TimeSpan] = []
        var time = draws.exponential(mean: 20 * (1 - share) / share)
        while time < seconds {
            spans.append(TimeSpan(start: time, end: time + 20))
            time += 20 + draws.exponential(mean: 20 * (1 - share) / share)
        }
        return spans
    }

    private func events(_ course: inout Course, _ draws: inout RandomDraws) {
        for event in stride(from: 90.0, to: seconds, by: 180) {
            if condition.isTold {
                course.hidden.append(TimeSpan(start: event, end: event + Self.eventWindow))
            }
            for seat in 0..<2 where draws.isTrue(0.7) {
                let start = Int((event + draws.uniform(0.3...2)) * condition.rate)
                for index in start..<min(count, start + Int(3 * condition.rate)) {
                    course.amplitudes[seat][index] = 2
                    course.energies[seat][index] = 4
                    course.entries[seat][index] = 10
                }
            }
        }
    }

    // MARK: Movement

    private func movement(_ course: Course, _ draws: inout RandomDraws) -> [FeatureTrack] {
        let times = (0..<count).map { Double($0) / condition.rate }
        var tracks = [FeatureTrack(), FeatureTrack()]
        for seat in 0..<2 {
            tracks[seat].times = times
            tracks[seat].presence = Array(repeating: 1, count: count)
            tracks[seat].values = Array(
                repeating: Array(repeating: .nan, count: count), count: Channel.allCases.count)
            for (channel, memory) in Self.memories {
                tracks[seat][channel] = OrnsteinUhlenbeck.path(at: times, memory: memory, &draws)
            }
        }
        if condition.coupling > 0 { link(&tracks) }
        let rest = condition.scenario == .shiftingBouts ? rests(&draws) : []
        for seat in 0..<2 {
            for (channel, _) in Self.memories {
                let isEnergy = channel == .motionEnergy
                let factors = isEnergy ? course.energies[seat] : course.amplitudes[seat]
                tracks[seat][channel] = zip(tracks[seat][channel], factors).map {
                    isEnergy ? 0.1 * $1 * RandomDraws.logNormal($0, spread: 0.7) : $0 * $1
                }
                guard !rest.isEmpty, !isEnergy else { continue }
                tracks[seat][channel] = zip(tracks[seat][channel], rest[seat]).map { $0 + $1 }
            }
        }
        return tracks
    }

    /// How somebody sits, which changes every three minutes on average.
    private func rests(_ draws: inout RandomDraws) -> [[Double]] {
        (0..<2).map { _ in
            var level = 0.0
            var next = 0.0
            return (0..<count).map { index in
                if Double(index) / condition.rate >= next {
                    level = 3 * draws.normal()
                    next += draws.exponential(mean: 180)
                }
                return level
            }
        }
    }

    private func link(_ tracks: inout [FeatureTrack]) {
        let lag = Int((Self.lag * condition.rate).rounded())
        let share = condition.coupling
        for channel in Self.coupled {
            let source = tracks[0][channel]
            let sign = channel.mirror?.sign ?? 1
            for index in lag..<count {
                let own = tracks[1].values[channel.index][index]
                tracks[1].values[channel.index][index] =
                    sign * share * source[index - lag] + (1 - share * share).squareRoot() * own
            }
        }
    }

    private func shake(_ tracks: inout [FeatureTrack]) {
        for start in stride(from: 15.0, to: seconds, by: 30) {
            let first = Int(start * condition.rate)
            for index in first..<min(count, first + Int((0.4 * condition.rate).rounded(.up))) {
                for seat in 0..<2 {
                    // A roll of the camera tilts both alike.
                    for channel in [Channel.headTilt, .trunkLean] {
                        tracks[seat].values[channel.index][index] += 0.6
                    }
                    tracks[seat].values[Channel.motionEnergy.index][index] +=
                        condition.isTold ? .nan : 0.5
                }
            }
        }
    }

    // MARK: Postures

    private func postures(
        _ seat: Seat, _ entries: [Double], _ hidden: [TimeSpan], _ draws: inout RandomDraws
    ) -> PostureRecord {
        var simulation = PostureSimulation(minutes: condition.minutes)
        simulation.entries = (condition.rate, entries)
        var record = simulation.alone(seat, &draws)
        for posture in simulation.postures { record.unknown[posture] = hidden }
        return PostureSimulation.cleaned(record)
    }
}
