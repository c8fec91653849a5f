extension SUSY {
    /// What SUSY prints of a pair of series, under its names for the columns.
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
