import Testing

@testable import Vision

@Suite struct HeatmapTests {
    /// A 16 × 16 map of one channel, silent but for the given cells (column, row, logit).
    private func refined(
        _ cells: [(Int, Int, Float)], at point: SIMD2<Float>
    ) -> SIMD2<Float> {
        var values = [Float](repeating: -50, count: 256)
        for (column, row, logit) in cells { values[row * 16 + column] = logit }
        return values.withUnsafeBufferPointer {
            Heatmap(values: $0, channels: 1).refined(point, channel: 0, kernel: 7, confidence: 0.5)
        }
    }

    @Test func aSurePeakTakesThePointOver() {
        let point = refined([(9, 6, 10)], at: SIMD2(8.5 / 16, 7.5 / 16))
        #expect(length(point - SIMD2(9.0 / 16, 6.0 / 16)) < 1e-5)
    }

    @Test func equalCellsPullEqually() {
        let point = refined([(7, 8, 5), (9, 8, 5)], at: SIMD2(8.5 / 16, 8.5 / 16))
        #expect(length(point - SIMD2(8.0 / 16, 8.0 / 16)) < 1e-5)
    }

    @Test func anUnsureMapLeavesThePoint() {
        let point = SIMD2<Float>(0.4, 0.6)
        #expect(refined([(6, 9, -1)], at: point) == point)
    }

    @Test func aPeakBeyondTheKernelIsNotSeen() {
        let point = SIMD2<Float>(2.5 / 16, 2.5 / 16)
        #expect(refined([(8, 2, 10)], at: point) == point)
    }

    @Test func pointsOutsideTheMapStay() {
        for point in [SIMD2<Float>(-0.2, 0.5), SIMD2(0.5, 1.2), SIMD2(.nan, 0), SIMD2(1e30, 0)] {
            let result = refined([(8, 8, 10)], at: point)
            #expect(result == point || point.x.isNaN && result.x.isNaN)
        }
    }
}
