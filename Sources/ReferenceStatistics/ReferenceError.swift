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
