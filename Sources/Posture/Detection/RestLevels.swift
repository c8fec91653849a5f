package import Base
import Foundation

/// The level at which a person rests in one signal.
package struct RestLevel: Sendable, Equatable {
    /// In the unit of the signal; `NaN` when it is not known.
    package var value: Double
    /// The level that competes with it; `NaN` when there is none. With two, nobody can say which is the
    /// person's rest, and `value` is `NaN`.
    package var rivals: [Double] = []

    static let unknown = RestLevel(value: .nan)
}

/// At which level a person rests in every signal that postures hold against it, found in a whole session
/// or declared.
///
/// *Found*: the first pass makes the density of the signal over the session, smoothed by a bell of 2° (or
/// 0.05 sw), and divides it where it falls below half of the lower of two modes that are at least the
/// posture's threshold apart. The part with the most time is the person's rest, and its level the median in
/// it; the second pass finds the postures. So a posture that is held for long does not become rest, as
/// it does with a median of all that was seen so far. Two levels *compete* when the time at the second is
/// two thirds or more of that at the first. Pitch has an upright of its own, and there a second level that
/// is much nearer to 0 competes from a tenth on: of somebody who leaned forward nearly all the time, being
/// upright is no leaning back. No source fixes these shares; they are stated here.
///
/// *Declared*: the median within a stretch in which both people were seen to sit at rest.
package struct RestLevels: Sendable, Equatable {
    /// By signal.
    package private(set) var levels: [PostureSignal: RestLevel] = [:]

    /// A second level with this share of the time at the first competes with it.
    static let rivalShare = 2.0 / 3
    /// One that is nearer to the signal's own upright competes from this share and this many seconds on.
    static let uprightShare = 0.1
    static let uprightSeconds = 60.0

    /// - Parameters:
    ///   - declared: when the person sat at rest, seconds; `nil` finds it in the whole track.
    package init(
        of track: FeatureTrack, definitions: [PostureDefinition], declared: TimeSpan? = nil
    ) {
        let separations = Self.separations(definitions)
        let signals = separations.keys.sorted { $0.name < $1.name }
        guard !signals.isEmpty else { return }
        var densities = signals.map { SignalDensity($0) }
        var clock = SampleTiming()
        var window = SignalWindow(
            signals: signals, minimumPresence: PostureDetector.minimumPresence)
        func take(_ instant: SignalWindow.Instant) {
            clock.append(instant.time)
            guard declared?.contains(instant.time) ?? true else { return }
            for place in signals.indices { densities[place].append(instant.values[place]) }
        }
        for index in 0..<track.count { window.append(track[sample: index]).forEach(take) }
        window.finish().forEach(take)
        for (place, signal) in signals.enumerated() {
            levels[signal] = densities[place].level(
                separation: separations[signal] ?? 0, interval: clock.typicalInterval,
                isDeclared: declared != nil)
        }
    }

    /// The smallest threshold against rest, by signal.
    private static func separations(_ definitions: [PostureDefinition]) -> [PostureSignal: Double] {
        var result: [PostureSignal: Double] = [:]
        for definition in definitions {
            for condition in definition.conditions + definition.confirmation
            where condition.isRelative {
                for side in definition.sides {
                    guard let signal = condition.signal(on: side) else { continue }
                    result[signal] = min(result[signal] ?? .infinity, abs(condition.enter))
                }
            }
        }
        return result
    }
}

/// How long a signal was at which value, in equal bins.
private struct SignalDensity {
    private let signal: PostureSignal
    private let lower: Double
    private let width: Double
    private var counts: [Double]
    /// Standard deviation of the bell, bins: 2° or 0.05 sw.
    private static let bandwidth = 8.0

    init(_ signal: PostureSignal) {
        self.signal = signal
        lower = signal.isAngle ? -180 : -10
        width = signal.isAngle ? 0.25 : 0.00625
        counts = Array(repeating: 0, count: signal.isAngle ? 1440 : 3200)
    }

    mutating func append(_ value: Double) {
        guard value.isFinite else { return }
        let place = ((value - lower) / width).rounded(.down)
        counts[Int(min(max(place, 0), Double(counts.count - 1)))] += 1
    }

    func level(separation: Double, interval: Double, isDeclared: Bool) -> RestLevel {
        let total = counts.reduce(0, +)
        guard total * interval >= PostureDetector.restDuration else { return .unknown }
        if isDeclared { return RestLevel(value: median(0..<counts.count)) }
        let parts = parts(separation).map { range in
            (level: median(range), time: counts[range].reduce(0, +) * interval)
        }.sorted { $0.time > $1.time }
        guard let main = parts.first else { return .unknown }
        let rivals = parts.dropFirst().filter { part in
            if part.time >= RestLevels.rivalShare * main.time { return true }
            return signal.hasUpright
                && part.time
                    >= max(
                        RestLevels.uprightSeconds, RestLevels.uprightShare * main.time)
                && abs(main.level) - abs(part.level) > abs(main.level - part.level) / 2
        }
        guard rivals.isEmpty else {
            return RestLevel(
                value: .nan, rivals: ([main.level] + rivals.map(\.level)).sorted())
        }
        return RestLevel(value: main.level)
    }

    /// The bins of each mode, divided where the density is least between two.
    private func parts(_ separation: Double) -> [Range<Int>] {
        let smooth = smoothed
        var modes = smooth.indices.filter { index in
            smooth[index] > 0 && (index == 0 || smooth[index - 1] < smooth[index])
                && (index + 1 == smooth.count || smooth[index + 1] <= smooth[index])
        }
        func valley(_ place: Int) -> Int {
            (modes[place]...modes[place + 1]).min { smooth[$0] < smooth[$1] } ?? modes[place]
        }
        func isOne(_ place: Int) -> Bool {
            let lesser = min(smooth[modes[place]], smooth[modes[place + 1]])
            return Double(modes[place + 1] - modes[place]) * width < separation
                || smooth[valley(place)] > lesser / 2
        }
        // The smallest mode first joins its neighbour.
        while let place = modes.indices.dropLast().filter(isOne).min(by: {
            min(smooth[modes[$0]], smooth[modes[$0 + 1]])
                < min(smooth[modes[$1]], smooth[modes[$1 + 1]])
        }) {
            modes.remove(at: smooth[modes[place]] < smooth[modes[place + 1]] ? place : place + 1)
        }
        let cuts = [0] + modes.indices.dropLast().map(valley) + [counts.count]
        return zip(cuts, cuts.dropFirst()).map { $0..<$1 }
    }

    private var smoothed: [Double] {
        let reach = Int(3 * Self.bandwidth)
        let bell = (-reach...reach).map {
            exp(-Double($0 * $0) / 2 / (Self.bandwidth * Self.bandwidth))
        }
        var result = [Double](repeating: 0, count: counts.count)
        for (index, count) in counts.enumerated() where count > 0 {
            for place in max(0, index - reach)...min(counts.count - 1, index + reach) {
                result[place] += count * bell[place - index + reach]
            }
        }
        return result
    }

    /// Linear within its bin.
    private func median(_ range: Range<Int>) -> Double {
        let half = counts[range].reduce(0, +) / 2
        var below = 0.0
        for index in range where counts[index] > 0 {
            if below + counts[index] >= half {
                return lower + width * (Double(index) + (half - below) / counts[index])
            }
            below += counts[index]
        }
        return .nan
    }
}

extension PostureSignal {
    /// Whether 0 is upright against gravity, whatever the person's rest.
    fileprivate var hasUpright: Bool { self == .channel(.trunkPitch) }

    var isAngle: Bool {
        switch self {
        case .channel(let channel): channel.isAngle
        default: false
        }
    }
}

/// The rest in force while a detector goes through a session: as found before, or learned on the way.
///
/// Learned: the median of what was seen while no posture was held against the signal, so that a posture
/// never becomes rest while it is held. A hold that has lasted three times as long as the rest was seen
/// shows that the person only began elsewhere, and the rest is learned anew from it.
struct RestKeeper: Sendable {
    /// How many times the time seen at rest a hold may last.
    private static let longestHold = 3.0

    private let known: RestLevels?
    private var resting: [RestingLevel?] = []
    private var held: [RestingLevel?] = []

    /// - Parameter known: `nil` learns it.
    init(_ known: RestLevels?) { self.known = known }

    /// Takes in what an instant says.
    ///
    /// - Parameters:
    ///   - isHeld: per signal, whether a posture is held against its rest.
    ///   - isLearned: per signal, whether anything is to be learned from this instant.
    mutating func learn(
        _ values: [Double], for interval: Double, isHeld: [Bool], isLearned: [Bool],
        signals: [PostureSignal]
    ) {
        guard known == nil else { return }
        if resting.isEmpty {
            resting = signals.map { _ in nil }
            held = resting
        }
        for place in signals.indices where isLearned[place] {
            if isHeld[place] {
                var level = held[place] ?? RestingLevel(signals[place])
                level.append(values[place], for: interval)
                held[place] = level
                let rest = resting[place]?.seen ?? 0
                if level.seen > Self.longestHold * max(rest, PostureDetector.restDuration) {
                    resting[place] = level
                    held[place] = nil
                }
            } else {
                held[place] = nil
                var level = resting[place] ?? RestingLevel(signals[place])
                level.append(values[place], for: interval)
                resting[place] = level
            }
        }
    }

    /// Per signal.
    func levels(_ signals: [PostureSignal]) -> [RestLevel] {
        if let known { return signals.map { known.levels[$0] ?? .unknown } }
        if resting.isEmpty { return signals.map { _ in .unknown } }
        return resting.map { RestLevel(value: $0?.level ?? .nan) }
    }
}
