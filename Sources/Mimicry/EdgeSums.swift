/// Running sums over the pairs of one lag, kept at the edges of windows only.
struct EdgeSums {
    private let edges: [Int]
    /// Entry `e` is over all pairs from the first edge up to edge `e`.
    private var running: [PairSums]

    init(layout: WindowLayout) {
        edges = layout.edges
        running = Array(repeating: .zero, count: layout.edges.count)
    }

    /// Sums over the pairs from one edge to a later one.
    @inline(__always)
    func between(_ start: Int, _ end: Int) -> PairSums {
        PairSums(lanes: running[end].lanes - running[start].lanes)
    }

    /// Sums over pairs of `leader(t − lag)` with `follower(t)`, `lag ≥ 0`.
    mutating func add(leader: MaskedSeries, follower: MaskedSeries, lag: Int) {
        leader.withPoints { x in
            follower.withPoints { y in
                var total = PairSums.zero
                for edge in edges.indices.dropFirst() {
                    let start = max(edges[edge - 1], lag)
                    let count = edges[edge] - start
                    if count > 0 { total.lanes += Self.sums(x + (start - lag), y + start, count) }
                    running[edge] = total
                }
            }
        }
    }

    /// Sums over `count` pairs: from the running sums of each series where nothing is missing, pair
    /// by pair where something is.
    @inline(__always)
    private static func sums(_ x: Points, _ y: Points, _ count: Int) -> SIMD8<Double> {
        let first = x.running[count] - x.running[0]
        let second = y.running[count] - y.running[0]
        if first[0] == 0 || second[0] == 0 { return .zero }
        let length = Double(count)
        if first[0] == length && second[0] == length {
            let product = dot(x.values, y.values, count)
            return SIMD8(length, first[1], first[2], second[1], second[2], product, 0, 0)
        }
        return masked(x, y, count)
    }

    private static func masked(_ x: Points, _ y: Points, _ count: Int) -> SIMD8<Double> {
        var sums = SIMD8<Double>.zero
        for k in 0..<count {
            let both = x.mask[k] * y.mask[k]
            let a = x.values[k] * both
            let b = y.values[k] * both
            sums += SIMD8(both, a, a * a, b, b * b, a * b, 0, 0)
        }
        return sums
    }

    /// Σ x(k) · y(k) over `count` points.
    @inline(__always)
    private static func dot(
        _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int
    ) -> Double {
        var wide = SIMD8<Double>.zero
        var k = 0
        while k + 8 <= count {
            let a = UnsafeRawPointer(x + k).loadUnaligned(as: SIMD8<Double>.self)
            let b = UnsafeRawPointer(y + k).loadUnaligned(as: SIMD8<Double>.self)
            wide += a * b
            k += 8
        }
        var total = wide.sum()
        while k < count {
            total += x[k] * y[k]
            k += 1
        }
        return total
    }
}

/// A place in a series, for loops that have checked their bounds.
struct Points {
    let values: UnsafePointer<Double>
    let mask: UnsafePointer<Double>
    let running: UnsafePointer<SIMD4<Double>>

    @inline(__always)
    static func + (points: Points, offset: Int) -> Points {
        Points(
            values: points.values + offset, mask: points.mask + offset,
            running: points.running + offset)
    }
}

extension MaskedSeries {
    /// Calls `body` with the first point; does nothing for an empty series.
    @inline(__always)
    func withPoints(_ body: (Points) -> Void) {
        values.withUnsafeBufferPointer { values in
            mask.withUnsafeBufferPointer { mask in
                running.withUnsafeBufferPointer { running in
                    guard let values = values.baseAddress, let mask = mask.baseAddress,
                        let running = running.baseAddress
                    else { return }
                    body(Points(values: values, mask: mask, running: running))
                }
            }
        }
    }
}
