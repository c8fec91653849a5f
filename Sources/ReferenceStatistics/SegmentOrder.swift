import Base

/// Segments of a series in another order.
enum SegmentOrder {
    /// Two random orders in which no place holds the same segment.
    static func apart(
        _ count: Int, using generator: inout SplitMix64
    ) -> ([Int], [Int]) {
        let first = Array(0..<count).shuffled(using: &generator)
        while true {
            let second = Array(0..<count).shuffled(using: &generator)
            if zip(first, second).allSatisfy({ $0 != $1 }) { return (first, second) }
        }
    }

    static func joined(_ series: [Double], _ order: [Int], length: Int) -> [Double] {
        order.flatMap { series[$0 * length..<($0 + 1) * length] }
    }
}
