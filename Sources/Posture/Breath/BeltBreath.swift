import Base
import Foundation

extension FeatureTrack {
    /// The breathing of somebody who wears a belt around the chest, and nothing else.
    ///
    /// A belt measures nothing but the chest, so that `breath` is known wherever it was recorded, in standard deviations
    /// of the person's own belt within the band of breathing; `breath_rate` where one rate stands out, as in video.
    /// Instants are at most as many a second as breathing is looked at.
    ///
    /// - Parameters:
    ///   - belt: in any unit, rising as the person breathes in; `NaN` where it was not measured.
    ///   - rate: samples per second.
    package init(belt: [Double], rate: Double) {
        self.init()
        let samples = BeltSamples(belt, rate: rate)
        let course = BreathEstimator.course(times: samples.times, belt: samples.values)
        for (index, time) in samples.times.enumerated() {
            var row = [Double](repeating: .nan, count: Channel.allCases.count)
            row[Channel.breath.index] = course.breath[index]
            row[Channel.breathRate.index] = course.rate[index]
            // A belt that is off says nothing of who is there.
            append(time: time, presence: samples.values[index].isFinite ? 1 : .nan, row: row)
        }
        addCourses()
    }
}

/// A belt at the rate at which breathing is looked at: means of what was recorded around each instant.
private struct BeltSamples {
    private(set) var times: [Double] = []
    private(set) var values: [Double] = []

    init(_ belt: [Double], rate: Double) {
        let step = max(1, rate / BreathEstimator.gridRate)
        var first = 0
        while first < belt.count {
            let next = Int(Double(times.count + 1) * step)
            let part = belt[first..<min(next, belt.count)]
            let known = part.filter(\.isFinite)
            times.append((Double(first) + Double(part.count - 1) / 2) / rate)
            // Where half of it is missing, its mean would not be of its middle.
            values.append(
                2 * known.count > part.count
                    ? known.reduce(0, +) / Double(known.count) : .nan)
            first = next
        }
    }
}

extension BreathEstimator {
    /// Of a belt: what is farther from its middle than so many robust standard deviations is no breath but a movement,
    /// or a belt that slipped; a convention. A steady breather's tops lie at 0.95.
    static let largestDeviation = 5.0

    /// - Parameters:
    ///   - times: seconds, rising.
    ///   - belt: in any unit; `NaN` where it was not measured.
    /// - Returns: breath in standard deviations of the belt within the band.
    static func course(times: [Double], belt: [Double]) -> BreathCourse {
        var course = BreathCourse(unknown: times.count)
        for run in runs(times, belt) {
            ChestRun(times, belt: belt, run)?.fill(&course)
        }
        course.breath = course.breath.map { $0.isFinite ? $0 : .nan }
        let known = course.breath.filter(\.isFinite)
        guard let deviation = known.map(abs).median, deviation > 0 else { return course }
        let limit = largestDeviation * 1.4826 * deviation
        for index in times.indices where abs(course.breath[index]) > limit {
            course.breath[index] = .nan
            course.rate[index] = .nan
        }
        let kept = course.breath.filter(\.isFinite)
        let size = (kept.reduce(0) { $0 + $1 * $1 } / Double(kept.count)).squareRoot()
        course.breath = course.breath.map { $0 / size }
        return course
    }

    /// Stretches in which the belt was measured, pauses passed over.
    private static func runs(_ times: [Double], _ belt: [Double]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for index in times.indices where belt[index].isFinite {
            if let last = result.last, times[index] - times[last.upperBound - 1] <= longestPause {
                result[result.count - 1] = last.lowerBound..<index + 1
            } else {
                result.append(index..<index + 1)
            }
        }
        return result.filter { times[$0.upperBound - 1] - times[$0.lowerBound] >= shortestWindow }
    }
}
