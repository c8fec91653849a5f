/// Circular-shift surrogates: the second person is moved in time against the first by a random amount,
/// in a circle, so that each keeps its own rhythm, base rates and autocorrelation while what they did
/// in response to each other is taken apart.
///
/// Shifts are uniform between `distance` and `count − distance`, so that no surrogate comes near the
/// real alignment. Surrogate number `k` depends on the seed and `k` alone.
public struct CircularShifts: Sendable, Equatable {
    /// The kind of surrogate as it is named in results.
    public static let kind = "circular-shift"

    private let generator: SplitMix64
    private let range: ClosedRange<Int>

    /// - Parameters:
    ///   - count: length of the circle.
    ///   - distance: least shift in either direction; `nil` results when the circle has no room.
    public init?(count: Int, distance: Int, seed: UInt64) {
        guard distance > 0, count - distance >= distance else { return nil }
        generator = SplitMix64(seed: seed)
        range = distance...count - distance
    }

    /// The shift of surrogate number `index`.
    public func shift(_ index: Int) -> Int {
        var stream = generator.stream(index)
        return Int.random(in: range, using: &stream)
    }
}

/// A value held against surrogates of the same statistic.
public struct Significance: Sendable, Equatable, Codable {
    /// The statistic of the real session.
    public var value: Double
    public var surrogateMean: Double
    public var surrogateSD: Double
    /// (value − surrogate mean) / surrogate SD; 0 when the surrogates do not vary.
    public var effectSize: Double
    /// (b + 1)/(n + 1) with b of n surrogates at or above the value (Phipson & Smyth 2010); never 0.
    public var pValue: Double
    /// n: surrogates that had a value.
    public var surrogates: Int

    /// Fewest surrogates that a p-value of 0.05 can be had from.
    static let fewest = 19

    /// `nil` with a value that is not finite or with fewer than 19 surrogates that are.
    public init?(of value: Double, against surrogates: [Double]) {
        let finite = surrogates.filter(\.isFinite)
        guard value.isFinite, finite.count >= Self.fewest else { return nil }
        let n = Double(finite.count)
        let mean = finite.reduce(0, +) / n
        let squares = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let sd = (squares / (n - 1)).squareRoot()
        self.value = value
        self.surrogateMean = mean
        self.surrogateSD = sd
        self.effectSize = sd > 0 ? (value - mean) / sd : 0
        self.pValue = Double(finite.count { $0 >= value } + 1) / (n + 1)
        self.surrogates = finite.count
    }
}
