import Base
import Foundation
import Posture
import Testing

@testable import Mimicry

/// Two people of whom one comes nearer, the camera moves, or nothing lasts.
@Suite struct DistanceChangeTests {
    /// Where both are along a line, shoulder widths of 100 pixels, and how large their faces look.
    private struct Instant {
        var first = 0.0
        var second = 3.0
        var nearness = 1.0
        var isMeasured = true
    }

    /// Four minutes at 5 Hz with the scatter of landmarks.
    private func changes(
        isPlaced: Bool = true, scatter: Double = 0.03, _ instant: (Double) -> Instant
    ) -> [DistanceChange] {
        var noise = SplitMix64(seed: 7)
        var tracks = [FeatureTrack(), FeatureTrack()]
        var places: [[SIMD2<Float>]] = [[], []]
        for index in 0..<1200 {
            let time = Double(index) / 5
            let at = instant(time)
            let jitter = (0..<2).map { _ in
                scatter * Double.random(in: -1...1, using: &noise)
            }
            let (x, y) = (at.first + jitter[0], at.second + jitter[1])
            var row = [Double](repeating: .nan, count: Channel.allCases.count)
            row[Channel.nearness.index] = at.nearness
            row[Channel.distance.index] = at.isMeasured ? y - x : .nan
            for seat in 0..<2 {
                tracks[seat].append(time: time, presence: 1, row: row)
                places[seat].append([Float(seat == 0 ? x : y) * 100 + 400, 300])
            }
        }
        return DistanceChange.all(tracks[0], tracks[1], places: isPlaced ? places : [])
    }

    @Test(arguments: [0.5, -0.4]) func whoMovesIsTold(step: Double) throws {
        let found = changes { time in
            Instant(second: time < 100 ? 3 : 3 + step)
        }
        let change = try #require(found.first)
        #expect(found.count == 1 && change.mover == .second)
        #expect(abs(change.time - 100) <= 1)
        #expect(abs(change.before - 3) < 0.03 && abs(change.change - step) < 0.03)
        #expect(change.noise < 0.05)
        let other = changes { time in Instant(first: time < 100 ? 0 : -step) }
        #expect(other.map(\.mover) == [.first])
        let both = changes { time in
            Instant(first: time < 100 ? 0 : -step / 2, second: time < 100 ? 3 : 3 + step / 2)
        }
        #expect(both.map(\.mover) == [.both])
        let unplaced = changes(isPlaced: false) { Instant(second: $0 < 100 ? 3 : 3 + step) }
        #expect(unplaced.count == 1 && unplaced[0].mover == nil)
    }

    @Test func smallBriefAndRestlessChangesAreNone() {
        #expect(changes { Instant(second: $0 < 100 ? 3 : 3.15) }.isEmpty)
        #expect(changes { Instant(second: (100..<110).contains($0) ? 3.8 : 3) }.isEmpty)
        // Somebody who rocks by as much.
        #expect(changes { Instant(second: 3 + ($0 < 100 ? 0 : 0.3) + 0.3 * sin($0 / 2)) }.isEmpty)
        #expect(changes { Instant(second: $0 < 100 ? 3 : 3.6, isMeasured: $0 < 105) }.isEmpty)
        #expect(changes { _ in Instant(isMeasured: false) }.isEmpty)
        #expect(DistanceChange.all(FeatureTrack(), FeatureTrack(), places: []).isEmpty)
    }

    /// A picture that grows by a fifth, and one that pans while somebody leans.
    @Test func theCameraIsNobody() {
        let zoomed = changes { time in
            let size = time < 100 ? 1 : 1.2
            return Instant(second: 3 * size, nearness: size)
        }
        #expect(zoomed.isEmpty)
        // Where no face is seen, as in profile, nobody can tell.
        let unseen = changes { time in
            Instant(second: 3 * (time < 100 ? 1 : 1.2), nearness: .nan)
        }
        #expect(unseen.isEmpty)
        let panned = changes { time in
            time < 100 ? Instant() : Instant(first: 1, second: 4.4)
        }
        #expect(panned.count == 1 && panned[0].mover == nil)
    }

    /// People who stir by a tenth of a shoulder width for five seconds at a time, as in a lively conversation.
    @Test func whoStirsDoesNotMoveAway() {
        var found = 0
        for seed in 0..<10 {
            var random = SplitMix64(seed: UInt64(seed) + 40)
            var place = 0.0
            var last = 0.0
            found +=
                changes { time in
                    let share = exp(-(time - last) / 5)
                    last = time
                    // Uniform of the same spread as a normal step.
                    let draw = Double.random(in: -1...1, using: &random) * 3.0.squareRoot()
                    place = share * place + 0.1 * (1 - share * share).squareRoot() * draw
                    return Instant(second: 3 + place)
                }.count
        }
        print("distance: \(found) changes in 40 minutes of people who stir")
        #expect(found == 0)
    }

    @Test func twoChangesAreTwo() {
        let found = changes { time in
            Instant(first: time < 60 ? 0 : 0.5, second: time < 160 ? 3 : 3.7)
        }
        #expect(found.map(\.mover) == [.first, .second])
        #expect(found.map { $0.change > 0 } == [false, true])
    }
}
