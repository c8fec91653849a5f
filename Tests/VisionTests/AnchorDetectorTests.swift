import Testing

@testable import Vision

@Suite struct AnchorDetectorTests {
    @Test func anchorsAreThoseOfTheModel() {
        let anchors = AnchorDetector.makeAnchors(PersonDetector.grids, side: 224)
        #expect(anchors.count == 2254)
        #expect(anchors[0] == SIMD2(0.5 / 28, 0.5 / 28))
        #expect(anchors[2] == SIMD2(1.5 / 28, 0.5 / 28))
        #expect(anchors[2 * 28 * 28] == SIMD2(0.5 / 14, 0.5 / 14))
        #expect(anchors[2253] == SIMD2(6.5 / 7, 6.5 / 7))
    }

    @Test func facesHaveOneAnchorInEveryFourthPixel() {
        let anchors = AnchorDetector.makeAnchors(FaceDetector.grids, side: 192)
        #expect(anchors.count == 2304)
        #expect(anchors[0] == SIMD2(0.5 / 48, 0.5 / 48))
        #expect(anchors[48] == SIMD2(0.5 / 48, 1.5 / 48))
    }

    private func box(_ x: Float, _ score: Float) -> DetectedBox {
        DetectedBox(
            low: SIMD2(x, 0), high: SIMD2(x + 10, 10),
            points: [SIMD2(x + 5, 30), SIMD2(x + 5, -10)], score: score)
    }

    @Test func overlappingBoxesAreAveragedByTheirScores() {
        let kept = DetectedBox.suppressed([box(0, 0.6), box(2, 0.9), box(100, 0.5)])
        #expect(kept.map(\.score) == [0.9, 0.5])
        #expect(abs(kept[0].low.x - (2 * 0.9 / 1.5)) < 1e-5)
        #expect(kept[1].low.x == 100)
        #expect(abs(kept[0].points[0].x - (5 + 2 * 0.9 / 1.5)) < 1e-5)
    }

    @Test func boxesThatBarelyTouchStayApart() {
        #expect(DetectedBox.suppressed([box(0, 0.9), box(8, 0.8)]).count == 2)
    }

    @Test func nothingGivesNothing() { #expect(DetectedBox.suppressed([]).isEmpty) }
}
