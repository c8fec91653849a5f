/// A row of cells, put together from its lags ≥ 0 and its lags ≤ 0.
struct LagRow: Sendable {
    private let maxLag: Int
    private var right: [Double]
    private var left: [Double]
    private var cells: [Double]

    init(maxLag: Int) {
        self.maxLag = maxLag
        right = Array(repeating: 0, count: Self.lanes(maxLag))
        left = right
        cells = Array(repeating: 0, count: 2 * maxLag + 1)
    }

    /// Lags 0…maxLag, filled up to whole vectors of 8.
    static func lanes(_ maxLag: Int) -> Int { (maxLag + 8) / 8 * 8 }

    /// Calls `body` with room for the lags ≥ 0 and for the lags ≤ 0, both from 0 outward.
    @inline(__always)
    mutating func fill(
        _ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) {
        right.withUnsafeMutableBufferPointer { right in
            left.withUnsafeMutableBufferPointer { left in
                cells.withUnsafeMutableBufferPointer { cells in
                    guard let right = right.baseAddress, let left = left.baseAddress else { return }
                    body(right, left)
                    for lag in 0...maxLag {
                        cells[maxLag - lag] = left[lag]
                        cells[maxLag + lag] = right[lag]
                    }
                }
            }
        }
    }

    @inline(__always)
    func withCells(_ body: (UnsafeBufferPointer<Double>) -> Void) {
        cells.withUnsafeBufferPointer(body)
    }
}
