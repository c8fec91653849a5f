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
            Heatmap(values: $0, channels: 1).refined(
                point, channel: 0, kernel: PoseLandmarker.refineKernel,
                confidence: PoseLandmarker.refineConfidence)
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

    @Test func cellsPullByTheirLikelihood() {
        // Likelihoods ¾ and ¼.
        let odds = Float(1.0986123)
        let point = refined([(6, 8, odds), (10, 8, -odds)], at: SIMD2(8.5 / 16, 8.5 / 16))
        #expect(length(point - SIMD2(7.0 / 16, 8.0 / 16)) < 1e-5)
    }

    @Test func anUnsureMapLeavesThePoint() {
        let point = SIMD2<Float>(0.4, 0.6)
        #expect(refined([(6, 9, -1)], at: point) == point)
    }

    @Test func fourCellsToEitherSideAreSeenAndNoFifth() {
        let point = SIMD2<Float>(8.5 / 16, 8.5 / 16)
        for (column, row) in [(4, 8), (12, 8), (8, 4), (8, 12), (4, 12)] {
            let peak = SIMD2(Float(column), Float(row)) / 16
            #expect(length(refined([(column, row, 10)], at: point) - peak) < 1e-5)
        }
        for (column, row) in [(3, 8), (13, 8), (8, 3), (8, 13)] {
            #expect(refined([(column, row, 10)], at: point) == point)
        }
    }

    @Test func theMapEndsAtItsEdge() {
        let point = refined([(0, 0, 10)], at: SIMD2(1.5 / 16, 1.5 / 16))
        #expect(length(point) < 1e-5)
        let corner = refined([(15, 15, 10)], at: SIMD2(14.5 / 16, 14.5 / 16))
        #expect(length(corner - SIMD2(15.0 / 16, 15.0 / 16)) < 1e-5)
    }

    @Test func everyChannelHasItsOwnMap() {
        var values = [Float](repeating: -50, count: 256 * 3)
        values[(5 * 16 + 6) * 3 + 1] = 10
        values.withUnsafeBufferPointer {
            let map = Heatmap(values: $0, channels: 3)
            let point = SIMD2<Float>(6.5 / 16, 6.5 / 16)
            func refined(_ channel: Int) -> SIMD2<Float> {
                map.refined(point, channel: channel, kernel: 9, confidence: 0.5)
            }
            #expect(refined(0) == point && refined(2) == point)
            #expect(length(refined(1) - SIMD2(6.0 / 16, 5.0 / 16)) < 1e-5)
        }
    }

    @Test func pointsOutsideTheMapStay() {
        for point in [SIMD2<Float>(-0.2, 0.5), SIMD2(0.5, 1.2), SIMD2(.nan, 0), SIMD2(1e30, 0)] {
            let result = refined([(8, 8, 10)], at: point)
            #expect(result == point || point.x.isNaN && result.x.isNaN)
        }
    }
}
