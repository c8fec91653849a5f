/// How a head is held, from the rotation that lays the canonical face on its mesh, degrees.
///
/// The line between the eyes in the picture alone would show a roll of some 9° for 30° of turn; the rotation
/// in space shows less of it, and is not moved by expression or by a hand under the chin. Forehead and chin
/// of the canonical face are at equal depth: the head that looks straight into the camera has pitch 0.
package struct HeadAngles: Sendable, Equatable {
    /// Turn about the long axis away from the camera axis; positive to own left.
    package var yaw: Double
    /// Positive up.
    package var pitch: Double
    /// Against gravity (the picture's vertical); positive toward own left shoulder.
    package var roll: Double

    package init(yaw: Double, pitch: Double, roll: Double) {
        self.yaw = yaw
        self.pitch = pitch
        self.roll = roll
    }

    /// `nil` when the mesh is not complete or its points coincide.
    package init?(_ mesh: FaceMesh) {
        guard let face = FaceAlignment(mesh) else { return nil }
        self.init(face)
    }

    init?(_ face: FaceAlignment) {
        self.init(left: face.left, forward: -face.back)
    }

    /// Of a head whose own left and whose face point these ways; x to the right of the picture, y down, z
    /// away from the camera.
    ///
    /// - Parameters:
    ///   - left, forward: of length 1 and square to each other. `nil` when they are not finite.
    package init?(left: SIMD3<Double>, forward: SIMD3<Double>) {
        guard forward.x.isFinite, forward.y.isFinite, forward.z.isFinite else { return nil }
        yaw = Angle.degrees(y: forward.x, x: -forward.z)
        pitch = Angle.arcsine(-forward.y)
        // Where own left would point if the head kept yaw and pitch and had no roll.
        let level = Vector3(-forward.z, 0, forward.x).direction
        let below = level.cross(forward)
        roll = Angle.degrees(y: left.dot(below), x: left.dot(level))
    }
}
