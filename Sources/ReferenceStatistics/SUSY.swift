import Foundation

/// Surrogate synchrony of the R package SUSY 0.1.0 [Tschacher & Meier 2020], so that published results
/// can be reproduced. Attune's own statistic is `WindowedCrossCorrelation`.
///
/// ```swift
/// let result = try SUSY.result(patient, therapist, rate: 25, settings: .init(segment: 30))
/// print(result.summary.effectSize)
/// ```
///
/// In SUSY a negative lag means that the first person leads; here, as everywhere in Attune, it is the
/// positive one.
package enum SUSY {
    /// The reproduced version.
    package static let version = "0.1.0"

    /// Arguments of `susy`.
    package struct Settings: Sendable, Codable, Equatable {
        /// Length of a segment, seconds; at least twice the largest lag (`segment`).
        package var segment: Double
        /// Largest lag, seconds (`maxlag`).
        package var maxLag: Double

        package init(segment: Double = 30, maxLag: Double = 3) {
            self.segment = segment
            self.maxLag = maxLag
        }
    }

    /// Everything that `susy` computes of a pair of series.
    package struct Result: Sendable, Equatable {
        /// Fisher's z of the real segments × lags, signed.
        package var matrix: LagMatrix
        /// Per lag, from −largest to +largest (positive: first leads): mean |z| over the real
        /// segments, and over all pairings of a segment with another one.
        package var real: [Double]
        package var pseudo: [Double]
        /// The same with signed z.
        package var signedReal: [Double]
        package var signedPseudo: [Double]

        package var summary: Summary { Summary(self) }
    }

    /// Cross-correlates segments that do not overlap, each with its partner and with every other.
    ///
    /// The cross-correlation is that of R's `ccf`: both segments centred, the sum over the pairs that
    /// overlap divided by the full length. A pairing in which one segment does not vary adds nothing to
    /// the sums, but counts in the means, as in SUSY.
    ///
    /// - Parameters:
    ///   - first: one value per sample; samples that are missing (`NaN`) in either are cut out and the
    ///     rest closed up, as in SUSY. `second` has as many.
    ///   - rate: samples per second. SUSY takes whole rates; at others segment and lag are the nearest
    ///     whole number of samples.
    package static func result(
        _ first: [Double], _ second: [Double], rate: Double, settings: Settings
    ) throws(ReferenceError) -> Result {
        let length = Sample.count(settings.segment, rate: rate)
        let lag = Sample.count(settings.maxLag, rate: rate)
        guard lag >= 1, length >= 2 * lag else {
            throw .setting("the segment must be at least twice the largest lag, and that a sample")
        }
        let pairs = zip(first, second).filter { !$0.0.isNaN && !$0.1.isNaN }
        // Counted as in SUSY: a rest is dropped.
        let count = Int((Double(pairs.count) / Double(length) - 0.499_999).rounded())
        guard count >= 2 else { throw .tooShort(given: pairs.count, needed: 2 * length) }
        let own = segments(pairs.map(\.0), count, length)
        let other = segments(pairs.map(\.1), count, length)
        var matrix = LagMatrix(
            rate: rate, starts: (0..<count).map { $0 * length }, length: length, maxLag: lag)
        var profile = Profile(lags: 2 * lag + 1)
        var pseudo = profile
        for i in 0..<count {
            for h in 0..<count {
                guard let z = own[i].crossCorrelation(other[h], maxLag: lag) else { continue }
                if i == h {
                    profile.add(z)
                    for lag in -lag...lag { matrix[i, lag: lag] = z[lag + matrix.maxLag] }
                } else {
                    pseudo.add(z)
                }
            }
        }
        profile.divide(by: count)
        pseudo.divide(by: count * (count - 1))
        return Result(
            matrix: matrix, real: profile.magnitude, pseudo: pseudo.magnitude,
            signedReal: profile.signed, signedPseudo: pseudo.signed)
    }

    private static func segments(_ series: [Double], _ count: Int, _ length: Int) -> [Segment] {
        (0..<count).map { Segment(series[$0 * length..<($0 + 1) * length]) }
    }
}

/// Sums of |z| and z per lag.
private struct Profile {
    var magnitude: [Double]
    var signed: [Double]

    init(lags: Int) {
        magnitude = Array(repeating: 0, count: lags)
        signed = magnitude
    }

    mutating func add(_ z: [Double]) {
        for (index, value) in z.enumerated() {
            magnitude[index] += abs(value)
            signed[index] += value
        }
    }

    mutating func divide(by count: Int) {
        for index in magnitude.indices {
            magnitude[index] /= Double(count)
            signed[index] /= Double(count)
        }
    }
}

/// A centred stretch of one person's series.
private struct Segment {
    let values: [Double]
    /// Root of the mean square; 0 when the stretch does not vary.
    let deviation: Double

    init(_ slice: ArraySlice<Double>) {
        let mean = Sample.mean(slice)
        let values = slice.map { $0 - mean }
        let varies = slice.contains { $0 != slice.first }
        let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
        self.values = values
        deviation = varies ? square.squareRoot() : 0
    }

    /// Fisher's z per lag, positive when this person leads; `nil` when either does not vary.
    func crossCorrelation(_ other: Segment, maxLag: Int) -> [Double]? {
        let scale = deviation * other.deviation * Double(values.count)
        guard scale > 0 else { return nil }
        return values.withUnsafeBufferPointer { own in
            other.values.withUnsafeBufferPointer { other in
                (-maxLag...maxLag).map { lag in
                    let length = own.count - abs(lag)
                    let start = max(-lag, 0)
                    let otherStart = max(lag, 0)
                    let sum = DotProduct.of(
                        UnsafeBufferPointer(rebasing: own[start..<start + length]),
                        UnsafeBufferPointer(rebasing: other[otherStart..<otherStart + length]))
                    let r = max(-1, min(1, sum / scale))
                    return 0.5 * log((1 + r) / (1 - r))
                }
            }
        }
    }
}

extension SUSY {
    /// SUSY's summary of a pair of series; its column names in parentheses.
    ///
    /// "Lead 1" is the first person in SUSY's own words too.
    package struct Summary: Sendable, Codable, Equatable {
        /// Mean over lags of the mean |z| of real segments (`Z`) and of pseudo-segments (`Z-Pseudo`).
        package var z: Double
        package var zPseudo: Double
        /// Standard deviations over lags of those (`SD(Z)`, `SD(Z-Pseudo)`).
        package var sdZ: Double
        package var sdZPseudo: Double
        /// `n(lags)`.
        package var lags: Int
        /// Share of lags at which real is above pseudo, per cent (`%>Pseudo`).
        package var percentAbovePseudo: Double
        /// `n(Segmente)`.
        package var segments: Int
        /// (real mean − pseudo mean) ÷ standard deviation of pseudo over lags (`ES`).
        package var effectSize: Double
        /// The same over the lags at which the first, the second person leads (`Z(lead1)`, `Z(lead2)`,
        /// `ES(lead1)`, `ES(lead2)`).
        package var zLead1: Double
        package var zLead2: Double
        package var effectSizeLead1: Double
        package var effectSizeLead2: Double
        /// The same with signed z (`Z(noAbs)`, `Z(Pseudo-noAbs)`, `ES(noAbs)`).
        package var zSigned: Double
        package var zPseudoSigned: Double
        package var effectSizeSigned: Double

        init(_ result: Result) {
            let (real, pseudo) = (result.real, result.pseudo)
            let zero = result.matrix.maxLag
            z = Sample.mean(real)
            zPseudo = Sample.mean(pseudo)
            sdZ = Sample.standardDeviation(real)
            sdZPseudo = Sample.standardDeviation(pseudo)
            lags = real.count
            percentAbovePseudo =
                100 * Double(zip(real, pseudo).count { $0 > $1 }) / Double(real.count)
            segments = result.matrix.windowCount
            effectSize = Self.effectSize(real[...], pseudo[...])
            zLead1 = Sample.mean(real[(zero + 1)...])
            zLead2 = Sample.mean(real[..<zero])
            effectSizeLead1 = Self.effectSize(real[(zero + 1)...], pseudo[(zero + 1)...])
            effectSizeLead2 = Self.effectSize(real[..<zero], pseudo[..<zero])
            zSigned = Sample.mean(result.signedReal)
            zPseudoSigned = Sample.mean(result.signedPseudo)
            effectSizeSigned = Self.effectSize(
                result.signedReal[...], result.signedPseudo[...])
        }

        private static func effectSize(
            _ real: ArraySlice<Double>, _ pseudo: ArraySlice<Double>
        ) -> Double {
            (Sample.mean(real) - Sample.mean(pseudo)) / Sample.standardDeviation(pseudo)
        }
    }
}
