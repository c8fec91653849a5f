import Base
import Foundation
import Posture

/// The channels of a session as the report carries them: on one uniform grid, coarse enough for a
/// page of bounded size, and packed.
struct ChannelSeries {
    /// An hour gets a point every 0.3 s; a session of 8 minutes at 25 Hz keeps all its points.
    static let maxPoints = 12_000

    /// Seconds.
    let start: Double
    let step: Double
    let count: Int

    /// The grid that holds all instants of both people.
    init(_ tracks: [FeatureTrack]) {
        let first = tracks.compactMap(\.times.first).min() ?? 0
        let last = tracks.compactMap(\.times.last).max() ?? 0
        let sampling = tracks.compactMap(Self.medianStep).min() ?? 1
        start = first
        step = max(sampling, (last - first) / Double(Self.maxPoints - 1), 1e-3)
        count =
            tracks.allSatisfy { $0.count == 0 } ? 0 : Int(bounded: (last - first) / step + 0.5) + 1
    }

    private static func medianStep(_ track: FeatureTrack) -> Double? {
        guard track.count > 1 else { return nil }
        let steps = zip(track.times.dropFirst(), track.times).map { $0 - $1 }.sorted()
        return steps[steps.count / 2]
    }

    /// Mean of the measured values around each grid point; `NaN` where nothing was measured. A point
    /// that falls between two samples of an uneven series takes the value before it.
    func resample(_ values: [Double], at times: [Double]) -> [Double] {
        var sum = [Double](repeating: 0, count: count)
        var measured = [Int](repeating: 0, count: count)
        var samples = [Int](repeating: 0, count: count)
        for (time, value) in zip(times, values) {
            let point = min(max(Int(bounded: ((time - start) / step).rounded()), 0), count - 1)
            samples[point] += 1
            guard value.isFinite else { continue }
            sum[point] += value
            measured[point] += 1
        }
        var result = [Double](repeating: .nan, count: count)
        var sinceSample = Int.max
        for point in 0..<count {
            if samples[point] > 0 {
                sinceSample = 0
                if measured[point] > 0 { result[point] = sum[point] / Double(measured[point]) }
            } else if sinceSample < 2 {
                sinceSample += 1
                result[point] = result[point - 1]
            }
        }
        return result
    }

    /// Base64 of 16-bit integers, least significant byte first: value ÷ `quantum`, rounded; −32768
    /// where nothing was measured.
    static func packed(_ values: [Double], quantum: Double) -> String {
        var data = Data(capacity: values.count * 2)
        for value in values {
            let scaled = (value / quantum).rounded()
            let integer = scaled.isFinite ? Int16(min(max(scaled, -32767), 32767)) : Int16.min
            withUnsafeBytes(of: integer.littleEndian) { data.append(contentsOf: $0) }
        }
        return data.base64EncodedString()
    }

    /// Stretches of at least `minimum` seconds in which no channel of a person was measured.
    static func gaps(_ track: FeatureTrack, minimum: Double = 0.5) -> [TimeSpan] {
        var spans: [TimeSpan] = []
        var open: Double?
        for (sample, time) in track.times.enumerated() {
            let measured = track.values.contains { $0[sample].isFinite }
            if !measured {
                if open == nil { open = time }
            } else if let start = open {
                spans.append(TimeSpan(start: start, end: time))
                open = nil
            }
        }
        if let start = open, let last = track.times.last {
            spans.append(TimeSpan(start: start, end: last))
        }
        return spans.filter { $0.end - $0.start >= minimum }
    }
}

extension Channel {
    /// Besides those in which two people are compared, what the report draws of both.
    static let drawnBeside: [Channel] = [.breath, .distance]

    /// The step to which the report rounds values.
    ///
    /// - Parameter isBelt: whether it was measured with belts, in standard deviations.
    func quantum(isBelt: Bool) -> Double {
        // A breath is a hundredth of a shoulder width; 32767 steps are a third of one.
        if self == .breath { return isBelt ? 0.001 : 0.00001 }
        return unit.quantum
    }
}

extension Channel.Unit {
    /// The step to which the report rounds values of this unit.
    fileprivate var quantum: Double {
        switch self {
        case .degrees: 0.01
        case .shoulderWidths, .faceHeights, .ratio, .signedShare, .eyeSpansPerSecond: 0.001
        case .perMinute: 0.01
        case .share: 0.0001
        }
    }

    /// For axes.
    var symbol: String {
        switch self {
        case .degrees: "°"
        case .shoulderWidths: "sw"
        case .faceHeights: "fh"
        case .eyeSpansPerSecond: "1/s"
        case .perMinute: "1/min"
        case .share, .signedShare, .ratio: ""
        }
    }
}
