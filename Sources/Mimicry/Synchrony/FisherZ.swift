import Foundation

/// Fisher's transformation of correlations.
package enum FisherZ {
    /// Correlations are held this far from ±1, so that z stays finite: |z| ≤ 7.25.
    package static let limit = 0.999_999

    /// Variance of a window below this share of the variance of its series is rounding error: such a
    /// window is constant and has no correlation.
    static let constantShare = 1e-10

    /// A series whose values differ by no more than this, or than this part of the values where they are above 1, is
    /// constant: what differs is rounding error.
    static let constantPart = 1e-9

    /// `atanh(r)` with r held within ±`limit`; `NaN` stays `NaN`.
    @inline(__always)
    package static func of(_ r: Double) -> Double {
        if r > limit { return atanh(limit) }
        if r < -limit { return -atanh(limit) }
        return atanh(r)
    }

    /// Mean of |z| over the correlations that are not `NaN`; `nil` when all are.
    ///
    /// Since z = ½ ln((1 + r)/(1 − r)), a sum of z is the logarithm of a product: one logarithm serves
    /// 32 correlations, whose product stays within a double's range.
    static func meanMagnitude(_ correlations: UnsafeBufferPointer<Double>) -> Double? {
        var total = 0.0
        var present = 0
        var start = 0
        while start < correlations.count {
            let end = min(start + 32, correlations.count)
            var above = 1.0
            var below = 1.0
            for index in start..<end where !correlations[index].isNaN {
                let magnitude = min(abs(correlations[index]), limit)
                above *= 1 + magnitude
                below *= 1 - magnitude
                present += 1
            }
            total += log(above / below)
            start = end
        }
        return present > 0 ? total / 2 / Double(present) : nil
    }
}
