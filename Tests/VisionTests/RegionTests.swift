import CVision
import Testing

@testable import Vision

@Suite struct RegionTests {
    @Test func anUprightBodyHasNoRotation() {
        let region = Region.aligned(center: SIMD2(50, 100), top: SIMD2(50, 60), scale: 1.25)
        #expect(region.x == 50 && region.y == 100)
        #expect(region.width == 100 && region.height == 100)
        #expect(abs(region.rotation) < 1e-6)
    }

    @Test func aBodyThatLeansToTheRightOfThePictureTurnsItsRegionClockwise() {
        let region = Region.aligned(center: .zero, top: SIMD2(10, -10), scale: 1)
        #expect(abs(region.rotation - .pi / 4) < 1e-6)
    }

    @Test func projectionTurnsWithTheRegion() {
        let region = Region(x: 10, y: 20, width: 4, height: 4, rotation: .pi / 2)
        let middle = region.project(0.5, 0.5)
        #expect(length(middle - SIMD2(10, 20)) < 1e-5)
        // The region's own right is the picture's down.
        #expect(length(region.project(1, 0.5) - SIMD2(10, 22)) < 1e-5)
        #expect(length(region.project(0.5, 0) - SIMD2(12, 20)) < 1e-5)
    }

    @Test func aMirroredRegionRunsToTheLeft() {
        var region = Region(x: 10, y: 20, width: 4, height: 6, rotation: .pi / 2)
        region.isMirrored = true
        #expect(length(region.project(0.5, 0.5) - SIMD2(10, 20)) < 1e-5)
        #expect(length(region.project(1, 0.5) - SIMD2(10, 18)) < 1e-5)
        #expect(length(region.project(0.5, 0) - SIMD2(13, 20)) < 1e-5)
        #expect(region.edge.width == -4 && region.upright.width == 4)
    }

    @Test func anglesAreWrappedToHalfATurn() {
        #expect(abs(wrapped(3 * .pi / 2) + .pi / 2) < 1e-5)
        #expect(abs(wrapped(-3 * .pi / 2) - .pi / 2) < 1e-5)
    }
}
