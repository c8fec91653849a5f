import Base
import Foundation
import Posture
import Testing
import VisionProtocol

/// The built `attune` beside a vision process that says what a test wants it to, with the people of a
/// short clip: a camera can be lost and come back without there being one.
struct ScriptedLive {
    let folder: URL
    private let source: TrackingEvent
    private let frames: [DyadFrame]

    /// A piece of what the vision process says.
    enum Part {
        /// Frames of so many seconds, from a time of the session on.
        case frames(from: Double, seconds: Double)
        case event(TrackingEvent)
        case silence(seconds: Double)
        /// Until the order to stop comes.
        case wait
    }

    /// - Parameter folder: an empty folder of the test's own.
    init(in folder: URL) throws {
        self.folder = folder
        let clip = folder.appendingPathComponent("clip.mp4").path
        try Program.ffmpeg(["-t", "3", "-i", Program.example("helle.mp4"), "-c", "copy", clip])
        let seen = folder.appendingPathComponent("seen")
        let request = String(
            decoding: try JSONEncoder().encode(TrackingRequest(videos: [clip], rate: 12.5)),
            as: UTF8.self)
        let run = try Program.run([
            "sh", "-c", "printf '%s\\n' \"$1\" | \"$0\" request > \"$2\"",
            Program.products.appendingPathComponent("attune-vision").path, request, seen.path,
        ])
        try #require(run.status == 0)
        var reader = EventReader()
        let events = try reader.append(Data(contentsOf: seen))
        frames = events.compactMap { if case .frame(let frame) = $0 { frame } else { nil } }
        source = try #require(events.first { if case .source = $0 { true } else { false } })
        try install()
    }

    private var bin: URL { folder.appendingPathComponent("bin") }

    private func install() throws {
        let manager = FileManager.default
        let share = folder.appendingPathComponent("share/attune")
        try manager.createDirectory(at: bin, withIntermediateDirectories: true)
        try manager.createDirectory(at: share, withIntermediateDirectories: true)
        try manager.copyItem(
            atPath: Program.products.appendingPathComponent("attune").resolvingSymlinksInPath()
                .path, toPath: bin.appendingPathComponent("attune").path)
        try manager.createSymbolicLink(
            at: share.appendingPathComponent("d3.min.js"),
            withDestinationURL: Program.repository.appendingPathComponent(".deps/js/d3.min.js"))
    }

    /// Runs `attune live` on a script; results are in `out`.
    func run(_ parts: [Part], _ more: [String] = [], patience: Double = 60) throws -> Program {
        var script = "#!/bin/sh\ncd '\(folder.path)'\nIFS= read -r request\n"
        for (index, part) in ([.event(source)] + parts).enumerated() {
            switch part {
            case .silence(let seconds): script += "sleep \(seconds)\n"
            case .wait: script += "head -c 1 > order\n"
            case .event(let event): script += try say([event], index)
            case .frames(let start, let seconds):
                let times = stride(from: 0, to: seconds, by: 0.08)
                script += try say(times.map { frame(at: start + $0, Int($0 / 0.08)) }, index)
            }
        }
        let vision = bin.appendingPathComponent("attune-vision")
        try Data(script.utf8).write(to: vision)
        chmod(vision.path, 0o700)
        return try Program.run(
            [
                "env", "ATTUNE_PATIENCE=\(patience)", bin.appendingPathComponent("attune").path,
                "live", "--camera",
                folder.appendingPathComponent("clip.mp4").path, "--consent",
                Program.example("helle.consent.json"), "--output",
                folder.appendingPathComponent("out").path,
            ] + more)
    }

    private func frame(at time: Double, _ index: Int) -> TrackingEvent {
        var frame = frames[index % frames.count]
        frame.time = time
        return .liveFrame(frame, LiveTiming(captured: MonotonicClock.now))
    }

    /// The line of the script that says some events.
    private func say(_ events: [TrackingEvent], _ index: Int) throws -> String {
        let bytes = try events.flatMap { try WireFormat.encode($0) }
        try Data(bytes).write(to: folder.appendingPathComponent("part\(index)"))
        return "cat part\(index)\n"
    }

    /// What says that the measurement has ended.
    static let end = Part.event(
        .end(
            TrackingEnd(videos: [.init(frames: 1, duration: 1)], measured: 1, damaged: 0, people: 2)
        )
    )
}
