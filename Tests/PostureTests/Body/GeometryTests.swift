import Testing

@testable import Posture

@Suite struct GeometryTests {
    private let square = Polygon(corners: [
        Vector2(0, 0), Vector2(10, 0), Vector2(10, 10), Vector2(0, 10),
    ])

    @Test func insideAndOnTheEdgeTheDistanceIsZero() {
        #expect(square.distance(to: Vector2(5, 5)) == 0)
        #expect(square.distance(to: Vector2(10, 5)) == 0)
    }

    @Test func outsideItIsTheDistanceToTheNearestEdgeOrCorner() {
        #expect(square.distance(to: Vector2(15, 5)) == 5)
        #expect(square.distance(to: Vector2(13, 14)) == 5)
        #expect(square.distance(to: Vector2(5, -2)) == 2)
    }

    @Test func aPolygonNeedsThreeCorners() {
        #expect(Polygon(corners: [Vector2(0, 0), Vector2(1, 1)]).distance(to: .zero).isNaN)
    }

    @Test func theHullOfPointsLeavesOutWhatLiesInside() {
        let points = square.corners + [Vector2(5, 5), Vector2(1, 9), Vector2(5, 0)]
        let hull = Polygon(hullOf: points.reversed())
        #expect(hull.corners.count == 4)
        #expect(square.corners.allSatisfy(hull.corners.contains))
        #expect(hull.distance(to: Vector2(2, 8)) == 0 && hull.distance(to: Vector2(13, 5)) == 3)
        #expect(hull.share(of: points) == 1)
        #expect(hull.share(of: [Vector2(5, 5), Vector2(15, 5)]) == 0.5)
    }

    @Test func aHullOfPointsInLineHoldsNothing() {
        let hull = Polygon(hullOf: [Vector2(0, 0), Vector2(1, 1), Vector2(2, 2)])
        #expect(hull.share(of: [Vector2(1, 0)]) == 0)
    }

    @Test func anglesStayWithinHalfATurn() {
        #expect(Angle.wrapped(190) == -170)
        #expect(Angle.wrapped(-350) == 10)
        #expect(isClose(Angle.arcsine(1.0000001), 90))
    }
}
