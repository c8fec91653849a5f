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
