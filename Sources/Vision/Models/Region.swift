import CVision
import Foundation

/// A rotated rectangle in display pixels, as the models are given it.
package struct Region: Sendable, Codable, Equatable {
    /// Centre, pixels.
    package var x: Float
    package var y: Float
    /// Side lengths, pixels.
    package var width: Float
    package var height: Float
    /// Radians, clockwise as seen.
    package var rotation: Float
    /// The picture there is mirrored: the models are shown it as it was, and their x runs to the left.
    package var isMirrored: Bool

    package init(
        x: Float, y: Float, width: Float, height: Float, rotation: Float = 0,
        isMirrored: Bool = false
    ) {
        self.isMirrored = isMirrored
        self.x = x
        self.y = y
        self.width = width
        self.height = height
        self.rotation = rotation
    }

    /// The square that stands upright on `center` when the body axis runs from `center` to `top`
    /// (MediaPipe's AlignmentPointsToRectsCalculator, target angle 90°): twice their distance wide,
    /// then enlarged by `scale`.
    static func aligned(
        center: SIMD2<Float>, top: SIMD2<Float>, scale: Float, isMirrored: Bool = false
    )
        -> Region
    {
        let axis = top - center
        let size = 2 * (axis * axis).sum().squareRoot() * scale
        let rotation = Float.pi / 2 - atan2(-axis.y, axis.x)
        return Region(
            x: center.x, y: center.y, width: size, height: size, rotation: wrapped(rotation),
            isMirrored: isMirrored)
    }

    /// A point given in shares (0…1) of the region, in display pixels.
    func project(_ x: Float, _ y: Float) -> SIMD2<Float> {
        let dx = (x - 0.5) * (isMirrored ? -width : width)
        let dy = (y - 0.5) * height
        let c = cos(rotation)
        let s = sin(rotation)
        return SIMD2(self.x + c * dx - s * dy, self.y + s * dx + c * dy)
    }

    var edge: cv_region {
        cv_region(
            center_x: x, center_y: y, width: isMirrored ? -width : width, height: height,
            rotation: rotation)
    }

    /// True when the point lies inside, the rotation left out.
    func contains(_ point: SIMD2<Float>) -> Bool {
        abs(point.x - x) <= width / 2 && abs(point.y - y) <= height / 2
    }

    /// A rectangle that is not rotated.
    init(upright rect: cv_rect) {
        self.init(
            x: rect.x + rect.width / 2, y: rect.y + rect.height / 2, width: rect.width,
            height: rect.height)
    }

    /// The rectangle, its rotation left out.
    var upright: cv_rect {
        cv_rect(x: x - width / 2, y: y - height / 2, width: width, height: height)
    }

    var isFinite: Bool {
        x.isFinite && y.isFinite && width.isFinite && height.isFinite && rotation.isFinite
    }
}
