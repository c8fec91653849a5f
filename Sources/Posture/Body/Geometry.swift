/// A point or vector in the picture, pixels; x right, y down.
typealias Vector2 = SIMD2<Double>
/// A point or vector in space; x right, y down, z away from the camera.
typealias Vector3 = SIMD3<Double>

extension SIMD2<Double> {
    var length: Double { (x * x + y * y).squareRoot() }

    func dot(_ other: Self) -> Double { x * other.x + y * other.y }
}

extension SIMD3<Double> {
    var length: Double { dot(self).squareRoot() }

    /// The vector with length 1; `NaN` when it has no direction.
    var direction: Self { self / length }

    func dot(_ other: Self) -> Double { x * other.x + y * other.y + z * other.z }

    func cross(_ other: Self) -> Self {
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

    private static func distance(
        from point: Vector2, toSegment start: Vector2, _ end: Vector2
    ) -> Double {
        let along = end - start
        let square = along.dot(along)
        let share = square > 0 ? min(max((point - start).dot(along) / square, 0), 1) : 0
        return (point - start - share * along).length
    }
}
