/// Agreement on a measured size: of the same holds, or of a channel at the same moments.
package struct IntraclassCorrelation: Sendable, Equatable {
    /// Two measures of the same thing.
    struct Pair: Sendable, Equatable {
        var one: Double
        var other: Double
    }

    /// Absolute agreement of single measures, ICC(A,1) of McGraw & Wong (1996, *Psychol. Methods* 1, 30–46),
    /// which is ICC(2,1) of Shrout & Fleiss (1979, *Psychol. Bull.* 86, 420–428): a coder who is always
    /// longer by a second does not agree. `nil` with fewer than two subjects or coders, or without variance.
    ///
    /// - Parameter subjects: per subject the measure of every coder, as many in each.
    static func absoluteAgreement(_ subjects: [[Double]]) -> Double? {
        let (n, k) = (Double(subjects.count), Double(subjects.first?.count ?? 0))
        guard n >= 2, k >= 2 else { return nil }
        let mean = subjects.joined().reduce(0, +) / n / k
        func squares(_ means: [Double]) -> Double {
            means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        let all = squares(subjects.flatMap { $0 })
        let rows = k * squares(subjects.map { $0.reduce(0, +) / k })
        let columns =
            n
            * squares(
                (subjects.first ?? []).indices.map { coder in
                    subjects.reduce(0) { $0 + $1[coder] } / n
                })
        let betweenSubjects = rows / (n - 1)
        let betweenCoders = columns / (k - 1)
        let error = max(0, all - rows - columns) / (n - 1) / (k - 1)
        let whole = betweenSubjects + (k - 1) * error + k * (betweenCoders - error) / n
        guard whole > 1e-12 * max(1, mean * mean) else { return nil }
        return (betweenSubjects - error) / whole
    }

    /// How many things were measured by both.
    package let count: Int
    /// `nil` with fewer than three, or where they do not vary.
    package let value: Double?
    /// Mean of the first − the second, and between which 95 % of differences lie if they are normal:
    /// ± 1.96 SD (Bland & Altman 1986, *Lancet* 327, 307–310).
    package let meanDifference: Double?
    package let limits: ClosedRange<Double>?

    /// Fewest pairs of which a correlation is given: with two, it is what one pair makes of it.
    private static let fewest = 3

    init(_ pairs: [Pair]) {
        let pairs = pairs.filter { $0.one.isFinite && $0.other.isFinite }
        count = pairs.count
        guard pairs.count >= Self.fewest else {
            value = nil
            meanDifference = nil
            limits = nil
            return
        }
        value = Self.absoluteAgreement(pairs.map { [$0.one, $0.other] })
        let n = Double(pairs.count)
        let mean = pairs.reduce(0) { $0 + $1.one - $1.other } / n
        let squares = pairs.reduce(0) {
            $0 + ($1.one - $1.other - mean) * ($1.one - $1.other - mean)
        }
        let sd = (squares / (n - 1)).squareRoot()
        meanDifference = mean
        limits = mean - 1.96 * sd...mean + 1.96 * sd
    }
}
