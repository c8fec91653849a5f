import Base
import Posture

/// Cuts a byte stream into events, whatever the pieces it arrives in, and holds it to what a stream may
/// be: ``EventLimits``, times that rise, checkpoints of the frame before them.
///
/// ```swift
/// for event in try reader.append(bytes) { … }
/// if reader.isBroken { … }
/// ```
package struct EventReader {
    private var cutter = RecordCutter()
    private var order: EventOrder

    /// - Parameters:
    ///   - time: of the last frame of the run that this one resumes, seconds.
    ///   - pace: how many frames may come.
    package init(after time: Double? = nil, pace: FramePace = FramePace()) {
        order = EventOrder(after: time, pace: pace)
    }

    /// True when the stream stopped inside a record.
    package var isInsideRecord: Bool { cutter.isInsideRecord }

    /// True when the bytes after the last events make no event; there will be no more.
    package var isBroken: Bool { cutter.fault != nil }

    /// Adds bytes and gives the events that are complete, those before a broken one too.
    /// - Throws: ``WireError`` or ``ByteReader/EndOfBytes`` when there are none before it.
    package mutating func append(_ bytes: some Sequence<UInt8>) throws -> [TrackingEvent] {
        var order = order
        defer { self.order = order }
        return try cutter.append(bytes) { code, payload in
            guard let kind = WireFormat.Kind(rawValue: code) else { throw WireError.notARecord }
            let event = try WireFormat.decode(kind, payload).admitted()
            try order.take(event)
            return event
        }
    }
}

/// What one event must be after the others.
private struct EventOrder {
    private var lastTime: Double?
    /// True when the last event was a frame.
    private var isAfterFrame = false
    private var counts: [WireFormat.Kind: Int] = [:]

    private var pace: FramePace

    init(after time: Double?, pace: FramePace) {
        lastTime = time
        self.pace = pace
    }

    mutating func take(_ event: TrackingEvent) throws {
        let wasAfterFrame = isAfterFrame
        isAfterFrame = false
        switch event {
        case .frame(let frame), .liveFrame(let frame, _):
            if let lastTime {
                // A hair less, for the rounding of two timestamps.
                let step = EventLimits.shortestStep * 0.999
                try EventLimits.require(frame.time - lastTime >= step)
            }
            try EventLimits.require(pace.take(frame.time))
            lastTime = frame.time
            isAfterFrame = true
        case .checkpoint(let checkpoint):
            try EventLimits.require(wasAfterFrame && checkpoint.time == lastTime)
        case .source: try count(.source, to: EventLimits.sources)
        case .chapter: try count(.chapter, to: EventLimits.sources * Footage.mostFiles)
        case .confinement: try count(.confinement, to: EventLimits.confinements)
        case .warning: try count(.warning, to: EventLimits.warnings)
        case .swap: try count(.swap, to: EventLimits.remarks)
        case .forget: try count(.forget, to: EventLimits.remarks)
        case .uncertain: try count(.uncertain, to: EventLimits.remarks)
        case .camera: try count(.camera, to: EventLimits.cameraNotices)
        // Of no lasting effect, or the last one.
        case .picture, .alive, .failure, .end: break
        }
    }

    private mutating func count(_ kind: WireFormat.Kind, to limit: Int) throws {
        counts[kind, default: 0] += 1
        try EventLimits.require(counts[kind, default: 0] <= limit)
    }
}

/// Cuts a byte stream into records: a kind, and what it holds.
struct RecordCutter {
    private var buffer: [UInt8] = []
    private var start = 0
    /// Why nothing is cut any more.
    private(set) var fault: (any Error)?

    /// True when the stream stopped inside a record.
    var isInsideRecord: Bool { start < buffer.count }

    /// Adds bytes and gives what `decode` makes of the records that are complete.
    /// - Throws: what `decode` throws, or ``WireError``, when no record comes before the broken one; else
    ///   it is thrown by the next call.
    mutating func append<Value>(
        _ bytes: some Sequence<UInt8>,
        _ decode: (_ kind: UInt8, _ payload: ArraySlice<UInt8>) throws -> Value
    ) throws -> [Value] {
        if let fault { throw fault }
        buffer.append(contentsOf: bytes)
        var values: [Value] = []
        do {
            while let value = try next(decode) { values.append(value) }
        } catch {
            fault = error
            buffer = []
            start = 0
            guard !values.isEmpty else { throw error }
            return values
        }
        buffer.removeFirst(start)
        start = 0
        return values
    }

    private mutating func next<Value>(
        _ decode: (_ kind: UInt8, _ payload: ArraySlice<UInt8>) throws -> Value
    ) throws -> Value? {
        guard buffer.count - start >= 5 else { return nil }
        var header = ByteReader(buffer[start..<start + 5])
        let kind: UInt8 = try header.take()
        let length = Int(try header.take() as UInt32)
        guard length <= WireFormat.longestPayload else { throw WireError.notARecord }
        guard buffer.count - start - 5 >= length else { return nil }
        defer { start += 5 + length }
        return try decode(kind, buffer[start + 5..<start + 5 + length])
    }
}
