import Foundation
import Posture

/// The bytes between the vision process and `attune`: records of one kind byte, a 32-bit length and
/// the payload, little-endian. Both ends are of one build; the format is not stored anywhere.
package enum WireFormat {
    /// Larger records are taken for a broken stream.
    static let longestPayload = 1 << 20

    enum Kind: UInt8 {
        case source = 1
        case frame, relabel, warning, failure, end, forget, identity, checkpoint
        case confinement, alive
        case liveFrame, camera, picture
    }

    /// One event as a record.
    package static func encode(_ event: TrackingEvent) throws -> [UInt8] {
        switch event {
        case .source(let value): return record(.source, try json(value))
        case .frame(let frame): return record(.frame, encode(frame))
        case .liveFrame(let frame, let timing):
            return record(.liveFrame, encode(timing) + encode(frame))
        case .camera(let value): return record(.camera, try json(value))
        case .picture(let bytes): return record(.picture, bytes)
        case .relabel: return record(.relabel, [])
        case .forget(let seat): return record(.forget, [UInt8(clamping: seat)])
        case .identity(let value): return record(.identity, try json(value))
        case .warning(let text): return record(.warning, Array(text.utf8))
        case .checkpoint(let value): return record(.checkpoint, encode(value))
        case .failure(let value): return record(.failure, try json(value))
        case .end(let value): return record(.end, try json(value))
        case .confinement(let value): return record(.confinement, try json(value))
        case .alive: return record(.alive, [])
        }
    }

    private static func json(_ value: some Encodable) throws -> [UInt8] {
        try Array(JSONEncoder().encode(value))
    }

    private static func encode(_ timing: LiveTiming) -> [UInt8] {
        var writer = ByteWriter(capacity: 32)
        writer.put(timing.captured.bitPattern)
        writer.put(timing.tracked.bitPattern)
        writer.put(timing.emitted.bitPattern)
        writer.put(UInt32(clamping: timing.missed))
        writer.put(UInt32(clamping: timing.dropped))
        return writer.bytes
    }

    private static func decodeTiming(_ reader: inout ByteReader) throws -> LiveTiming {
        LiveTiming(
            captured: Double(bitPattern: try reader.take()),
            tracked: Double(bitPattern: try reader.take()),
            emitted: Double(bitPattern: try reader.take()),
            missed: Int(try reader.take() as UInt32), dropped: Int(try reader.take() as UInt32))
    }

    private static func encode(_ checkpoint: TrackingCheckpoint) -> [UInt8] {
        var writer = ByteWriter(capacity: checkpoint.state.count + 8)
        writer.put(checkpoint.time.bitPattern)
        writer.bytes.append(contentsOf: checkpoint.state)
        return writer.bytes
    }

    private static func record(_ kind: Kind, _ payload: [UInt8]) -> [UInt8] {
        record(kind.rawValue, payload)
    }

    static func record(_ kind: UInt8, _ payload: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: payload.count + 5)
        writer.put(kind)
        writer.put(UInt32(payload.count))
        writer.bytes.append(contentsOf: payload)
        return writer.bytes
    }

    private static func encode(_ frame: DyadFrame) -> [UInt8] {
        var writer = ByteWriter(capacity: 4096)
        writer.put(frame.time.bitPattern)
        writer.put(UInt8(frame.poses.count))
        for pose in frame.poses {
            writer.put(UInt8(pose == nil ? 0 : 1))
            if let pose { encode(pose, to: &writer) }
        }
        return writer.bytes
    }

    private static func encode(_ pose: BodyPose, to writer: inout ByteWriter) {
        writer.put(pose.score)
        writer.put(pose.motionEnergy ?? .nan)
        writer.put(UInt8(pose.points.count))
        for point in pose.points {
            writer.put(point.x)
            writer.put(point.y)
            writer.put(point.z)
            writer.put(point.visibility)
        }
        for point in pose.world { writer.put(point) }
        writer.put(UInt16(pose.face?.points.count ?? 0))
        if let face = pose.face {
            writer.put(face.score)
            for point in face.points { writer.put(point) }
        }
    }

    static func decode(_ kind: Kind, _ payload: ArraySlice<UInt8>) throws -> TrackingEvent {
        var reader = ByteReader(payload)
        func json<Value: Decodable>() throws -> Value {
            try JSONDecoder().decode(Value.self, from: Data(payload))
        }
        switch kind {
        case .source: return .source(try json())
        case .frame: return .frame(try decodeFrame(&reader))
        case .liveFrame:
            let timing = try decodeTiming(&reader)
            return .liveFrame(try decodeFrame(&reader), timing)
        case .camera: return .camera(try json())
        case .picture: return .picture(Array(payload))
        case .relabel: return .relabel
        case .forget:
            let seat: UInt8 = try reader.take()
            return .forget(Int(seat))
        case .identity: return .identity(try json())
        case .warning: return .warning(String(decoding: payload, as: UTF8.self))
        case .failure: return .failure(try json())
        case .end: return .end(try json())
        case .confinement: return .confinement(try json())
        case .alive: return .alive
        case .checkpoint: return .checkpoint(try decodeCheckpoint(payload))
        }
    }

    private static func decodeCheckpoint(_ payload: ArraySlice<UInt8>) throws -> TrackingCheckpoint
    {
        var reader = ByteReader(payload)
        let time = Double(bitPattern: try reader.take())
        let state = Data(payload.dropFirst(MemoryLayout<UInt64>.size))
        guard state.count <= TrackingCheckpoint.largestState else { throw WireError.notARecord }
        return TrackingCheckpoint(time: time, state: state)
    }

    private static func decodeFrame(_ reader: inout ByteReader) throws -> DyadFrame {
        let time = Double(bitPattern: try reader.take())
        let count: UInt8 = try reader.take()
        var poses: [BodyPose?] = []
        for _ in 0..<count {
            let present: UInt8 = try reader.take()
            poses.append(present == 0 ? nil : try decodePose(&reader))
        }
        return DyadFrame(time: time, poses: poses)
    }

    private static func decodePose(_ reader: inout ByteReader) throws -> BodyPose {
        let score = try reader.float()
        let motion = try reader.float()
        let count: UInt8 = try reader.take()
        var points: [LandmarkPoint] = []
        points.reserveCapacity(Int(count))
        for _ in 0..<count {
            points.append(
                LandmarkPoint(
                    x: try reader.float(), y: try reader.float(), z: try reader.float(),
                    visibility: try reader.float()))
        }
        var world: [SIMD3<Float>] = []
        world.reserveCapacity(Int(count))
        for _ in 0..<count { world.append(try reader.vector()) }
        let faceCount: UInt16 = try reader.take()
        var face: FaceMesh?
        if faceCount > 0 {
            let faceScore = try reader.float()
            var mesh: [SIMD3<Float>] = []
            mesh.reserveCapacity(Int(faceCount))
            for _ in 0..<faceCount { mesh.append(try reader.vector()) }
            face = FaceMesh(score: faceScore, points: mesh)
        }
        return BodyPose(
            score: score, points: points, world: world, face: face,
            motionEnergy: motion.isNaN ? nil : motion)
    }
}

/// What can be wrong with a byte stream.
package enum WireError: Error, Equatable {
    case notARecord
    case shortRecord
}

struct ByteWriter {
    var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func put(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ value: Float) { put(value.bitPattern) }

    mutating func put(_ value: SIMD3<Float>) {
        put(value.x)
        put(value.y)
        put(value.z)
    }
}

struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func take<Value: FixedWidthInteger>() throws -> Value {
        let size = MemoryLayout<Value>.size
        guard rest.count >= size else { throw WireError.shortRecord }
        let value = rest.withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
        rest = rest.dropFirst(size)
        return Value(littleEndian: value)
    }

    mutating func float() throws -> Float { Float(bitPattern: try take()) }

    mutating func vector() throws -> SIMD3<Float> {
        SIMD3(try float(), try float(), try float())
    }
}
