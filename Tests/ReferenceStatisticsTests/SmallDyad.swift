@testable import ReferenceStatistics
import Foundation
import Testing

/// Two made-up series of which the second follows the first by four samples: the same that
/// `scripts/peers-reference.R` makes, whose results stand in these tests.
enum SmallDyad {
    static let rate = 10.0
    static let first = made(seed: 1, memory: 0.75)
    static let second: [Double] = {
        var series = made(seed: 2, memory: 0.5)
        for index in 4..<series.count { series[index] += 0.5 * first[index - 4] }
        return series
    }()

    /// The first with a stretch and single samples missing.
    static var gappy: [Double] {
        var series = first
        for index in 120..<200 { series[index] = .nan }
        series[29] = .nan
        series[259] = .nan
        return series
    }

    /// The first with a stretch in which it does not vary, and single samples missing.
    static var still: [Double] {
        var series = first
        for index in 60..<120 { series[index] = 1 }
        for index in [4, 299, 300] { series[index] = .nan }
        return series
    }

    private static func made(seed: Double, memory: Double) -> [Double] {
        var state = seed
        var last: Double?
        return (0..<400).map { _ in
            state = (state * 16807).truncatingRemainder(dividingBy: 2_147_483_647)
            let value = (last.map { memory * $0 } ?? 0) + state / 2_147_483_647
            last = value
            return value
        }
    }
}

/// Whether every value is the expected one to a relative 1e-9 (of 1e-6, where it is smaller than that).
func expectEqual(
    _ values: [Double], _ expected: [Double], within tolerance: Double = 1e-9,
    _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(values.count == expected.count, comment, sourceLocation: sourceLocation)
    for (value, expected) in zip(values, expected) {
        let close = abs(value - expected) <= tolerance * max(abs(expected), 1e-6)
        #expect(close, "\(value) is not \(expected)", sourceLocation: sourceLocation)
    }
}
