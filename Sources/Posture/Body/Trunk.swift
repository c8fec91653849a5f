extension BodyMeasures {
    /// Slope of the shoulder line in the picture, degrees; own left shoulder higher positive. `NaN`
    /// when a shoulder is hidden.
    var shoulderTilt: Double {
        let line = shoulderLine
        return Angle.degrees(y: -line.y, x: abs(line.x))
    }

    /// Sideways lean from mid-hip to mid-shoulder in the picture, degrees; own left positive.
    ///
    /// `NaN` when a hip or shoulder is hidden, as behind a table.
    var trunkLean: Double {
        let up = midShoulder - midHip
        return Angle.degrees(y: up.x, x: -up.y)
    }

    /// Forward lean from mid-hip to mid-shoulder in space, degrees; forward, the way the chest
    /// faces, is positive. `NaN` when a hip or shoulder is hidden.
    var trunkPitch: Double {
        let shoulders = (world(.leftShoulder) + world(.rightShoulder)) / 2
        let hips = (world(.leftHip) + world(.rightHip)) / 2
        let line = world(.leftShoulder) - world(.rightShoulder)
        // Level and square to the shoulder line: toward the camera when the person faces it.
        let forward = Vector3(line.z, 0, -line.x).direction
        let up = shoulders - hips
        return Angle.degrees(y: up.dot(forward), x: -up.y)
    }
}
