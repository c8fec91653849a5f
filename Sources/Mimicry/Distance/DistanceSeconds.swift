import Base
import Foundation
import Posture

/// Where the distance before a second and from it on differs.
struct DistanceStep {
    /// Index of the first second after it.
    var boundary: Int
    /// Medians, shoulder widths.
    var before: Double
    var after: Double
    var noise: Double
    /// Mean deviation from both medians: least where the step is.
    var misfit: Double

    var change: Double { after - before }
}

/// The distance of two people second by second, with what tells who moved.
struct DistanceSeconds {
    private let start: Double
    /// Medians of the second's instants; `NaN` where nothing was measured.
    private var distance: [Double] = []
    /// Per seat, the size of the face against the person's own median.
    private var nearness: [[Double]] = [[], []]
    /// Per seat, mid-shoulder in the picture, pixels.
    private var x: [[Double]] = [[], []]
    private var y: [[Double]] = [[], []]

    /// `nil` where the distance was never measured.
    init?(_ first: FeatureTrack, _ second: FeatureTrack, places: [[SIMD2<Float>]]) {
        guard let start = first.times.first, let end = first.times.last,
            first[.distance].contains(where: \.isFinite), first.times == second.times
        else { return nil }
        self.start = start
        let count = Int(bounded: min(end - start, Recording.longest)) + 1
        let isPlaced = places.count == 2 && places.allSatisfy { $0.count == first.count }
        var samples = Array(repeating: [Int](), count: count)
        for index in first.times.indices where first[.distance][index].isFinite {
            samples[min(count - 1, Int(bounded: first.times[index] - start))].append(index)
        }
        func medians(_ value: (Int) -> Double) -> [Double] {
            samples.map { $0.map(value).filter(\.isFinite).median ?? .nan }
        }
        distance = medians { first[.distance][$0] }
        nearness = [first, second].map { track in medians { track[.nearness][$0] } }
        x = [0, 1].map { seat in medians { isPlaced ? Double(places[seat][$0].x) : .nan } }
        y = [0, 1].map { seat in medians { isPlaced ? Double(places[seat][$0].y) : .nan } }
    }

    /// The seconds with a stretch on either side of them.
    var boundaries: Range<Int> {
        let reach = DistanceChange.reach
        return reach..<max(reach, distance.count - reach + 1)
    }

    private func sides(_ boundary: Int) -> [Range<Int>] {
        [
            boundary - DistanceChange.reach..<boundary,
            boundary..<boundary + DistanceChange.reach,
        ]
    }

    /// The step there; `nil` unless it lasts and is larger than the noise.
    func step(at boundary: Int) -> DistanceStep? {
        let known = sides(boundary).map { distance[$0].filter(\.isFinite) }
        guard known.allSatisfy({ 2 * $0.count >= DistanceChange.reach }),
            let before = known[0].median, let after = known[1].median
        else { return nil }
        let deviations = known[0].map { abs($0 - before) } + known[1].map { abs($0 - after) }
        let noise = 1.4826 * (deviations.median ?? .infinity)
        let least = max(DistanceChange.smallest, DistanceChange.clearness * noise)
        // A camera that zooms moves people apart, too: where that cannot be told, nothing is said.
        guard let scale = scale(boundary) else { return nil }
        // What is left when both are brought back to the size that they had.
        let own = after / scale - before
        guard abs(after - before) >= least, abs(own) >= least, (own > 0) == (after > before) else {
            return nil
        }
        return DistanceStep(
            boundary: boundary, before: before, after: after, noise: noise,
            misfit: deviations.reduce(0, +) / Double(deviations.count))
    }

    /// By how much both faces are larger after it; `nil` where that is not known of both.
    private func scale(_ boundary: Int) -> Double? {
        let sides = sides(boundary)
        let ratios = nearness.map { sizes in
            (sizes[sides[1]].filter(\.isFinite).median ?? .nan)
                / (sizes[sides[0]].filter(\.isFinite).median ?? .nan)
        }
        let scale = (ratios[0] * ratios[1]).squareRoot()
        return scale.isFinite && scale > 0 ? scale : nil
    }

    func change(_ step: DistanceStep) -> DistanceChange {
        DistanceChange(
            time: start + Double(step.boundary), before: step.before, after: step.after,
            noise: step.noise, mover: mover(step))
    }

    private func mover(_ step: DistanceStep) -> DistanceChange.Mover? {
        let sides = sides(step.boundary)
        func place(_ seat: Int, _ side: Int) -> Vector2 {
            Vector2(
                x[seat][sides[side]].filter(\.isFinite).median ?? .nan,
                y[seat][sides[side]].filter(\.isFinite).median ?? .nan)
        }
        let line = place(1, 0) - place(0, 0)
        let unit = step.before / line.length / line.length
        // Of the first away from the second, as a share of the change.
        let first = (place(0, 0) - place(0, 1)).dot(line) * unit / step.change
        let second = (place(1, 1) - place(1, 0)).dot(line) * unit / step.change
        let least = DistanceChange.mostShare - 1
        guard first >= least, second >= least else { return nil }
        if first >= DistanceChange.mostShare { return .first }
        return second >= DistanceChange.mostShare ? .second : .both
    }
}
