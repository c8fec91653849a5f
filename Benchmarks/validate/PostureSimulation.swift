import Base
import Foundation
import Posture

/// How two people's postures are simulated: semi-Markov, each posture held and left for times of
/// log-normal length, and, if coupled, adopted by the second person after the first.
struct PostureSimulation: Sendable {
    var minutes: Double
    /// Mean time between two holds of a posture, seconds; holds last four tenths of it on average.
    var pause = 60.0
    /// Mean share of time in which it is unknown whether a posture is held.
    var unknown = 0.0
    /// How often the second person adopts what the first one enters, 0…1.
    var adoption = 0.0
    var postures = ["head_on_hand", "arms_crossed", "leaning_forward", "hands_clasped", "slumped"]
    /// How much more often than usual a posture is entered in the course of the session, and the samples
    /// per second of these factors; `nil` when always as often.
    var entries: (rate: Double, factors: [Double])?
    /// Mean holds of the first and the second person, seconds, for people who are unlike: holds of 0.3 to 1.7 of
    /// that and pauses of 5 to 60 s, all equally likely, without a side; `nil` for holds and pauses as above.
    var unlike: [Double]?
    /// Whether such people begin the session without any posture, both at once, instead of in its midst.
    var beginsFree = false

    /// Range of the lags of adoptions, seconds.
    static let lags = 0.5...4.0
    /// SD of the logarithm of a duration.
    private static let spread = 0.8
    private static let sided: Set = ["head_on_hand", "head_tilted", "turned_away", "leaning_side"]

    func dyad(_ draws: inout RandomDraws) -> (PostureRecord, PostureRecord) {
        if let unlike {
            return (
                even(.first, hold: unlike[0], &draws), even(.second, hold: unlike[1], &draws)
            )
        }
        var first = PostureRecord(seat: .first)
        var second = PostureRecord(seat: .second)
        for posture in postures {
            let led = holds(posture, .first, after: [], &draws)
            var calls: [Double] = []
            for hold in led where draws.isTrue(adoption) {
                calls.append(hold.onset + draws.uniform(Self.lags))
            }
            first.held += led
            second.held += holds(posture, .second, after: calls, &draws)
            first.unknown[posture] = hidden(&draws)
            second.unknown[posture] = hidden(&draws)
        }
        return (Self.cleaned(first), Self.cleaned(second))
    }

    /// One person for themselves, seen throughout.
    func alone(_ seat: Seat, _ draws: inout RandomDraws) -> PostureRecord {
        var record = PostureRecord(seat: seat)
        for posture in postures { record.held += holds(posture, seat, after: [], &draws) }
        record.held.sort { $0.onset < $1.onset }
        return record
    }

    private func even(_ seat: Seat, hold: Double, _ draws: inout RandomDraws) -> PostureRecord {
        var record = PostureRecord(seat: seat)
        for posture in postures {
            var time = draws.uniform() * 60 - (beginsFree ? 0 : 20 * hold)
            while time < recording.end {
                let offset = time + draws.uniform(0.3 * hold...1.7 * hold)
                defer { time = offset + draws.uniform(5...60) }
                guard offset > 0 else { continue }
                record.held.append(
                    PostureInterval(
                        seat: seat, posture: posture, side: nil, onset: max(0, time),
                        offset: min(offset, recording.end)))
            }
        }
        record.held.sort { $0.onset < $1.onset }
        return record
    }

    var recording: TimeSpan { TimeSpan(start: 0, end: minutes * 60) }

    /// Holds of one posture; at each of the times in `calls` it is entered if it is not held.
    private func holds(
        _ posture: String, _ seat: Seat, after calls: [Double], _ draws: inout RandomDraws
    ) -> [PostureInterval] {
        var result: [PostureInterval] = []
        var calls = calls[...]
        // The recording starts in the middle of a hold or a pause.
        var time = -draws.uniform() * pause
        while time < recording.end {
            let own = entry(
                after: time, usual: max(1, draws.logNormal(mean: pause, spread: Self.spread)))
            calls = calls.drop { $0 <= time }
            let onset = min(own, calls.first ?? .infinity)
            let offset = onset + max(1, draws.logNormal(mean: 0.4 * pause, spread: Self.spread))
            let side: Side? =
                Self.sided.contains(posture) ? (draws.isTrue(0.5) ? .left : .right) : nil
            if offset > 0, onset < recording.end {
                result.append(
                    PostureInterval(
                        seat: seat, posture: posture, side: side, onset: max(0, onset),
                        offset: min(offset, recording.end)))
            }
            time = offset
        }
        return result
    }

    /// When a pause that usually lasts this long is over, seconds.
    private func entry(after time: Double, usual: Double) -> Double {
        guard let entries else { return time + usual }
        var (now, left) = (time, usual)
        while left > 0, now < recording.end {
            let index = Int((now * entries.rate).rounded(.down))
            let factor = entries.factors.indices.contains(index) ? entries.factors[index] : 1
            let step = min(1 / entries.rate, left / factor)
            left -= step * factor
            now += step
            if left < 1e-9 { break }
        }
        return now
    }

    private func hidden(_ draws: inout RandomDraws) -> [TimeSpan] {
        guard unknown > 0 else { return [] }
        var spans: [TimeSpan] = []
        var time = 0.0
        while time < recording.end {
            let start = time + draws.exponential(mean: 12 * (1 - unknown) / unknown)
            time = start + draws.exponential(mean: 12)
            spans.append(TimeSpan(start: start, end: time))
        }
        return spans
    }

    /// Removes what happens in unknown stretches.
    static func cleaned(_ record: PostureRecord) -> PostureRecord {
        var record = record
        record.held = record.held.flatMap { hold -> [PostureInterval] in
            var pieces = [hold]
            for span in record.unknown[hold.posture] ?? [] {
                pieces = pieces.flatMap { piece -> [PostureInterval] in
                    guard span.start < piece.offset, piece.onset < span.end else { return [piece] }
                    var (before, after) = (piece, piece)
                    before.offset = span.start
                    after.onset = span.end
                    return [before, after].filter { $0.offset > $0.onset }
                }
            }
            return pieces
        }
        record.held.sort { $0.onset < $1.onset }
        return record
    }
}
