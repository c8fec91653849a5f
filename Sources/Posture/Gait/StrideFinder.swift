import Base
import Foundation

/// Tells where in a run somebody walks, and how long a stride (two steps) lasts there.
///
/// A window is walked when head and shoulders rise and sink together, by as much as they do in walking, and
/// repeat with a stride in which they do it twice; and when the legs say the same: the ankles part and pass with
/// every step, or, where they are out of the picture, the person gets somewhere. People who talk, gesture, nod,
/// rock or shift their weight fail one of these.
struct StrideFinder {
    /// Length of a window and from one to the next, seconds: two slow strides.
    static let window = 4.0
    static let step = 0.5
    /// How long a stride may be, seconds: 60 to 200 steps a minute.
    static let strides = 0.6...2.0
    /// Smallest autocorrelation at the stride, of head and legs on average…
    static let regularity = 0.5
    /// …and of the legs alone.
    static let legRegularity = 0.4
    /// Smallest correlation of nose and shoulders.
    static let agreement = 0.7
    /// Rise and fall of head and shoulders, trunk lengths: 1 cm to 20 cm.
    static let amplitude = 0.02...0.4
    /// Least change of the distance of the ankles, trunk lengths: 10 cm; from the front, of their heights.
    static let leastApart = 0.2
    static let leastLower = 0.08
    /// Share of a window in which the ankles must be seen for them to be asked.
    static let seen = 0.8
    /// Without ankles, least way across the picture, trunk lengths a second: a slow walk; or growth (or
    /// shrinking) of the body in the picture, logarithm a second: a slow walk five metres away.
    static let travel = 0.7
    static let growth = 0.06

    let run: GaitRun

    /// Per sample of the run, the time of a stride in samples; `NaN` where nobody walks.
    var course: [Double] {
        let length = min(run.count, Int(Self.window * GaitRun.rate))
        let step = Int(Self.step * GaitRun.rate)
        var votes = [Double](repeating: 0, count: run.count)
        var strides = [Double](repeating: .nan, count: run.count)
        var distance = [Int](repeating: .max, count: run.count)
        for from in stride(from: 0, through: run.count - length, by: step) {
            let window = from..<from + length
            let found = samples(ofStrideIn: window)
            for sample in window {
                // A tie is for what was measured.
                votes[sample] += found != nil ? 1.001 : -1
                let away = abs(2 * sample - window.lowerBound - window.upperBound)
                if let found, away < distance[sample] {
                    (distance[sample], strides[sample]) = (away, found)
                }
            }
        }
        return zip(votes, strides).map { $0 > 0 ? $1 : .nan }
    }

    /// The time of a stride in a window, samples; `nil` where it is not walked.
    func samples(ofStrideIn window: Range<Int>) -> Double? {
        let (nose, shoulders) = (run.nose[window], run.shoulders[window])
        let height = Array(run.height[window])
        guard Self.amplitude.contains(Self.range(height)),
            Correlation.of(Array(nose), Array(shoulders)) >= Self.agreement
        else { return nil }
        let ankles = run[.ankleX][window].count(where: \.isFinite)
        guard Double(ankles) >= Self.seen * Double(window.count) else {
            return getsSomewhere(window) ? lag(height, legs: nil) : nil
        }
        let isFrontal = view(in: window) == .frontal
        let legs = Array((isFrontal ? run.lower : run.apart)[window])
        guard Self.range(legs) >= (isFrontal ? Self.leastLower : Self.leastApart),
            let lag = lag(height, legs: legs),
            Correlation.repeating(legs, after: lag) >= Self.legRegularity
        else { return nil }
        return lag
    }

    private func view(in window: Range<Int>) -> GaitView? {
        let spans = window.map { abs(run[.span][$0]) / run.trunk[$0] }.filter(\.isFinite)
        return spans.median.flatMap(GaitView.init(span:))
    }

    /// Range of a swing of this standard deviation.
    private static func range(_ values: [Double]) -> Double {
        2 * 2.0.squareRoot() * values.variance.squareRoot()
    }

    /// The shortest stride at which a window nearly repeats as well as at any, samples.
    private func lag(_ height: [Double], legs: [Double]?) -> Double? {
        let lags =
            Int(
                Self.strides.lowerBound * GaitRun.rate)...Int(
                Self.strides.upperBound * GaitRun.rate)
        let values = lags.map { lag in
            guard lag < height.count - 2 else { return -1.0 }
            let own = Correlation.repeating(height, after: Double(lag))
            return legs.map { (own + Correlation.repeating($0, after: Double(lag))) / 2 } ?? own
        }
        let peaks = values.indices.dropFirst().dropLast().filter { index in
            let lag = Double(lags.lowerBound + index)
            return values[index] >= values[index - 1] && values[index] > values[index + 1]
                // Of a step for a stride, most of the movement comes once.
                && Self.power(height, cycles: 2 / lag) > Self.power(height, cycles: 1 / lag)
        }
        guard let best = peaks.map({ values[$0] }).max(), best >= Self.regularity else {
            return nil
        }
        return peaks.first { values[$0] >= best - Self.tie }.map { Double(lags.lowerBound + $0) }
    }

    /// Autocorrelations that differ by less are alike.
    private static let tie = 0.1

    /// Power at a frequency, cycles a sample.
    private static func power(_ values: [Double], cycles: Double) -> Double {
        var sum = Vector2.zero
        for (index, value) in values.enumerated() {
            let angle = 2 * Double.pi * cycles * Double(index)
            sum += value * Vector2(cos(angle), sin(angle))
        }
        return sum.dot(sum)
    }

    private func getsSomewhere(_ window: Range<Int>) -> Bool {
        let (first, last) = (window.lowerBound, window.upperBound - 1)
        let seconds = Double(window.count) / GaitRun.rate
        let size = (run.trunk[first] * run.trunk[last]).squareRoot()
        let way = abs(run[.shoulderX][last] - run[.shoulderX][first]) / size / seconds
        let growth = abs(log(run.trunk[last] / run.trunk[first])) / seconds
        return way >= Self.travel || growth >= Self.growth
    }
}

/// How alike two series are, −1…1.
enum Correlation {
    static func of(_ one: [Double], _ other: [Double]) -> Double {
        let (a, b) = (one.mean, other.mean)
        return cosine(one.map { $0 - a }, other.map { $0 - b })
    }

    /// A series about zero and itself so many samples later.
    static func repeating(_ values: [Double], after lag: Double) -> Double {
        let lag = Int(lag.rounded())
        guard lag < values.count - 2 else { return -1 }
        return cosine(values.dropLast(lag), values.dropFirst(lag))
    }

    private static func cosine(
        _ one: some Sequence<Double>, _ other: some Sequence<Double>
    ) -> Double {
        var (aa, bb, ab) = (0.0, 0.0, 0.0)
        for (x, y) in zip(one, other) {
            aa += x * x
            bb += y * y
            ab += x * y
        }
        return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : .nan
    }
}
