/// Sum of products of two series of the same length.
enum DotProduct {
    /// Four sums at a time, so that one addition need not wait for the last.
    @inline(__always)
    static func of(
        _ left: UnsafeBufferPointer<Double>, _ right: UnsafeBufferPointer<Double>
    ) -> Double {
        guard let x = left.baseAddress, let y = right.baseAddress else { return 0 }
        let count = min(left.count, right.count)
        var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
        var index = 0
        while index + 4 <= count {
            a += x[index] * y[index]
            b += x[index + 1] * y[index + 1]
            c += x[index + 2] * y[index + 2]
            d += x[index + 3] * y[index + 3]
            index += 4
        }
        while index < count {
            a += x[index] * y[index]
            index += 1
        }
        return (a + b) + (c + d)
    }
}
