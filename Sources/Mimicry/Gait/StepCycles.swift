import Base
import Foundation
import Posture

/// The steps of one person, walk by walk, with their phase and their pace.
struct StepCycles: Sendable {
    private(set) var cycles: CycleTimes
    /// By walk, what its times from step to step are drawn from: pieces, so that slow changes of the pace stay.
    private let pieces: [[Piece]]

    private struct Piece: Sendable {
        var times: [Double]
        /// `nil` of few steps, which stay as they are.
        var drawn: PhaseRandomised?
    }

    /// Steps of a piece at most, about two minutes; and at least.
    private static let longest = 256
    private static let shortest = 16

    init(_ steps: [GaitStep]) {
        var walks: [[Double]] = []
        for step in steps {
            if step.stepTime == nil || walks.isEmpty { walks.append([]) }
            walks[walks.count - 1].append(step.time)
        }
        walks = walks.filter { $0.count > 1 }
        cycles = CycleTimes(stretches: walks)
        pieces = walks.map { times in
            let lengths = zip(times.dropFirst(), times).map { $0 - $1 }
            let count = max(1, (lengths.count + Self.longest - 1) / Self.longest)
            return (0..<count).map { piece in
                let range = piece * lengths.count / count..<(piece + 1) * lengths.count / count
                let own = Array(lengths[range])
                return Piece(
                    times: own, drawn: own.count >= Self.shortest ? PhaseRandomised(own) : nil)
            }
        }
    }

    /// Other steps with the same rhythm, in the same walks.
    func surrogate(by random: inout some RandomNumberGenerator) -> CycleTimes {
        CycleTimes(
            stretches: zip(cycles.stretches, pieces).map { times, pieces in
                var result = [times[0]]
                for piece in pieces {
                    let mean = piece.times.reduce(0, +) / Double(piece.times.count)
                    for time in piece.drawn?.drawn(by: &random) ?? piece.times {
                        result.append((result.last ?? 0) + max(time, Self.least * mean))
                    }
                }
                return result
            })
    }

    /// A drawn step is no shorter than this share of the mean.
    private static let least = 0.1
}

extension CycleTimes {
    /// Cycles a second at rising times, smoothed; `NaN` outside the stretches.
    func pace(at times: [Double]) -> [Double] {
        var raw = times.map { _ in Double.nan }
        var index = 0
        for marks in stretches {
            var after = 1
            while index < times.count, times[index] < marks[0] { index += 1 }
            while index < times.count, after < marks.count {
                if times[index] >= marks[after] {
                    after += 1
                    continue
                }
                raw[index] = 1 / (marks[after] - marks[after - 1])
                index += 1
            }
        }
        return raw.indices.map { place in
            guard raw[place].isFinite else { return .nan }
            let around = raw[
                max(0, place - Self.smoothing)...min(raw.count - 1, place + Self.smoothing)
            ].filter { $0.isFinite }
            return around.reduce(0, +) / Double(around.count)
        }
    }

    /// Samples to either side over which a pace is taken.
    private static let smoothing = 4
}
