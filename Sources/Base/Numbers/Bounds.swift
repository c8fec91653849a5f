extension Int {
    /// The whole number of any value, truncated toward zero.
    ///
    /// `Int(_:)` traps on values out of range. Values read from a file or a pipe are converted here:
    /// beyond ±2⁵³ the result is ±2⁵³, which leaves room for additions, and `NaN` becomes 0.
    package init(bounded value: Double) {
        let limit = 9_007_199_254_740_992.0
        self = value.isNaN ? 0 : Int(Swift.min(Swift.max(value, -limit), limit))
    }
}

extension Comparable {
    /// The value, or the bound that it lies beyond.
    @inlinable
    package func clamped(to range: ClosedRange<Self>) -> Self {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
