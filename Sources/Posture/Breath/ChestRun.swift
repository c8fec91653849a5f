import Foundation

/// One stretch of time in which a chest was seen, or a belt around it measured: where its halves are, on a uniform
/// grid, and what of it is breathing. A belt is both halves.
struct ChestRun {
    /// Instants of the whole series that the stretch holds, their times, and whether the chest was seen.
    private let instants: Range<Int>
    private let times: [Double]
    /// Where the grid begins, seconds; not before the first instant.
    private let start: Double
    private let isSeen: [Bool]
    /// Where the left and the right half are, shoulder widths, and the same within the band.
    private let halves: [[Double]]
    private let breathing: [[Double]]
    /// Whether it is a belt, which nothing but the chest moves.
    private let isBelt: Bool

    private typealias Limits = BreathEstimator

    /// Samples of the grid, and the rate in them, Hz; without a doubt breathing is measured there.
    private struct Window {
        var samples: Range<Int>
        var rate = Double.nan
        var doubt: BreathDoubt?
    }

    /// - Parameters:
    ///   - rises: since the instant before, in the unit of `width`.
    ///   - width: the person's shoulder width.
    ///   - origin: when the stretch began, where its first instants are no longer known: windows lie as they would
    ///     if they were.
    init?(
        _ times: [Double], _ rises: [SIMD2<Float>], _ instants: Range<Int>, width: Double,
        origin: Double? = nil
    ) {
        var places = [[Double]](repeating: [0], count: 2)
        for index in instants.dropFirst() {
            let rise = rises[index].x.isFinite ? rises[index] : .zero
            places[0].append((places[0].last ?? 0) + Double(rise.x) / width)
            places[1].append((places[1].last ?? 0) + Double(rise.y) / width)
        }
        self.init(
            Array(times[instants]), places, instants, isSeen: instants.map { rises[$0].x.isFinite },
            isBelt: false, origin: origin)
    }

    /// - Parameter belt: in any unit; `NaN` where it was not measured, but for the first and the last instant.
    init?(_ times: [Double], belt: [Double], _ instants: Range<Int>) {
        let known = instants.filter { belt[$0].isFinite }
        let places = Self.onTimes(
            times[instants], known.map { times[$0] }, known.map { belt[$0] })
        self.init(
            Array(times[instants]), [places, places], instants,
            isSeen: instants.map { belt[$0].isFinite }, isBelt: true)
    }

    private init?(
        _ times: [Double], _ places: [[Double]], _ instants: Range<Int>, isSeen: [Bool],
        isBelt: Bool, origin: Double? = nil
    ) {
        self.instants = instants
        self.times = times
        let begun = origin ?? times[0]
        start = begun + ((times[0] - begun) / Limits.step).rounded(.up) * Limits.step
        self.isSeen = isSeen
        self.isBelt = isBelt
        guard start < times[times.count - 1] else { return nil }
        halves = places.map { [start] in Self.onGrid($0, times, from: start) }
        guard let count = halves.first?.count,
            Double(count - 1) / Limits.gridRate >= Limits.shortestWindow - 1 / Limits.gridRate
        else { return nil }
        breathing = halves.map { BandPass.breathing.zeroPhase($0) }
    }

    /// Linear between instants, `gridRate` samples a second.
    private static func onGrid(
        _ places: [Double], _ times: [Double], from start: Double
    ) -> [Double] {
        let count = Int((times[times.count - 1] - start) * Limits.gridRate) + 1
        let grid = (0..<count).map { start + Double($0) / Limits.gridRate }
        return onTimes(grid[...], times, places)
    }

    /// Linear between instants, of which there are two or more.
    private static func onTimes(
        _ wanted: ArraySlice<Double>, _ times: [Double], _ places: [Double]
    ) -> [Double] {
        var after = 1
        return wanted.map { time in
            while after < times.count - 1, times[after] < time { after += 1 }
            let share = (time - times[after - 1]) / (times[after] - times[after - 1])
            return places[after - 1] + share * (places[after] - places[after - 1])
        }
    }

    /// Writes what could be measured. Of a belt that is the breath everywhere. All else is known where at least half
    /// of the windows in which the body is still are measured, with the rate of that in whose middle the instant is
    /// most nearly.
    func fill(_ course: inout BreathCourse) {
        let windows = windows()
        let measured = windows.filter { $0.doubt == nil }
        let doubtful = windows.filter { $0.doubt != nil }
        let votes = votes(windows)
        let mean = zip(breathing[0], breathing[1]).map { ($0 + $1) / 2 }
        var (nearest, nearestDoubt) = (0, 0)
        for (index, time) in zip(instants, times)
        where time >= start && isSeen[index - instants.lowerBound] {
            let place = (time - start) * Limits.gridRate
            let sample = min(Int(place), mean.count - 1)
            Self.approach(place, &nearest, measured)
            Self.approach(place, &nearestDoubt, doubtful)
            let isMeasured = votes[sample] > 0 && !measured.isEmpty
            if isBelt || isMeasured {
                let next = min(sample + 1, mean.count - 1)
                course.breath[index] =
                    mean[sample] + (place - Double(sample)) * (mean[next] - mean[sample])
            }
            if isMeasured { course.rate[index] = 60 * measured[nearest].rate }
            course.doubts[index] =
                isMeasured ? nil : doubtful.isEmpty ? .short : doubtful[nearestDoubt].doubt
        }
    }

    /// Goes on to the window in whose middle a place, samples, is most nearly.
    private static func approach(_ place: Double, _ nearest: inout Int, _ windows: [Window]) {
        while nearest + 1 < windows.count,
            abs(windows[nearest + 1].samples.middle - place)
                < abs(windows[nearest].samples.middle - place)
        {
            nearest += 1
        }
    }

    /// Above 0 where measured windows hold a sample and at least as many as those that are not, but for those in
    /// which the body moves.
    private func votes(_ windows: [Window]) -> [Double] {
        var votes = halves[0].map { _ in 0.0 }
        for window in windows where window.doubt != .moving {
            // A tie is for what was measured.
            let vote = window.doubt == nil ? 1.001 : -1
            for sample in window.samples { votes[sample] += vote }
        }
        return votes
    }

    private func windows() -> [Window] {
        let count = halves[0].count
        let length = min(count, Int(Limits.window * Limits.gridRate))
        let spectrum =
            BreathSpectrum.whole.length == length ? .whole : BreathSpectrum(length: length)
        return stride(from: 0, through: count - length, by: Int(Limits.step * Limits.gridRate))
            .map { window($0..<$0 + length, spectrum) }
    }

    private func isStill(_ samples: Range<Int>) -> Bool {
        let speeds = samples.dropFirst().map { index in
            abs(halves[0][index] - halves[0][index - 1] + halves[1][index] - halves[1][index - 1])
                / 2 * Limits.gridRate
        }
        return speeds.sorted()[Int(0.95 * Double(speeds.count - 1))] <= Limits.stillness
    }

    /// Looks at one window.
    private func window(_ samples: Range<Int>, _ spectrum: BreathSpectrum) -> Window {
        guard isBelt || isStill(samples) else { return Window(samples: samples, doubt: .moving) }
        let left = Array(breathing[0][samples])
        let right = Array(breathing[1][samples])
        guard isBelt || agree(left, right, spectrum) else {
            return Window(samples: samples, doubt: .uneven)
        }
        let power = spectrum.power(isBelt ? left : zip(left, right).map { $0 + $1 })
        let rate = spectrum.peak(power)
        // What repeats faster than the band would stand at its end.
        guard rate <= Limits.band.upperBound + BreathSpectrum.spacing / 2 else {
            return Window(samples: samples, doubt: .unclear)
        }
        // What stands out must do so before slow drifts are taken off.
        let whole = spectrum.power(
            isBelt
                ? Array(halves[0][samples]) : samples.map { halves[0][$0] + halves[1][$0] })
        let seconds = Double(samples.count) / Limits.gridRate
        var found = Window(samples: samples, rate: rate)
        if !(spectrum.clearness(of: rate, in: power) >= Limits.clearness) {
            found.doubt = .unclear
        } else if !(abs(spectrum.peak(whole, withDrifts: true) - rate) <= Limits.rateDifference / 60)
        {
            found.doubt = .drifting
        } else if seconds < Limits.window, rate * seconds < Limits.fewestBreaths {
            found.doubt = .short
        }
        return found
    }

    /// Whether both halves move alike, at one rate.
    private func agree(_ left: [Double], _ right: [Double], _ spectrum: BreathSpectrum) -> Bool {
        guard Self.correlation(left, right) >= Limits.agreement else { return false }
        let rates = [left, right].map { 60 * spectrum.peak(spectrum.power($0)) }
        return abs(rates[0] - rates[1]) <= Limits.rateDifference
    }

    private static func correlation(_ one: [Double], _ other: [Double]) -> Double {
        let count = Double(one.count)
        let (a, b) = (one.reduce(0, +) / count, other.reduce(0, +) / count)
        var (aa, bb, ab) = (0.0, 0.0, 0.0)
        for (x, y) in zip(one, other) {
            aa += (x - a) * (x - a)
            bb += (y - b) * (y - b)
            ab += (x - a) * (y - b)
        }
        return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : .nan
    }
}

extension Range<Int> {
    fileprivate var middle: Double { Double(lowerBound + upperBound - 1) / 2 }
}

/// Power over frequency of windows of one length: a straight line taken off, a Hann window, a direct transform
/// at frequencies that are finer than the window resolves.
struct BreathSpectrum {
    /// Samples of a window.
    let length: Int
    /// Hz. Those below the band tell slow drifts.
    let frequencies: [Double]
    /// Of every frequency at the first sample, then at the next: the compiler then sums many at once.
    private let cosines: [Double]
    private let sines: [Double]
    private let weights: [Double]

    /// Of a whole window.
    static let whole = BreathSpectrum(
        length: Int(BreathEstimator.window * BreathEstimator.gridRate))

    /// Between frequencies, Hz: a third of a breath a minute.
    static let spacing = 1.0 / 180
    /// The quickest that is looked at, Hz: beyond the band, to see what is no breath.
    private static let quickest = 0.75
    /// The slowest drift that is told, Hz: less than one swing in a window is taken off by the line.
    private static let slowest = 1.0 / 30
    /// How far the main lobe of the Hann window reaches to either side, Hz: 0.1 for 20 s.
    private let lobe: Double

    init(length: Int) {
        let frequencies = Array(
            stride(
                from: Self.slowest, through: Self.quickest + 1e-9, by: Self.spacing))
        let turns = frequencies.map { 2 * Double.pi * $0 / BreathEstimator.gridRate }
        cosines = (0..<length).flatMap { sample in turns.map { cos($0 * Double(sample)) } }
        sines = (0..<length).flatMap { sample in turns.map { sin($0 * Double(sample)) } }
        weights = (0..<length).map {
            0.5 - 0.5 * cos(2 * .pi * (Double($0) + 1) / Double(length + 1))
        }
        self.length = length
        self.frequencies = frequencies
        lobe = 2 * BreathEstimator.gridRate / Double(length)
    }

    func power(_ values: [Double]) -> [Double] {
        let level = Self.withoutLine(values)
        let count = frequencies.count
        var real = [Double](repeating: 0, count: count)
        var imaginary = real
        for sample in 0..<length {
            let value = level[sample] * weights[sample]
            let row = sample * count
            for index in 0..<count {
                real[index] += value * cosines[row + index]
                imaginary[index] += value * sines[row + index]
            }
        }
        return zip(real, imaginary).map { $0 * $0 + $1 * $1 }
    }

    /// The frequency of the greatest power, Hz, between the grid's by a parabola.
    ///
    /// - Parameter withDrifts: also of those that are too slow for a breath, and not of those that are too quick.
    func peak(_ power: [Double], withDrifts: Bool = false) -> Double {
        let eligible = frequencies.indices.filter {
            withDrifts
                ? frequencies[$0] <= BreathEstimator.band.upperBound + 1e-9 : !isDrift($0)
        }
        guard let top = eligible.max(by: { power[$0] < power[$1] }) else { return .nan }
        guard top > 0, top + 1 < power.count else { return frequencies[top] }
        let (before, here, after) = (power[top - 1], power[top], power[top + 1])
        let bend = before - 2 * here + after
        guard bend < 0, here >= max(before, after) else { return frequencies[top] }
        return frequencies[top] + Self.spacing * (before - after) / bend / 2
    }

    /// Ratio of the power around a frequency to the rest of the band's, decibel.
    ///
    /// The shorter the window, the more of the band lies around any frequency. `NaN` where so much does that a flat
    /// spectrum would be clear by itself.
    func clearness(of frequency: Double, in power: [Double]) -> Double {
        let (near, far) = sums(around: frequency, power)
        let (own, rest) = sums(around: frequency, power.map { _ in 1 })
        guard 10 * log10(own / rest) < BreathEstimator.clearness else { return .nan }
        return 10 * log10(near / far)
    }

    private func sums(
        around frequency: Double, _ power: [Double]
    ) -> (near: Double, far: Double) {
        var (near, far) = (0.0, 0.0)
        for index in frequencies.indices
        where !isDrift(index) && frequencies[index] <= BreathEstimator.band.upperBound + 1e-9 {
            if abs(frequencies[index] - frequency) <= lobe {
                near += power[index]
            } else {
                far += power[index]
            }
        }
        return (near, far)
    }

    private func isDrift(_ index: Int) -> Bool {
        frequencies[index] < BreathEstimator.band.lowerBound - 1e-9
    }

    /// The values without their straight line.
    private static func withoutLine(_ values: [Double]) -> [Double] {
        let middle = Double(values.count - 1) / 2
        let mean = values.reduce(0, +) / Double(values.count)
        var (products, squares) = (0.0, 0.0)
        for (index, value) in values.enumerated() {
            let x = Double(index) - middle
            products += x * (value - mean)
            squares += x * x
        }
        let slope = squares > 0 ? products / squares : 0
        return values.enumerated().map { $1 - mean - slope * (Double($0) - middle) }
    }
}

extension BandPass {
    static let breathing = BandPass(
        BreathEstimator.band, rate: BreathEstimator.gridRate)
}
