/// Points of the MediaPipe face mesh (468 vertices), as many of them as the channels need.
package struct FaceMesh: Sendable, Codable, Equatable {
    /// The model's confidence that the region shows a face, 0…1.
    package var score: Float
    /// Points in picture pixels (square), in the order of `FaceMesh.kept`; x right, y down, z away
    /// from the camera on the scale of x.
    package var points: [SIMD3<Float>]

    package init(score: Float, points: [SIMD3<Float>]) {
        self.score = score
        self.points = points
    }
}

extension FaceMesh {
    /// A vertex of the 468-point MediaPipe face mesh that the channels use; the raw value is its
    /// number in the mesh, left and right are the person's own.
    ///
    /// Numbers: MediaPipe `face_mesh_connections.py` and the map of the canonical face model
    /// (`canonical_face_model_uv_visualization.png`), Apache-2.0.
    package enum Point: Int, Sendable, CaseIterable {
        // Middle line, from the hairline down to the chin.
        case forehead = 10
        case foreheadMiddle = 151, glabella = 9
        case noseRoot = 168, noseBridge = 6, noseRidge = 195, noseSlope = 5, noseTip = 4
        case noseFront = 1, noseBase = 2
        case upperLip = 0, upperLipInner = 13, lowerLipInner = 14, lowerLip = 17
        case chinDimple = 200, chinFront = 199
        case chin = 152
        // Outline, the person's left, from the forehead down.
        case leftOval1 = 338, leftOval2 = 297, leftOval3 = 332, leftOval4 = 284, leftOval5 = 251
        case leftOval6 = 389, leftOval7 = 356, leftTragus = 454, leftOval9 = 323, leftOval10 = 361
        case leftOval11 = 288, leftJaw = 397, leftOval13 = 365, leftOval14 = 379, leftOval15 = 378
        case leftOval16 = 400, leftOval17 = 377
        // Outline, the person's right, from the forehead down.
        case rightOval1 = 109, rightOval2 = 67, rightOval3 = 103, rightOval4 = 54, rightOval5 = 21
        case rightOval6 = 162, rightOval7 = 127, rightTragus = 234, rightOval9 = 93
        case rightOval10 = 132, rightOval11 = 58, rightJaw = 172, rightOval13 = 136
        case rightOval14 = 150, rightOval15 = 149, rightOval16 = 176, rightOval17 = 148
        // Eyes: corners and the middles of the lids.
        case leftEyeOuter = 263, leftEyeInner = 362, leftEyeUpper = 386, leftEyeLower = 374
        case rightEyeOuter = 33, rightEyeInner = 133, rightEyeUpper = 159, rightEyeLower = 145
        // Brows.
        case leftBrowOuter = 300, leftBrowMiddle = 334, leftBrowInner = 336
        case rightBrowOuter = 70, rightBrowMiddle = 105, rightBrowInner = 107
        // Nose wings, mouth corners, cheeks.
        case leftNoseWing = 358, rightNoseWing = 129
        case leftMouthCorner = 291, rightMouthCorner = 61
        case leftCheek = 280, leftCheekLow = 425, leftCheekOuter = 346
        case rightCheek = 50, rightCheekLow = 205, rightCheekOuter = 117
    }

    /// Numbers (0…467) of the mesh vertices that are kept, in the order of `FaceMesh.points`.
    package static let kept: [Int] = Point.allCases.map(\.rawValue)

    /// The outline of the face, closed, clockwise in the picture of a person facing the camera.
    package static let oval: [Point] = [
        .forehead, .leftOval1, .leftOval2, .leftOval3, .leftOval4, .leftOval5, .leftOval6,
        .leftOval7, .leftTragus, .leftOval9, .leftOval10, .leftOval11, .leftJaw, .leftOval13,
        .leftOval14, .leftOval15, .leftOval16, .leftOval17, .chin, .rightOval17, .rightOval16,
        .rightOval15, .rightOval14, .rightOval13, .rightJaw, .rightOval11, .rightOval10,
        .rightOval9, .rightTragus, .rightOval7, .rightOval6, .rightOval5, .rightOval4,
        .rightOval3, .rightOval2, .rightOval1,
    ]

    /// Vertices that lie opposite each other across the middle of the face.
    package static let pairs: [(right: Point, left: Point)] = [
        (.rightEyeOuter, .leftEyeOuter), (.rightEyeInner, .leftEyeInner),
        (.rightEyeUpper, .leftEyeUpper), (.rightEyeLower, .leftEyeLower),
        (.rightBrowOuter, .leftBrowOuter), (.rightBrowMiddle, .leftBrowMiddle),
        (.rightBrowInner, .leftBrowInner), (.rightNoseWing, .leftNoseWing),
        (.rightMouthCorner, .leftMouthCorner), (.rightCheek, .leftCheek),
        (.rightCheekLow, .leftCheekLow), (.rightCheekOuter, .leftCheekOuter),
        (.rightTragus, .leftTragus), (.rightJaw, .leftJaw), (.rightOval1, .leftOval1),
        (.rightOval2, .leftOval2), (.rightOval3, .leftOval3), (.rightOval4, .leftOval4),
        (.rightOval5, .leftOval5), (.rightOval6, .leftOval6), (.rightOval7, .leftOval7),
        (.rightOval9, .leftOval9), (.rightOval10, .leftOval10), (.rightOval11, .leftOval11),
        (.rightOval13, .leftOval13), (.rightOval14, .leftOval14), (.rightOval15, .leftOval15),
        (.rightOval16, .leftOval16), (.rightOval17, .leftOval17),
    ]

    /// Whether the mesh has the points that `kept` promises.
    package var isComplete: Bool { points.count == Self.kept.count }

    /// A vertex by name, picture pixels; all `NaN` in a mesh that is not complete.
    package subscript(_ point: Point) -> SIMD3<Float> {
        guard isComplete, let place = Self.places[point] else {
            return SIMD3(repeating: .nan)
        }
        return points[place]
    }

    private static let places = Dictionary(
        uniqueKeysWithValues: Point.allCases.enumerated().map { ($1, $0) })
}
