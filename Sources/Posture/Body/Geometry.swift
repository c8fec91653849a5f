import Base
import Foundation

/// A point or vector in the picture, pixels; x right, y down.
package typealias Vector2 = SIMD2<Double>
/// A point or vector in space; x right, y down, z away from the camera.
package typealias Vector3 = SIMD3<Double>

extension SIMD2 where Scalar: FloatingPoint {
    @inlinable package var length: Scalar { (x * x + y * y).squareRoot() }

    @inlinable
    package func dot(_ other: Self) -> Scalar { x * other.x + y * other.y }
}

extension SIMD3 where Scalar: FloatingPoint {
    @inlinable package var length: Scalar { dot(self).squareRoot() }

    /// The vector with length 1; `NaN` when it has no direction.
    @inlinable package var direction: Self { self / length }

    @inlinable
    package func dot(_ other: Self) -> Scalar { x * other.x + y * other.y + z * other.z }

    @inlinable
    package func cross(_ other: Self) -> Self {
        Self(
            y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }
}

/// A closed outline in the picture, pixels.
struct Polygon {
    var corners: [Vector2]

    /// Shortest distance from a point to the area inside, pixels; 0 within it.
    ///
    /// Inside is counted by the even-odd rule. `NaN` with fewer than three corners.
    func distance(to point: Vector2) -> Double {
        guard corners.count >= 3, var previous = corners.last else { return .nan }
        var inside = false
        var nearest = Double.infinity
        for corner in corners {
            nearest = min(nearest, Self.distance(from: point, toSegment: previous, corner))
            if (corner.y > point.y) != (previous.y > point.y) {
                let crossing =
                    corner.x + (point.y - corner.y) * (previous.x - corner.x)
                    / (previous.y - corner.y)
                if point.x < crossing { inside.toggle() }
            }
            previous = corner
        }
        return inside ? 0 : nearest
    }

    static func distance(
        from point: Vector2, toSegment start: Vector2, _ end: Vector2
    ) -> Double {
        let along = end - start
        let square = along.dot(along)
        let share = square > 0 ? ((point - start).dot(along) / square).clamped(to: 0...1) : 0
        return (point - start - share * along).length
    }
}

extension Polygon {
    /// The convex hull of points (Andrew's monotone chain).
    init(hullOf points: [Vector2]) {
        let sorted = points.sorted { $0.x != $1.x ? $0.x < $1.x : $0.y < $1.y }
        func chain(_ points: some Sequence<Vector2>) -> [Vector2] {
            var chain: [Vector2] = []
            for point in points {
                while chain.count > 1 {
                    let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
                    let turn = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
                    guard turn <= 0 else { break }
                    chain.removeLast()
                }
                chain.append(point)
            }
            return chain
        }
        corners = chain(sorted).dropLast() + chain(sorted.reversed()).dropLast()
    }

    /// Share of points that lie inside, 0…1.
    func share(of points: [Vector2]) -> Double {
        Double(points.count { distance(to: $0) == 0 }) / Double(points.count)
    }
}

/// Angles are in degrees everywhere; only this type knows radians.
enum Angle {
    /// Direction of the vector `(x, y)`, degrees, −180…180.
    static func degrees(y: Double, x: Double) -> Double {
        atan2(y, x) * 180 / .pi
    }

    /// Arc sine in degrees; the argument is clamped to −1…1.
    static func arcsine(_ value: Double) -> Double {
        asin(value.clamped(to: -1...1)) * 180 / .pi
    }

    static func cosine(_ degrees: Double) -> Double {
        cos(degrees * .pi / 180)
    }

    /// The same direction within −180…180.
    static func wrapped(_ degrees: Double) -> Double {
        degrees.remainder(dividingBy: 360)
    }
}
