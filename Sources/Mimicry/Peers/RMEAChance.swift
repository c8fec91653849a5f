extension RMEA {
    /// Grand averages of the session with its segments shuffled: the pseudosynchrony of Ramseyer &
    /// Tschacher (2010, *Nonverbal synchrony or random coincidence?*, Springer LNCS 5967), which rMEA
    /// 1.2.2 describes and has switched off.
    ///
    /// Each person is cut into segments, a rest at the end is dropped, and each person's segments are
    /// put in random order so that no two that belonged together meet again.
    ///
    /// - Parameters:
    ///   - segment: seconds.
    ///   - count: how many shuffles; number `k` depends on the seed and `k` alone.
    public static func shuffledAverages(
        _ first: [Double], _ second: [Double], rate: Double, settings: Settings,
        segment: Double = 60, count: Int = 100, seed: UInt64 = 1
    ) throws(PeerError) -> [Double] {
        let length = Sample.count(segment, rate: rate)
        guard length >= 1 else { throw .setting("a segment must have one sample or more") }
        let segments = min(first.count, second.count) / length
        guard segments >= 2 else {
            throw .tooShort(given: min(first.count, second.count), needed: 2 * length)
        }
        let generator = SplitMix64(seed: seed)
        var averages: [Double] = []
        for index in 0..<count {
            var stream = generator.stream(index)
            let order = SegmentOrder.apart(segments, using: &stream)
            let matrix = try matrix(
                SegmentOrder.joined(first, order.0, length: length),
                SegmentOrder.joined(second, order.1, length: length), rate: rate,
                settings: settings)
            averages.append(Sample.mean(matrix.values))
        }
        return averages
    }
}

/// Segments of a series in another order.
enum SegmentOrder {
    /// Two random orders in which no place holds the same segment.
    static func apart(
        _ count: Int, using generator: inout SplitMix64
    ) -> ([Int], [Int]) {
        let first = Array(0..<count).shuffled(using: &generator)
        while true {
            let second = Array(0..<count).shuffled(using: &generator)
            if zip(first, second).allSatisfy({ $0 != $1 }) { return (first, second) }
        }
    }

    static func joined(_ series: [Double], _ order: [Int], length: Int) -> [Double] {
        order.flatMap { series[$0 * length..<($0 + 1) * length] }
    }
}

/// Two groups of values, such as real dyads against recombined ones.
public struct GroupComparison: Sendable, Equatable {
    public var realMean: Double
    public var pseudoMean: Double
    /// Cohen's d with the pooled standard deviation.
    public var cohensD: Double

    /// `NaN` values are left out.
    public init(real: [Double], pseudo: [Double]) {
        let real = real.filter { !$0.isNaN }
        let pseudo = pseudo.filter { !$0.isNaN }
        realMean = Sample.mean(real)
        pseudoMean = Sample.mean(pseudo)
        let (a, b) = (Double(real.count - 1), Double(pseudo.count - 1))
        let pooled = (a * Sample.variance(real) + b * Sample.variance(pseudo)) / (a + b)
        cohensD = (realMean - pseudoMean) / pooled.squareRoot()
    }

    /// Who is combined with whom: everybody's first person with everybody else's second person,
    /// n (n − 1) pairs of indices that keep the roles.
    public static func pseudoDyads(of count: Int) -> [(first: Int, second: Int)] {
        (0..<count).flatMap { first in
            (0..<count).filter { $0 != first }.map { (first, $0) }
        }
    }
}
