import Base
import Foundation
import Posture

/// The bytes between the vision process and `attune`: records of one kind byte, a 32-bit length and
/// the payload, little-endian. Both ends are of one build; the format is not stored anywhere.
package enum WireFormat {
    /// Larger records are taken for a broken stream.
    static let longestPayload = 1 << 20

    enum Kind: UInt8 {
        case source = 1
        case frame, swap, warning, failure, end, forget, uncertain, checkpoint
        case confinement, alive
        case liveFrame, camera, picture
        case chapter
    }

    /// One event as a record.
    package static func encode(_ event: TrackingEvent) throws -> [UInt8] {
        switch event {
        case .source(let value): return record(.source, try json(value))
        case .chapter(let value): return record(.chapter, try json(value))
        case .frame(let frame): return record(.frame, try encode(frame))
        case .liveFrame(let frame, let timing):
            return record(.liveFrame, encode(timing) + (try encode(frame)))
        case .camera(let value): return record(.camera, try json(value))
        case .picture(let bytes): return record(.picture, bytes)
        case .swap: return record(.swap, [])
        case .forget(let seat): return record(.forget, [UInt8(clamping: seat)])
        case .uncertain(let value): return record(.uncertain, try json(value))
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
        writer.put(timing.captured)
        writer.put(timing.tracked)
        writer.put(timing.emitted)
        writer.put(UInt32(clamping: timing.missed))
        writer.put(UInt32(clamping: timing.dropped))
        return writer.bytes
    }

    private static func decodeTiming(_ reader: inout ByteReader) throws -> LiveTiming {
        LiveTiming(
            captured: try reader.double(),
            tracked: try reader.double(),
            emitted: try reader.double(),
            missed: Int(try reader.take() as UInt32), dropped: Int(try reader.take() as UInt32))
    }

    private static func encode(_ checkpoint: TrackingCheckpoint) -> [UInt8] {
        var writer = ByteWriter(capacity: checkpoint.state.count + 8)
        writer.put(checkpoint.time)
        writer.put(checkpoint.state)
        return writer.bytes
    }

    private static func record(_ kind: Kind, _ payload: [UInt8]) -> [UInt8] {
        record(kind.rawValue, payload)
    }

    static func record(_ kind: UInt8, _ payload: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: payload.count + 5)
        writer.put(kind)
        writer.put(UInt32(payload.count))
        writer.put(payload)
        return writer.bytes
    }

    /// - Throws: ``WireError/notARecord`` when a pose lacks landmarks.
    private static func encode(_ frame: DyadFrame) throws -> [UInt8] {
        var writer = ByteWriter(capacity: 1600)
        writer.put(frame.time)
        writer.put(UInt8(clamping: frame.poses.count))
        for pose in frame.poses {
            writer.put(UInt8(pose == nil ? 0 : 1))
            guard pose.map({ PoseBlob.put($0, to: &writer) }) ?? true else {
                throw WireError.notARecord
            }
        }
        return writer.bytes
    }

    static func decode(_ kind: Kind, _ payload: ArraySlice<UInt8>) throws -> TrackingEvent {
        var reader = ByteReader(payload)
        func json<Value: Decodable>() throws -> Value {
            try JSONDecoder().decode(Value.self, from: Data(payload))
        }
        switch kind {
        case .source: return .source(try json())
        case .chapter: return .chapter(try json())
        case .frame: return .frame(try decodeFrame(&reader))
        case .liveFrame:
            let timing = try decodeTiming(&reader)
            return .liveFrame(try decodeFrame(&reader), timing)
        case .camera: return .camera(try json())
        case .picture: return .picture(Array(payload))
        case .swap: return .swap
        case .forget:
            let seat: UInt8 = try reader.take()
            return .forget(Int(seat))
        case .uncertain: return .uncertain(try json())
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
        let time = try reader.double()
        let state = Data(reader.rest)
        guard state.count <= TrackingCheckpoint.largestState else { throw WireError.notARecord }
        return TrackingCheckpoint(time: time, state: state)
    }

    private static func decodeFrame(_ reader: inout ByteReader) throws -> DyadFrame {
        let time = try reader.double()
        let count: UInt8 = try reader.take()
        var poses: [BodyPose?] = []
        for _ in 0..<count {
            let present: UInt8 = try reader.take()
            guard present != 0 else {
                poses.append(nil)
                continue
            }
            guard let pose = try PoseBlob.take(from: &reader) else { throw WireError.notARecord }
            poses.append(pose)
        }
        return DyadFrame(time: time, poses: poses)
    }
}

/// What can be wrong with a byte stream; a record that is too short is ``ByteReader/EndOfBytes``.
package enum WireError: Error, Equatable {
    case notARecord
}
