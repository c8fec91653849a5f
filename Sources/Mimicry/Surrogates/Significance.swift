import Base

/// A value tested against surrogates of the same statistic.
package struct Significance: Sendable, Equatable, Codable {
    /// The statistic of the real session.
    package var value: Double
    package var surrogateMean: Double
    package var surrogateSD: Double
    /// (b + 1)/(n + 1) with b of n surrogates at or above the value (Phipson & Smyth 2010, *Stat.
    /// Appl. Genet. Mol. Biol.* 9, 39); never 0.
    package var pValue: Double
    /// The smallest p-value that the session could have had, whatever its value.
    package var leastPValue: Double
    /// n.
    package var surrogates: Int
    /// 95 % interval of the excess; `nil` where the session is too short to tell anything, and in
    /// records of earlier versions.
    package var excessInterval: ClosedRange<Double>?

    /// How much more than chance it is, in the unit of the value: the estimate. It does not grow with
    /// the length of the session.
    package var excess: Double { value - surrogateMean }
    /// The excess in standard deviations of the surrogates, which does grow with the length: a measure
    /// of how sure one may be, not of how much there is. `nil` where surrogates do not vary.
    package var chanceSD: Double? { surrogateSD > 0 ? excess / surrogateSD : nil }
    /// Whether the session was long enough to tell anything at this level.
    package func canTell(at level: Double) -> Bool { leastPValue <= level }

    /// Keys that survive the conversion to underscores and back.
    private enum CodingKeys: String, CodingKey {
        case value, surrogateMean, pValue, surrogates, leastPValue, excessInterval
        case surrogateSD = "surrogateSd"
    }

    /// Records of versions before 0.2 do not have the smallest possible p-value; it is then that of as
    /// many surrogates.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        value = try values.decode(Double.self, forKey: .value)
        surrogateMean = try values.decode(Double.self, forKey: .surrogateMean)
        surrogateSD = try values.decode(Double.self, forKey: .surrogateSD)
        pValue = try values.decode(Double.self, forKey: .pValue)
        surrogates = try values.decode(Int.self, forKey: .surrogates)
        leastPValue =
            try values.decodeIfPresent(Double.self, forKey: .leastPValue)
            ?? 1 / Double(surrogates + 1)
        excessInterval = try values.decodeIfPresent(
            ClosedRange<Double>.self, forKey: .excessInterval)
    }

    /// Fewest surrogates that can give a p-value of 0.05.
    static let fewest = 19

    /// `nil` with a value that is not finite or with fewer than 19 surrogates that are.
    ///
    /// - Parameters:
    ///   - surrogates: values of the statistic; those that are not finite are left out.
    ///   - real: further surrogates that are the real alignment itself, see `CircularShifts`. They
    ///     count in the p-value but not in mean and SD.
    ///   - reached: b without those; by default the surrogates whose value is at least the real one.
    ///   - isCount: whether it is a number of occurrences, which varies the more the more there are.
    package init?(
        of value: Double, against surrogates: [Double], atReal real: Int = 0, reached: Int? = nil,
        isCount: Bool = false
    ) {
        let finite = surrogates.filter(\.isFinite)
        guard value.isFinite, finite.count >= Self.fewest else { return nil }
        let count = Double(finite.count)
        let mean = finite.reduce(0, +) / count
        let squares = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let sd = (squares / (count - 1)).squareRoot()
        let reached = (reached ?? finite.count { $0 >= value }) + real
        self.value = value
        self.surrogateMean = mean
        self.surrogateSD = sd
        self.surrogates = finite.count + real
        self.pValue = Double(reached + 1) / Double(self.surrogates + 1)
        self.leastPValue = Double(real + 1) / Double(self.surrogates + 1)
        guard canTell(at: ExcessInterval.level) else { return }
        let chance = ExcessInterval(mean: mean, sd: sd, values: finite)
        excessInterval = isCount ? chance.ofCount(value) : chance.ofMean(value)
    }
}

/// Intervals of how much more than chance something is.
///
/// The mean of the surrogates is known far better than the session's own value, which is one draw: the
/// interval is that draw's.
struct ExcessInterval {
    /// 1 − the coverage that is aimed at.
    static let level = 0.05
    private static let z = 1.959964

    let mean: Double
    let sd: Double
    let values: [Double]

    /// Of a mean over windows: all excesses of which the value would lie in the middle 95 % of chance,
    /// moved by the excess. Where it excludes 0, p is small.
    func ofMean(_ value: Double) -> ClosedRange<Double>? {
        guard let low = values.quantile(Self.level / 2),
            let high = values.quantile(1 - Self.level / 2)
        else { return nil }
        return value - high...value - low
    }

    /// Of a number: of a Poisson count (Byar's approximation; Breslow & Day 1987, *Statistical Methods in
    /// Cancer Research II*, p. 69) that is spread as much wider as those of chance are.
    func ofCount(_ value: Double) -> ClosedRange<Double>? {
        let spread = mean > 0 ? max(1, sd * sd / mean) : 1
        let count = value / spread
        func bound(_ count: Double, _ z: Double) -> Double {
            guard count > 0 else { return 0 }
            let root = 1 - 1 / (9 * count) + z / (3 * count.squareRoot())
            return count * root * root * root
        }
        let low = max(0, bound(count, -Self.z)) * spread
        let high = bound(count + 1, Self.z) * spread
        return low - mean...high - mean
    }
}

extension Significance {
    /// `nil` as above. Values that differ by less than 1e-9 are the same.
    ///
    /// - Parameters:
    ///   - near: values at near shifts (`CircularShifts.nearShift(_:)`), which count in the p-value but not in
    ///     mean and SD.
    ///   - share: how many near shifts there should be for the number of others; each counts for as many as are
    ///     fewer.
    ///   - isCount: whether it is a number of occurrences, which varies the more the more there are.
    init?(
        of value: Double, against surrogates: [Double], near: [Double], standingFor share: Double,
        isCount: Bool = false
    ) {
        func reached(_ values: [Double]) -> Double { Double(values.count { $0 >= value - 1e-9 }) }
        self.init(of: value, against: surrogates, isCount: isCount)
        let weight = near.isEmpty ? 0 : share / Double(near.count)
        let all = Double(surrogates.count) + weight * Double(near.count)
        let reaching = (reached(surrogates) + weight * reached(near)) / all
        self.surrogates += near.count
        let count = Double(self.surrogates)
        pValue = (reaching * count + 1) / (count + 1)
        leastPValue = 1 / (count + 1)
    }
}

/// False discovery rate after Benjamini & Hochberg (1995, *J. R. Statist. Soc. B* 57, 289–300).
package enum BenjaminiHochberg {
    /// q-values in the order of the p-values: the smallest false discovery rate at which each is
    /// still a discovery, min over all p(j) ≥ p(i) of p(j) · m / rank(j), at most 1.
    package static func qValues(_ pValues: [Double]) -> [Double] {
        let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
        var result = pValues
        var least = 1.0
        for (rank, index) in order.enumerated().reversed() {
            least = min(least, pValues[index] * Double(pValues.count) / Double(rank + 1))
            result[index] = least
        }
        return result
    }
}
