import Base
import Foundation
package import VisionProtocol

/// The process that decodes and infers, and the stream of events it sends.
///
/// It is a process of its own so that commands which touch no video need not load its libraries, and
/// so that a decoder that crashes takes nothing along.
package struct VisionProcess {
    private let child: VisionChild
    /// Whether orders may be sent.
    private let isLive: Bool
    /// The last frame of a resumed measurement, seconds.
    private let lastTime: Double?
    /// How many frames it may report.
    private let pace: FramePace

    /// How long nothing may come before the process is taken to hang, seconds. It says something
    /// every second while it decodes, and loads its networks in a few.
    private let silenceTimeout: Double
    /// How long nothing but signs of life may come, seconds: a video is decoded without a frame to where
    /// an interrupted measurement had come, and the rest of a second video after the first one's end.
    private let progressTimeout: Double

    /// - Parameter files: those that the request names, in its order; a camera is none.
    init(_ request: TrackingRequest, files: [OpenRecording]) throws {
        isLive = request.live != nil
        lastTime = request.checkpoint?.time
        pace = FramePace(
            rate: request.rate, bytes: files.isEmpty ? nil : files.map(\.size).reduce(0, +))
        // A camera may be away for longer than any decoder should take.
        let isCamera = request.live?.isCamera ?? false
        let timeout = Self.timeout()
        silenceTimeout = isCamera ? .infinity : timeout
        progressTimeout = isCamera ? .infinity : 10 * timeout + Self.decodingTimeout(files)
        child = try VisionChild(request, files: files, isLast: !isLive)
    }

    /// Lets every vision process of this program look at videos where the kernel cannot confine it.
    package static func allowUnconfined() { VisionChild.allowUnconfined() }

    /// What the vision process can do here.
    ///
    /// - Throws: ``Failure`` when it does not run.
    package static func check() throws -> VisionCheck {
        let child = try VisionChild(VisionCheck.argument)
        defer { child.stop() }
        var said = Data()
        var timeout = Timeout(timeout())
        while !timeout.isOver(), said.count < 1 << 20 {
            guard let data = child.read(within: 200) else { continue }
            if data.isEmpty { break }
            said += data
        }
        if let check = try? JSONDecoder().decode(VisionCheck.self, from: said) { return check.safe }
        throw neverStarted(child, child.ending() ?? "it said nothing")
    }

    /// How the stream ended.
    enum Ending {
        case complete(TrackingEnd)
        case failed(Failure)
        /// The user asked to stop.
        case interrupted
        /// The process died on its own; how, in words.
        case died(String)
        /// What did not come for how long, in words.
        case hung(String)
        /// The process ended before it said anything: it cannot run here.
        case neverStarted(Failure)
    }

    /// Sends an order to a live measurement; does nothing when it has ended already.
    func send(_ order: TrackingControl) {
        guard isLive, child.isRunning else { return }
        try? child.input.write(contentsOf: Data([order.rawValue]))
    }

    /// Hands every event to `handle` until the stream ends or `isOver`; `handle` may throw to stop it,
    /// and so may `idle`, which is called after all that has come, and at least once in `wait`
    /// milliseconds. While `isPaused` no frame is waited for.
    func run(
        wait: Int32 = 200, isOver: () -> Bool = { Interruption.isRequested },
        isPaused: () -> Bool = { false },
        _ handle: (TrackingEvent) throws -> Void, idle: () throws -> Void
    ) throws -> Ending {
        defer { child.stop() }
        var reader = EventReader(after: lastTime, pace: pace)
        var hasReported = false
        var silence = Timeout(silenceTimeout)
        var standstill = Timeout(progressTimeout)
        while !isOver() {
            try idle()
            if isPaused() { standstill.restart() }
            if standstill.isOver() {
                return .hung("no picture was measured for \(Int(progressTimeout)) s")
            }
            guard let data = child.read(within: wait) else {
                guard !silence.isOver() else {
                    return .hung("nothing came for \(Int(silenceTimeout)) s")
                }
                continue
            }
            silence.restart()
            if data.isEmpty { return isOver() ? .interrupted : death(hasReported) }
            guard let events = try? reader.append(data) else { return .died(Self.unreadable) }
            for event in events {
                hasReported = true
                if event.isProgress { standstill.restart() }
                switch event {
                case .end(let end): return .complete(end)
                case .failure(let failure): return .failed(failure)
                default: try handle(event)
                }
            }
            if reader.isBroken { return .died(Self.unreadable) }
        }
        return .interrupted
    }

    private static let unreadable = "unreadable events"

    /// How long a process that works may say nothing, seconds.
    static func timeout() -> Double {
        #if DEBUG
            // For tests, which cannot wait a minute.
            if let text = ProcessInfo.processInfo.environment["ATTUNE_PATIENCE"],
                let seconds = Double(text)
            {
                return seconds
            }
        #endif
        return 60
    }

    /// How long the files may take to be decoded, seconds: 4 s for every megabyte, as for a recording of
    /// 20 Mbit/s that is decoded at a tenth of its speed.
    static func decodingTimeout(_ files: [OpenRecording]) -> Double {
        files.map { Double($0.size) }.reduce(0, +) / 250_000
    }

    /// How the process ended, whose output has.
    private func death(_ hasReported: Bool) -> Ending {
        let words = child.ending() ?? "status 0"
        return hasReported ? .died(words) : .neverStarted(Self.neverStarted(child, words))
    }

    private static func neverStarted(_ child: VisionChild, _ how: String) -> Failure {
        let reason = [how, child.complaint].compactMap { $0 }.joined(separator: ": ")
        return Failure.software(
            "attune-vision does not run here (\(reason))",
            remedy: Installation.current.repair)
    }
}

extension TrackingEvent {
    /// The measurement has come farther.
    fileprivate var isProgress: Bool {
        switch self {
        case .frame, .liveFrame, .source, .chapter: true
        default: false
        }
    }
}
