/// One of the other packages' statistics with its settings.
package enum ReferenceMethod: Sendable, Equatable {
    /// - Parameters:
    ///   - smoothing: width of rMEA's moving average, seconds; `nil` for none.
    ///   - isScaled: whether each series is divided by its standard deviation.
    case rmea(RMEA.Settings, smoothing: Double?, isScaled: Bool)
    case susy(SUSY.Settings)
    case wcc(WCC.Settings)

    /// The package's name in small letters.
    package var name: String {
        switch self {
        case .rmea: "rmea"
        case .susy: "susy"
        case .wcc: "wcc"
        }
    }

    /// The version that is reproduced.
    package var version: String {
        switch self {
        case .rmea: RMEA.version
        case .susy: SUSY.version
        case .wcc: WCC.version
        }
    }

    /// Computes the statistic.
    ///
    /// - Parameters:
    ///   - first: one value per sample, `NaN` where missing; `second` has as many.
    ///   - rate: samples per second.
    package func score(
        _ first: [Double], _ second: [Double], rate: Double
    ) throws(ReferenceError) -> PeerScore {
        switch self {
        case .rmea(let settings, let smoothing, let isScaled):
            let matrix = try RMEA.matrix(
                try Self.prepared(first, rate, smoothing, isScaled),
                try Self.prepared(second, rate, smoothing, isScaled), rate: rate,
                settings: settings)
            return PeerScore(
                recipe: self, rate: rate, matrix: matrix, summary: .rmea(.init(matrix)))
        case .susy(let settings):
            let result = try SUSY.result(first, second, rate: rate, settings: settings)
            return PeerScore(
                recipe: self, rate: rate, matrix: result.matrix, summary: .susy(result.summary))
        case .wcc(let settings):
            let matrix = try WCC.matrix(first, second, rate: rate, settings: settings)
            return PeerScore(
                recipe: self, rate: rate, matrix: matrix, summary: .wcc(try .init(matrix)))
        }
    }

    private static func prepared(
        _ series: [Double], _ rate: Double, _ smoothing: Double?, _ isScaled: Bool
    ) throws(ReferenceError) -> [Double] {
        var series = series
        if let smoothing {
            series = try RMEA.smoothed(series, window: smoothing, rate: rate)
        }
        return isScaled ? RMEA.scaled(series) : series
    }
}

/// Another package's result for a pair of series.
package struct PeerScore: Sendable, Equatable {
    package var recipe: ReferenceMethod
    /// Samples per second.
    package var rate: Double
    /// Windows (in SUSY: segments) × lags: rMEA's z or |z|, SUSY's signed z, wcc's r.
    package var matrix: LagMatrix
    package var summary: Summary

    package enum Summary: Sendable, Equatable {
        case rmea(RMEA.Summary)
        case susy(SUSY.Summary)
        case wcc(WCC.Summary)
    }
}

/// Why another package's statistic cannot be computed from a series.
package enum ReferenceError: Error, Sendable, Equatable {
    /// There are `given` samples where the statistic needs `needed`.
    case tooShort(given: Int, needed: Int)
    /// A setting is out of range; says which and what it must be.
    case setting(String)
}

extension ReferenceError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooShort(let given, let needed):
            "the series have \(given) samples in common, and one window with its lags needs \(needed)"
        case .setting(let text): text
        }
    }
}
