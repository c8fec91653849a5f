/// How the canonical face must be turned and enlarged to lie on a face mesh.
///
/// Weighted least squares over the points that neither expression nor a hand under the chin moves
/// (Procrustes: Kabsch 1976; the rotation is the orthogonal factor of the correlation matrix, found by
/// Newton's iteration, Higham 1986).
struct FaceAlignment: Sendable {
    /// Where own left, the chin and the back of the head point; x to the right of the picture, y down, z
    /// away from the camera; of length 1.
    var left: Vector3
    var down: Vector3
    var back: Vector3
    /// Pixels per unit of the canonical face.
    var scale: Double

    /// How much a point counts: the corners of the eyes and the wings of the nose most. Weights are those
    /// of MediaPipe's face geometry (`geometry_pipeline_metadata_landmarks.pbtxt`, Apache-2.0) for the
    /// points that are kept, without those of the lower jaw.
    static let weights: [FaceMesh.Point: Double] = [
        .noseTip: 0.0709, .noseBridge: 0.0321, .forehead: 0.0084,
        .leftEyeOuter: 0.0587, .leftEyeInner: 0.0533, .leftNoseWing: 0.1206, .leftCheekLow: 0.0473,
        .leftCheekOuter: 0.0098, .leftOval2: 0.0091, .leftOval4: 0.0077, .leftOval7: 0.0052,
        .rightEyeOuter: 0.0587, .rightEyeInner: 0.0533, .rightNoseWing: 0.1206,
        .rightCheekLow: 0.0473, .rightCheekOuter: 0.0098, .rightOval2: 0.0091,
        .rightOval4: 0.0077, .rightOval7: 0.0052,
    ]

    /// Height of the canonical face from forehead to chin, in its own unit.
    static let height = 1.807

    /// A point of the canonical face from the weighted middle of all.
    private struct Fixed {
        var point: FaceMesh.Point
        var place: Vector3
        /// Sums to 1 over all.
        var weight: Double
    }

    private static let shape: (points: [Fixed], spread: Double) = {
        let total = weights.values.reduce(0, +)
        // In the order of the mesh, so that sums are the same on every machine.
        let points = FaceMesh.Point.allCases.compactMap { point in
            weights[point].map {
                Fixed(point: point, place: CanonicalFace.places[point] ?? .zero, weight: $0 / total)
            }
        }
        let middle = points.reduce(Vector3.zero) { $0 + $1.place * $1.weight }
        let centred = points.map {
            Fixed(point: $0.point, place: $0.place - middle, weight: $0.weight)
        }
        return (centred, centred.reduce(0) { $0 + $1.weight * $1.place.dot($1.place) })
    }()

    /// `nil` when the mesh is not complete or its points coincide.
    init?(_ mesh: FaceMesh) {
        guard mesh.isComplete else { return nil }
        let shape = Self.shape
        let middle = shape.points.reduce(Vector3.zero) { $0 + Vector3(mesh[$1.point]) * $1.weight }
        var correlation = Matrix3(columns: (.zero, .zero, .zero))
        for fixed in shape.points {
            correlation.addProduct(
                (Vector3(mesh[fixed.point]) - middle) * fixed.weight, fixed.place)
        }
        guard let rotation = correlation.rotation else { return nil }
        (left, down, back) = rotation.columns
        let fit = shape.points.reduce(0) { sum, fixed in
            sum + (Vector3(mesh[fixed.point]) - middle).dot(rotation * fixed.place) * fixed.weight
        }
        scale = fit / shape.spread
        guard scale > 0, scale.isFinite else { return nil }
    }

    /// Height of the face from forehead to chin if it looked straight into the camera, pixels.
    var faceHeight: Double { scale * Self.height }
}

/// A 3 × 3 matrix by its columns.
private struct Matrix3 {
    var columns: (Vector3, Vector3, Vector3)

    /// Adds the outer product of a column and a row.
    mutating func addProduct(_ column: Vector3, _ row: Vector3) {
        columns.0 += column * row.x
        columns.1 += column * row.y
        columns.2 += column * row.z
    }

    static func * (matrix: Matrix3, vector: Vector3) -> Vector3 {
        matrix.columns.0 * vector.x + matrix.columns.1 * vector.y + matrix.columns.2 * vector.z
    }

    /// The rotation nearest to the matrix; `nil` where there is none: it is singular or a reflection.
    var rotation: Matrix3? {
        let size =
            (columns.0.dot(columns.0) + columns.1.dot(columns.1) + columns.2.dot(columns.2))
            .squareRoot()
        guard size > 0, size.isFinite else { return nil }
        var turn = Matrix3(columns: (columns.0 / size, columns.1 / size, columns.2 / size))
        for _ in 0..<40 {
            let (a, b, c) = turn.columns
            let determinant = a.dot(b.cross(c))
            guard determinant > 1e-9 else { return nil }
            // Columns of the transposed inverse.
            let inverse = (
                b.cross(c) / determinant, c.cross(a) / determinant, a.cross(b) / determinant
            )
            let next = Matrix3(
                columns: ((a + inverse.0) / 2, (b + inverse.1) / 2, (c + inverse.2) / 2))
            let moved =
                (next.columns.0 - a).length + (next.columns.1 - b).length
                + (next.columns.2 - c).length
            turn = next
            if moved < 1e-12 { break }
        }
        return turn
    }
}
