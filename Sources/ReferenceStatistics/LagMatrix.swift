/// One value per window and lag: what another package calls its cross-correlation table.
///
/// A positive lag means that the first person leads, whatever the sign in the package.
package struct LagMatrix: Sendable, Equatable {
    /// Samples per second.
    package let rate: Double
    /// First sample of each window.
    package let starts: [Int]
    /// Samples in a window.
    package let length: Int
    /// Largest lag, samples; lags run from −`maxLag` to +`maxLag` in steps of one sample.
    package let maxLag: Int
    /// Row by row; `NaN` for a cell that could not be computed.
    package internal(set) var values: [Double]

    init(rate: Double, starts: [Int], length: Int, maxLag: Int) {
        self.rate = rate
        self.starts = starts
        self.length = length
        self.maxLag = maxLag
        values = Array(repeating: .nan, count: starts.count * (2 * maxLag + 1))
    }

    package var windowCount: Int { starts.count }
    package var lagCount: Int { 2 * maxLag + 1 }

    /// The lag of a column, seconds.
    package func lag(_ column: Int) -> Double { Double(column - maxLag) / rate }

    /// The value of a window at a lag in samples.
    package subscript(window: Int, lag lag: Int) -> Double {
        get { values[window * lagCount + lag + maxLag] }
        set { values[window * lagCount + lag + maxLag] = newValue }
    }

    /// The values of a window, from the most negative lag to the most positive.
    package func row(_ window: Int) -> ArraySlice<Double> {
        values[window * lagCount..<(window + 1) * lagCount]
    }

    /// The values of a lag (samples), window by window.
    package func column(lag: Int) -> [Double] {
        (0..<windowCount).map { self[$0, lag: lag] }
    }
}
