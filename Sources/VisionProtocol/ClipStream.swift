import Base
import Foundation

/// What `attune` sends to the vision process on its standard input for a clip: one `request`, then
/// `frame`s in time order, then `end`. A stream that stops before `end` makes no clip.
///
/// Records as in ``WireFormat``; a frame of two people takes 612 bytes.
package enum ClipMessage: Sendable, Equatable {
    case request(ClipRequest)
    case frame(ClipFrame)
    case end

    /// The argument with which the vision process draws a clip.
    package static let argument = "clip"

    private enum Kind: UInt8 {
        case request = 33
        case frame, end
    }

    /// The message as a record.
    package func encoded() throws -> [UInt8] {
        switch self {
        case .request(let value):
            WireFormat.record(Kind.request.rawValue, Array(try JSONEncoder().encode(value)))
        case .frame(let frame): WireFormat.record(Kind.frame.rawValue, Self.bytes(frame))
        case .end: WireFormat.record(Kind.end.rawValue, [])
        }
    }

    private static func bytes(_ frame: ClipFrame) -> [UInt8] {
        var writer = ByteWriter(capacity: 1024)
        writer.put(frame.time)
        writer.put(UInt8(frame.figures.count))
        for figure in frame.figures {
            writer.put(UInt8(figure?.points.count ?? 0))
            guard let figure else { continue }
            writer.put(figure.picture)
            for point in figure.points {
                writer.put(point.x)
                writer.put(point.y)
                writer.put(point.visibility)
            }
        }
        return writer.bytes
    }

    static func decode(_ code: UInt8, _ payload: ArraySlice<UInt8>) throws -> ClipMessage {
        switch Kind(rawValue: code) {
        case .request:
            .request(try JSONDecoder().decode(ClipRequest.self, from: Data(payload)))
        case .frame: .frame(try frame(payload))
        case .end: .end
        case nil: throw WireError.notARecord
        }
    }

    private static func frame(_ payload: ArraySlice<UInt8>) throws -> ClipFrame {
        var reader = ByteReader(payload)
        let time = try reader.double()
        let people: UInt8 = try reader.take()
        var frame = ClipFrame(time: time, figures: [])
        for _ in 0..<people {
            let count: UInt8 = try reader.take()
            guard count > 0 else {
                frame.figures.append(nil)
                continue
            }
            var figure = ClipFrame.Figure(picture: try reader.take(), points: [])
            for _ in 0..<count {
                figure.points.append(
                    .init(
                        x: try reader.float(), y: try reader.float(), visibility: try reader.take()
                    ))
            }
            frame.figures.append(figure)
        }
        return frame
    }
}

/// Cuts the stream of a clip into messages, whatever the pieces it arrives in.
package struct ClipReader {
    private var cutter = RecordCutter()

    package init() {}

    /// Adds bytes and gives the messages that are complete.
    package mutating func append(_ bytes: some Sequence<UInt8>) throws -> [ClipMessage] {
        try cutter.append(bytes, ClipMessage.decode)
    }
}
