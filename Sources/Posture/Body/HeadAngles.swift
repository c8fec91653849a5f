/// How a head is held, from its face mesh, degrees.
///
/// The axes of the head are the lateral axis, averaged over the corners and lids of both eyes (the
/// part of the face that neither expression nor a hand under the chin moves), and the long axis from
/// the chin to the forehead, made square to the first. In the canonical MediaPipe face model the
/// forehead (vertex 10) lies 0.2 cm in front of the chin (152) at 17.7 cm distance, so that the head
/// that looks straight into the camera has pitch 0 within 0.7°.
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
        guard mesh.isComplete else { return nil }
        var across = Vector3.zero
        for (right, left) in Self.lateralPairs {
            across += Vector3(mesh[left]) - Vector3(mesh[right])
        }
        let left = across.direction
        let long = Vector3(mesh[.forehead]) - Vector3(mesh[.chin])
        let up = (long - long.dot(left) * left).direction
        let forward = left.cross(up)
        self.init(left: left, forward: forward)
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

    static let lateralPairs: [(right: FaceMesh.Point, left: FaceMesh.Point)] = [
        (.rightEyeOuter, .leftEyeOuter), (.rightEyeInner, .leftEyeInner),
        (.rightEyeUpper, .leftEyeUpper), (.rightEyeLower, .leftEyeLower),
    ]
}
