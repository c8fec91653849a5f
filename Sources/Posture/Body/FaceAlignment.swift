/// How the canonical face must be turned and enlarged to lie on a face mesh.
///
/// Least squares over the points that neither expression nor a hand under the chin moves (Procrustes:
/// Kabsch 1976; the rotation is the orthogonal factor of the correlation matrix, found by Newton's
/// iteration, Higham 1986).
struct FaceAlignment: Sendable {
    /// Where own left, the chin and the back of the head point; x to the right of the picture, y down, z
    /// away from the camera; of length 1.
    var left: Vector3
    var down: Vector3
    var back: Vector3
    /// Pixels per unit of the canonical face.
    var scale: Double
    /// Middle of the rigid points in the picture, pixels.
    private var middle: Vector3

    /// Bone and skin that keeps its shape: forehead, nose, corners of the eyes, temples, cheekbones.
    static let rigid: [FaceMesh.Point] = [
        .forehead, .foreheadMiddle, .glabella, .noseRoot, .noseBridge, .noseRidge, .noseSlope,
        .noseTip, .noseFront, .noseBase,
        .leftEyeOuter, .leftEyeInner, .rightEyeOuter, .rightEyeInner,
        .leftOval1, .leftOval2, .leftOval3, .leftOval4, .leftOval5, .leftOval6, .leftOval7,
        .rightOval1, .rightOval2, .rightOval3, .rightOval4, .rightOval5, .rightOval6, .rightOval7,
        .leftTragus, .rightTragus, .leftCheekOuter, .rightCheekOuter, .leftCheek, .rightCheek,
    ]

    /// Height of the canonical face from forehead to chin, in its own unit.
    static let height = 1.807
    /// Distance between the outer corners of its eyes.
    static let eyeSpan = 0.985

    /// The rigid points of the canonical face.
    private struct Shape {
        let points = FaceAlignment.rigid
        /// From their middle.
        let places: [Vector3]
        let middle: Vector3
        let spread: Double

        init() {
            let places = points.map { CanonicalFace.places[$0] ?? .zero }
            let middle = places.reduce(.zero, +) / Double(places.count)
            self.middle = middle
            self.places = places.map { $0 - middle }
            spread = self.places.reduce(0) { $0 + $1.dot($1) }
        }
    }

    private static let shape = Shape()

    /// `nil` when the mesh is not complete or its points coincide.
    init?(_ mesh: FaceMesh) {
        guard mesh.isComplete else { return nil }
        let shape = Self.shape
        let points = shape.points.map { Vector3(mesh[$0]) }
        middle = points.reduce(.zero, +) / Double(points.count)
        var correlation = Matrix3(columns: (.zero, .zero, .zero))
        for (point, place) in zip(points, shape.places) {
            correlation.addProduct(point - middle, place)
        }
        guard let rotation = correlation.rotation else { return nil }
        (left, down, back) = rotation.columns
        var fit = 0.0
        for (point, place) in zip(points, shape.places) {
            fit += (point - middle).dot(rotation * place)
        }
        scale = fit / shape.spread
        guard scale > 0, scale.isFinite else { return nil }
    }

    /// Where a point of the mesh lies in the frame of the canonical face.
    func place(of point: FaceMesh.Point, in mesh: FaceMesh) -> Vector3 {
        let own = Vector3(mesh[point]) - middle
        return Vector3(own.dot(left), own.dot(down), own.dot(back)) / scale + Self.shape.middle
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
