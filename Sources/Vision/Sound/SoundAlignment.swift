import Base
import Foundation
import VisionProtocol

/// Finds how the clocks of two recordings of one room, or one call, lie to each other by what both heard.
///
/// Stretches of the second recording are looked for everywhere in the first; those that agree on one
/// offset and drift are measured finely all along, and a line is laid through their lags. That the
/// microphones stand a metre apart shifts it by 3 ms.
struct SoundAlignment {
    /// Why no alignment can be given.
    enum Obstacle: Error, Equatable {
        /// Nothing rises or falls in the sound of the first (0) or second (1) recording.
        case silent(Int)
        /// They have less in common than can be told from chance.
        case unlike
        /// The sound fits several places as well, which lie this far apart, seconds.
        case repeating(Double)
    }

    private let sliding: SlidingCorrelation
    private let other: [Float]

    init(_ first: SoundLevels, _ second: SoundLevels) throws {
        guard let one = first.contour else { throw Obstacle.silent(0) }
        guard let other = second.contour else { throw Obstacle.silent(1) }
        sliding = SlidingCorrelation(one)
        self.other = other
    }

    func align() throws -> ClockAlignment {
        let anchors = stretches(Self.mostAnchors, overlapping: false)
        let places = try anchors.map(candidates)
        guard let found = Line.agreeing(places), found.supporters >= Self.leastSupporters else {
            throw Self.repetition(places).map(Obstacle.repeating) ?? .unlike
        }
        try requireUnique(found.line, anchors)
        return try refine(found.line)
    }

    // MARK: Stretches

    /// Stretches of the second recording, at most so many, spread over all of it.
    private func stretches(_ most: Int, overlapping: Bool) -> [SlidingCorrelation.Stretch] {
        let length = min(max(other.count / 8, Self.shortest), Self.longest)
        guard other.count >= length else { return [] }
        let room = other.count - length
        let pace = overlapping ? length / 2 : length
        let count = min(most, room / pace + 1)
        return (0..<count).map { index in
            let start = count == 1 ? 0 : room * index / (count - 1)
            return .init(other, start..<start + length)
        }
    }

    private static let shortest = Int(4 * SoundLevels.rate)
    /// The largest drift smears this by 40 ms, as wide as a syllable's onset.
    private static let longest = Int(20 * SoundLevels.rate)
    private static let mostAnchors = 16
    private static let mostStretches = 400
    /// Three of sixteen that agree within 60 ms of one line, out of minutes of places where each might lie,
    /// are no chance.
    private static let leastSupporters = 3

    // MARK: Where a stretch may lie

    /// The best places for a stretch.
    private func candidates(_ stretch: SlidingCorrelation.Stretch) throws -> [Candidate] {
        var (first, correlations) = try sliding.correlations(stretch)
        var found: [Candidate] = []
        for _ in 0..<3 {
            guard let place = correlations.indices.max(by: { correlations[$0] < correlations[$1] }),
                correlations[place] > 0
            else { break }
            found.append(
                Candidate(
                    at: stretch.middle, lag: Double(first + place - stretch.start),
                    correlation: Double(correlations[place])))
            let near =
                max(0, place - Self.beside)...min(correlations.count - 1, place + Self.beside)
            for index in near { correlations[index] = 0 }
        }
        return found
    }

    /// How far apart the places lie that suit most stretches equally well, seconds; `nil` when there are none.
    private static func repetition(_ places: [[Candidate]]) -> Double? {
        let twice = places.filter {
            $0.count > 1 && $0[0].correlation > 0.5
                && $0[1].correlation > 0.9 * $0[0].correlation
        }
        guard twice.count >= leastSupporters, 2 * twice.count > places.count else { return nil }
        let gaps = twice.map { abs($0[0].lag - $0[1].lag) / SoundLevels.rate }.sorted()
        return gaps[gaps.count / 2]
    }

    /// Checks that no other offset fits nearly as well, as it would with a tone that beeps.
    private func requireUnique(_ line: Line, _ anchors: [SlidingCorrelation.Stretch]) throws {
        // The sum over the stretches of how well they fit beside the line, in steps of 20 ms.
        let step = 4
        var sums: [Int: Float] = [:]
        var best: Float = 0
        for anchor in anchors {
            let expected = Int(line.lag(at: anchor.middle).rounded())
            guard let here = try peak(anchor, near: expected, within: 20) else { continue }
            best += Float(here.correlation)
            let (first, correlations) = try sliding.correlations(anchor)
            let start = first - anchor.start - expected
            for from in stride(from: 0, to: correlations.count - step, by: step)
            where abs(start + from) > Self.beside {
                let highest = correlations[from..<from + step].max() ?? 0
                if highest > 0.1 { sums[(start + from) / step, default: 0] += highest }
            }
        }
        guard best > 0, let second = sums.max(by: { $0.value < $1.value }) else { return }
        guard second.value < Self.secondBest * best else {
            throw Obstacle.repeating(abs(Double(second.key * step)) / SoundLevels.rate)
        }
    }

    /// What is nearer is the same peak, levels.
    private static let beside = Int(0.15 * SoundLevels.rate)
    private static let secondBest: Float = 0.7

    // MARK: Fine measurement

    private func refine(_ line: Line) throws -> ClockAlignment {
        let peaks = try stretches(Self.mostStretches, overlapping: true).compactMap { stretch in
            try peak(
                stretch, near: Int(line.lag(at: stretch.middle).rounded()), within: 50)
        }
        guard let fit = LineFit(peaks), fit.used >= Self.leastSupporters,
            2 * fit.used >= peaks.count
        else { throw Obstacle.unlike }
        return fit.alignment
    }

    /// The place near `lag` that fits best, to a fraction of a level; at the middle of the stretch.
    private func peak(
        _ stretch: SlidingCorrelation.Stretch, near lag: Int, within reach: Int
    ) throws -> Candidate? {
        let place = stretch.start + lag
        let (first, values) = try sliding.correlations(stretch, at: place - reach...place + reach)
        guard let top = values.indices.max(by: { values[$0] < values[$1] }), top > 0,
            top < values.count - 1, values[top] > 0
        else { return nil }
        let (a, b, c) = (Double(values[top - 1]), Double(values[top]), Double(values[top + 1]))
        let bend = a - 2 * b + c
        let fraction = bend < 0 ? (a - c) / (2 * bend) : 0
        return Candidate(
            at: stretch.middle,
            lag: Double(first + top - stretch.start) + fraction, correlation: b)
    }
}
