extension Int {
    /// The whole number of a value, cut toward zero: any value, also one that no count could be.
    ///
    /// `Int(_:)` ends the program where a value has no whole number. What was read from a file or a
    /// pipe goes through here: beyond ±2⁵³ it is ±2⁵³, which leaves room to add to, and `NaN` is 0.
    package init(bounded value: Double) {
        let limit = 9_007_199_254_740_992.0
        self = value.isNaN ? 0 : Int(Swift.min(Swift.max(value, -limit), limit))
    }
}
