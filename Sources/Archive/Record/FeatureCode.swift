package import Posture

extension Channel {
    /// Decimals in tables and in the record: finer than what can be measured by a factor of more than
    /// ten.
    package var decimals: Int {
        switch unit {
        case .degrees: 3
        case .shoulderWidths: 4
        case .share: 5
        }
    }
}

/// How one column of the features is kept: as a whole number of its last decimal.
struct FeatureCode: Sendable {
    /// As in `features.csv`.
    let column: String
    /// Units of the last decimal in 1.
    let scale: Double

    /// `presence`, then the channels in their order.
    static let all =
        [FeatureCode(column: "presence", decimals: 3)]
        + Channel.allCases.map { FeatureCode(column: $0.rawValue, decimals: $0.decimals) }

    private init(column: String, decimals: Int) {
        self.column = column
        scale = (0..<decimals).reduce(1.0) { value, _ in value * 10 }
    }

    /// The number for a value; `nil` for one that is missing.
    func code(_ value: Double) -> Int64? {
        let scaled = (value * scale).rounded()
        return scaled.magnitude < 9e15 ? Int64(scaled) : nil
    }

    /// The value of a number; `NaN` for none.
    func value(_ code: Int64?) -> Double { code.map { Double($0) / scale } ?? .nan }
}
