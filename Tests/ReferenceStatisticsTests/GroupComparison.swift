@testable import ReferenceStatistics

/// Two groups of values, such as real dyads against recombined ones.
struct GroupComparison: Sendable, Equatable {
    var realMean: Double
    var pseudoMean: Double
    /// Cohen's d with the pooled standard deviation.
    var cohensD: Double

    /// `NaN` values are left out.
    init(real: [Double], pseudo: [Double]) {
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
    static func pseudoDyads(of count: Int) -> [(first: Int, second: Int)] {
        (0..<count).flatMap { first in
            (0..<count).filter { $0 != first }.map { (first, $0) }
        }
    }
}
