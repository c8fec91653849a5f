import Base
import Foundation
import VisionProtocol
import Workflows

/// Shows how the pictures of a camera arrive: a line per second for people, a line per picture for
/// programs.
struct CameraWatch {
    let json: Bool

    func run(_ request: CameraRequest, path: String, seconds: Double) throws {
        var second = Second()
        var seen = 0
        var process = try AnswerProcess<CameraAnswer>(request)
        try process.run { answer in
            switch answer {
            case .watching(let words): Terminal.tell(words)
            case .event(let words): Console().warning(words)
            case .frame(let frame):
                seen += 1
                if json {
                    try show(frame)
                } else if second.add(frame) {
                    try say { try Terminal.sayNow(second.line) }
                    second = Second()
                }
            case .cameras, .failure: break
            }
        }
        if !json, second.count > 0 { try say { try Terminal.sayNow(second.line) } }
        guard seen == 0, !Interruption.isRequested else { return }
        throw Failure.unavailable(
            "\(path) sent no picture in \(DecimalText.text(seconds, decimals: 1, atLeast: 0)) s",
            remedy: "unplug it and plug it in again, or try another port")
    }

    private func show(_ frame: WatchedFrame) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let line = String(decoding: try encoder.encode(frame), as: UTF8.self)
        try say { try Terminal.sayNow(json: line) }
    }

    /// - Throws: when nobody reads it any more.
    private func say(_ line: () throws -> Void) throws {
        do { try line() } catch {
            throw Failure.cannotCreate(
                "nobody reads standard output any more", remedy: "keep the reader open")
        }
    }
}

/// The pictures of about one second.
private struct Second {
    private(set) var count = 0
    private var first = 0.0
    private var last = 0.0
    private var delays: [Double] = []
    private var skipped = 0
    private var dropped = 0
    private var damaged = 0

    /// True when a second is full.
    mutating func add(_ frame: WatchedFrame) -> Bool {
        if count == 0 { first = frame.time }
        count += 1
        last = frame.time
        delays.append(frame.delay)
        skipped += frame.skipped
        dropped += frame.dropped
        damaged += frame.damaged
        return last - first >= 1
    }

    var line: String {
        let rate = last > first ? Double(count - 1) / (last - first) : 0
        let delay = delays.sorted()[delays.count / 2] * 1000
        let most = (delays.max() ?? 0) * 1000
        return String(
            format: "%7.1f s  %5.1f frames/s  delay %4.0f ms (at most %.0f)  "
                + "skipped %d, dropped %d, damaged %d",
            last, rate, delay, most, skipped, dropped, damaged)
    }
}
