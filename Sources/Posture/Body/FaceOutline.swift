import Foundation

extension BodyMeasures {
    /// The outline of the face in the picture: that of the mesh, or else an ellipse around the
    /// pose's own eyes and mouth; `nil` when neither is there.
    var faceOutline: Polygon? {
        if let face {
            return Polygon(corners: FaceMesh.oval.map(face.picture))
        }
        return faceEllipse
    }

    /// Proportions of the canonical MediaPipe face model (cm): eyes at height 2.66, tip of the nose at
    /// −0.46, mouth at −4.34, forehead at 8.26, chin at −9.40, widest at ±7.66.
    private var faceEllipse: Polygon? {
        let eyes = (picture(.leftEye) + picture(.rightEye)) / 2
        let mouth = (picture(.mouthLeft) + picture(.mouthRight)) / 2
        var unit = (eyes - mouth) / (2.66 + 4.34)
        if isFlat, unit.x.isNaN {
            // Skeletons without a mouth have a nose.
            unit = (eyes - picture(.nose)) / (2.66 + 0.46)
        }
        guard unit.length > 0 else { return nil }
        let center = eyes + unit * ((8.26 - 9.40) / 2 - 2.66)
        let long = unit * (8.26 + 9.40) / 2
        let wide = Vector2(-unit.y, unit.x) * 7.66
        let corners = (0..<36).map { step in
            let angle = Double(step) * .pi / 18
            return center + cos(angle) * long + sin(angle) * wide
        }
        return Polygon(corners: corners)
    }
}
