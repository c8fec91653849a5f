extension RMEA {
    /// What rMEA reports of a table. Lags in seconds, positive when the first person leads.
    package struct Summary: Sendable, Codable, Equatable {
        package var windows: Int
        package var lags: Int
        /// Mean of all cells (`grandAver`).
        package var grandAverage: Double
        /// Means over windows of the windows' means over positive (`s1_lead`) and negative
        /// (`s2_lead`) lags.
        package var firstLead: Double
        package var secondLead: Double
        /// Mean over windows at lag 0 (`lag_zero`).
        package var lagZero: Double
        /// Mean over windows of the lag with the highest value (`bestLag`), seconds.
        package var bestLag: Double

        package init(_ matrix: LagMatrix) {
            let zero = matrix.maxLag
            let rows = (0..<matrix.windowCount).map { Array(matrix.row($0)) }
            windows = matrix.windowCount
            lags = matrix.lagCount
            grandAverage = Sample.mean(matrix.values)
            firstLead = Sample.mean(rows.map { Sample.mean($0[(zero + 1)...]) })
            secondLead = Sample.mean(rows.map { Sample.mean($0[..<zero]) })
            lagZero = Sample.mean(rows.map { $0[zero] })
            bestLag = Sample.mean(rows.map { Self.best($0).map(matrix.lag) ?? .nan })
        }

        /// The first column with the highest value.
        private static func best(_ row: [Double]) -> Int? {
            var best: Int?
            for (column, value) in row.enumerated() where !value.isNaN {
                if best.map({ value > row[$0] }) ?? true { best = column }
            }
            return best
        }
    }
}
