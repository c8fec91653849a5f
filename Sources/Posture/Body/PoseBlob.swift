package import Base
package import Foundation

/// One pose as it crosses from the process that measures and as the record keeps it: some 660 bytes,
/// little-endian.
///
/// | at | type | content |
/// |---|---|---|
/// | 0 | `u8` | layout of this blob: 3 where something is known of the chest, else 2 where something is of a hand, 1 where not |
/// | 1 | `u8` | bit 0: motion energy was measured; bit 1: a face mesh follows; bits 2, 3: the left, the right hand follows; bits 4, 5: the left, the right hand was looked for at the face in vain; bit 6: the chest follows |
/// | 2 | `u8` | number of landmarks, 33 |
/// | 3 | `u8` | number of face points, 0 without a mesh |
/// | 4 | `f32` | score of the pose |
/// | 8 | `f32` | motion energy, 0…1 |
/// | 12 | `f32` | picture step: pixels per unit |
/// | 16 | `i16` × 3 × 33 | landmarks in the picture: x, y, z in picture steps |
/// | 214 | `u8` × 33 | visibility in 255ths |
/// | 247 | `f32` | space step: metres per unit |
/// | 251 | `i16` × 3 × 14 | landmarks 11…24 (shoulders to hips) in space: x, y, z in space steps |
/// | 335 | `f32` | score of the face mesh; from here on only with one |
/// | 339 | `f32` × 6 | origin and step of x, of y and of z, pixels |
/// | 363 | `u32` × points | x, y, z of a face point: bits 0–9, 10–19, 20–29, in those steps from the origin |
/// | after that | | per hand, left first: as the face's score, origins, steps and points, 21 of them |
/// | after that | `f32` × 2 | with a chest: how far its left and its right half as seen rose since the instant before, pixels |
///
/// Picture steps are powers of two, at most a sixteenth of a pixel for pictures up to 2048 pixels; a point
/// of a face or a hand is rounded to a 1023rd of its size. Both are a tenth or less of the models' own error
/// from frame to frame. −32768 stands for a number that was not finite. In space only landmarks from shoulders to
/// hips are kept: the models guess the rest, and nothing uses it.
///
/// Channels are computed from poses that have been through this form once, live and recorded alike. To
/// pass a pose through it again changes nothing.
package enum PoseBlob {
    /// Layout without hands, which is that of records before there were any, and with them.
    static let layout: UInt8 = 1
    static let handLayout: UInt8 = 2
    /// Layout with a chest, and perhaps hands.
    static let chestLayout: UInt8 = 3
    /// Landmarks that are kept in space: shoulders, elbows, wrists, fingers, hips.
    static let spatial = Landmark.leftShoulder.rawValue...Landmark.rightHip.rawValue

    private static let landmarkCount = Landmark.allCases.count
    private static let missing = Int16.min
    private static let finestPictureStep: Float = 1.0 / 64
    private static let finestSpaceStep: Float = 1.0 / 8192
    private static let meshLevels: Float = 1023

    /// A pose as bytes; `nil` unless it has its 33 landmarks.
    package static func encode(_ pose: BodyPose) -> Data? {
        var bytes = ByteWriter(capacity: 800)
        return put(pose, to: &bytes) ? Data(bytes.bytes) : nil
    }

    /// Writes a pose; false, and nothing is written, unless it has its 33 landmarks.
    package static func put(_ pose: BodyPose, to bytes: inout ByteWriter) -> Bool {
        guard pose.points.count == landmarkCount else { return false }
        let mesh = pose.face.flatMap { $0.points.count <= 255 ? $0 : nil }
        let hands = Side.allCases.map { side in
            pose[hand: side].flatMap { $0.isComplete ? $0 : nil }
        }
        let away = Side.allCases.map { pose[isAway: $0] }
        let known = hands.contains { $0 != nil } || away.contains(true)
        let chest = pose.chest.flatMap { $0.left.isFinite && $0.right.isFinite ? $0 : nil }
        bytes.put(chest != nil ? chestLayout : known ? handLayout : layout)
        let isThere = [pose.motionEnergy != nil, mesh != nil] + hands.map { $0 != nil }
        bytes.put(flags(isThere + away + [chest != nil]))
        bytes.put(UInt8(landmarkCount))
        bytes.put(UInt8(mesh?.points.count ?? 0))
        bytes.put(pose.score)
        bytes.put(pose.motionEnergy ?? 0)
        let picture = pose.points.map { SIMD3($0.x, $0.y, $0.z) }
        put(picture, finest: finestPictureStep, to: &bytes)
        for point in pose.points { bytes.put(share(point.visibility)) }
        let hasSpace = pose.world.count == landmarkCount
        let space = spatial.map { hasSpace ? pose.world[$0] : SIMD3(repeating: Float.nan) }
        put(space, finest: finestSpaceStep, to: &bytes)
        if let mesh { put(mesh.score, mesh.points, to: &bytes) }
        for case let hand? in hands { put(hand.score, hand.points, to: &bytes) }
        if let chest {
            bytes.put(chest.left)
            bytes.put(chest.right)
        }
        return true
    }

    /// The first bit for the first of them, and so on.
    private static func flags(_ bits: [Bool]) -> UInt8 {
        bits.reversed().reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
    }

    /// The pose that was encoded, up to its rounding; `nil` when these are not bytes of this layout.
    /// Landmarks that are not kept in space are `NaN` there.
    package static func decode(_ data: Data) -> BodyPose? {
        var bytes = ByteReader(ArraySlice(data))
        return try? take(from: &bytes)
    }

    /// Reads a pose; `nil` when the bytes are of another layout.
    /// - Throws: ``ByteReader/EndOfBytes``.
    package static func take(from bytes: inout ByteReader) throws -> BodyPose? {
        let kind: UInt8 = try bytes.take()
        let flags: UInt8 = try bytes.take()
        let count: UInt8 = try bytes.take()
        let faceCount: UInt8 = try bytes.take()
        guard (layout...chestLayout).contains(kind), Int(count) == landmarkCount else { return nil }
        let score = try bytes.float()
        let motion = try bytes.float()
        let picture = try points(landmarkCount, from: &bytes)
        var landmarks: [LandmarkPoint] = []
        landmarks.reserveCapacity(landmarkCount)
        for point in picture {
            let visibility: UInt8 = try bytes.take()
            landmarks.append(
                LandmarkPoint(
                    x: point.x, y: point.y, z: point.z, visibility: Float(visibility) / 255))
        }
        var world = [SIMD3<Float>](repeating: SIMD3(repeating: .nan), count: landmarkCount)
        world.replaceSubrange(spatial, with: try points(spatial.count, from: &bytes))
        var pose = BodyPose(
            score: score, points: landmarks, world: world,
            motionEnergy: flags & 1 == 0 || motion.isNaN ? nil : motion)
        if flags & 2 != 0 {
            let (score, points) = try mesh(Int(faceCount), from: &bytes)
            pose.face = FaceMesh(score: score, points: points)
        }
        for (side, bit) in zip(Side.allCases, [4, 8] as [UInt8])
        where kind >= handLayout && flags & bit != 0 {
            let (score, points) = try mesh(HandMesh.Point.allCases.count, from: &bytes)
            pose[hand: side] = HandMesh(score: score, points: points)
        }
        for (side, bit) in zip(Side.allCases, [16, 32] as [UInt8]) where kind >= handLayout {
            pose[isAway: side] = flags & bit != 0
        }
        if kind == chestLayout && flags & 64 != 0 {
            let chest = ChestRise(left: try bytes.float(), right: try bytes.float())
            if chest.left.isFinite, chest.right.isFinite { pose.chest = chest }
        }
        return pose
    }

    // MARK: Points in whole steps

    private static func put(
        _ points: [SIMD3<Float>], finest: Float, to bytes: inout ByteWriter
    ) {
        var largest: Float = 0
        for point in points {
            for axis in 0..<3 where point[axis].isFinite {
                largest = max(largest, abs(point[axis]))
            }
        }
        var step = finest
        while largest > step * 32767 { step *= 2 }
        bytes.put(step)
        for point in points {
            for axis in 0..<3 {
                let value = (point[axis] / step).rounded()
                bytes.put(value.isFinite ? Int16(value) : missing)
            }
        }
    }

    private static func points(
        _ count: Int, from bytes: inout ByteReader
    ) throws -> [SIMD3<Float>] {
        let step = try bytes.float()
        var result: [SIMD3<Float>] = []
        result.reserveCapacity(count)
        for _ in 0..<count {
            var point = SIMD3<Float>.zero
            for axis in 0..<3 {
                let value: Int16 = try bytes.take()
                point[axis] = value == missing ? .nan : Float(value) * step
            }
            result.append(point)
        }
        return result
    }

    /// 0…1 in 255ths.
    private static func share(_ value: Float) -> UInt8 {
        value.isFinite ? UInt8((min(max(value, 0), 1) * 255).rounded()) : 0
    }

    // MARK: Meshes

    private static func put(
        _ score: Float, _ mesh: [SIMD3<Float>], to bytes: inout ByteWriter
    ) {
        bytes.put(score)
        var origin = SIMD3<Float>.zero
        var step = SIMD3<Float>(repeating: 1)
        for axis in 0..<3 {
            let values = mesh.map { $0[axis] }
            origin[axis] = values.lazy.filter(\.isFinite).min() ?? 0
            step[axis] = meshStep(values, from: origin[axis])
            bytes.put(origin[axis])
            bytes.put(step[axis])
        }
        for point in mesh {
            var packed: UInt32 = 0
            for axis in 0..<3 {
                let level = meshLevel(point[axis], origin[axis], step[axis])
                packed |= UInt32(level) << UInt32(10 * axis)
            }
            bytes.put(packed)
        }
    }

    /// 0…1023; 0 for a number that is not finite.
    private static func meshLevel(_ value: Float, _ origin: Float, _ step: Float) -> Float {
        let level = ((value - origin) / step).rounded()
        return level.isFinite ? min(max(level, 0), meshLevels) : 0
    }

    /// A 1023rd of the range of values. Of values that have been through this form already it is the
    /// very step that they were made with, which their range, rounded, gives to some last digits only.
    private static func meshStep(_ values: [Float], from lowest: Float) -> Float {
        let highest = values.lazy.filter(\.isFinite).max() ?? 0
        let range = highest - lowest
        guard range > 0, range.isFinite else { return 1 }
        let step = range / meshLevels
        // The last digit of the largest value, in last digits of the step.
        let reach = max(abs(highest), abs(lowest)).ulp / meshLevels / step.ulp
        var (below, above) = (step, step)
        for _ in 0...Int(min(reach, 1000) + 4) {
            for candidate in [below, above]
            where values.allSatisfy({
                lowest + meshLevel($0, lowest, candidate) * candidate == $0
            }) {
                return candidate
            }
            below = below.nextDown
            above = above.nextUp
        }
        return step
    }

    private static func mesh(
        _ count: Int, from bytes: inout ByteReader
    ) throws -> (score: Float, points: [SIMD3<Float>]) {
        let score = try bytes.float()
        var origin = SIMD3<Float>.zero
        var step = SIMD3<Float>.zero
        for axis in 0..<3 {
            origin[axis] = try bytes.float()
            step[axis] = try bytes.float()
        }
        var points: [SIMD3<Float>] = []
        points.reserveCapacity(count)
        for _ in 0..<count {
            let packed: UInt32 = try bytes.take()
            var point = SIMD3<Float>.zero
            for axis in 0..<3 {
                point[axis] =
                    origin[axis] + Float((packed >> UInt32(10 * axis)) & 1023) * step[axis]
            }
            points.append(point)
        }
        return (score, points)
    }
}
