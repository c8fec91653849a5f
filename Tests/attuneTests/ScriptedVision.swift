import Posture
import Base
import Foundation
import TestSupport
import Testing
import VisionProtocol

/// The built `attune` beside a vision process that repeats what the real one saw of a short clip, so
/// that a run can be cut off at a chosen event, and goes on from any checkpoint as the contract asks.
struct ScriptedVision {
    let folder: URL
    let video: String
    private let events: [TrackingEvent]
    /// Events after every one of which there is a checkpoint.
    static let checkpointInterval = 10

    /// - Parameter folder: an empty folder of the test's own.
    init(in folder: URL) throws {
        self.folder = folder
        video = folder.appendingPathComponent("clip.mp4").path
        try Program.ffmpeg(["-t", "4", "-i", Program.example("helle.mp4"), "-c", "copy", video])
        let seen = folder.appendingPathComponent("seen")
        let request = String(
            decoding: try JSONEncoder().encode(TrackingRequest(videos: [video])), as: UTF8.self)
        let run = try Program.run([
            "sh", "-c", "printf '%s\\n' \"$1\" | \"$0\" request $3 > \"$2\"",
            Program.products.appendingPathComponent("attune-vision").path, request, seen.path,
            Kernel.confines ? "" : ConfinementReport.waiver,
        ])
        try #require(run.status == 0)
        var reader = EventReader()
        events = try Self.withCheckpoints(reader.append(Data(contentsOf: seen)))
        try install()
    }

    /// What comes before the first frame, also when a run goes on.
    private var beginning: ArraySlice<TrackingEvent> {
        events.prefix { if case .frame = $0 { false } else { true } }
    }

    /// Checkpoints of our own in place of the tracker's, which come by the clock.
    private static func withCheckpoints(_ events: [TrackingEvent]) -> [TrackingEvent] {
        var frames = 0
        return events.filter { $0 != .alive }.flatMap { event -> [TrackingEvent] in
            if case .checkpoint = event { return [] }
            guard case .frame(let frame) = event else { return [event] }
            frames += 1
            guard frames % checkpointInterval == 0 else { return [event] }
            let state = Data(String(format: "%06d", frames).utf8)
            return [event, .checkpoint(TrackingCheckpoint(time: frame.time, state: state))]
        }
    }

    var count: Int { events.count }

    private var program: String { folder.appendingPathComponent("bin/attune").path }

    /// A folder with the program, its plotting library and the script.
    private func install() throws {
        let manager = FileManager.default
        let bin = folder.appendingPathComponent("bin")
        let share = folder.appendingPathComponent("share/attune")
        try manager.createDirectory(at: bin, withIntermediateDirectories: true)
        try manager.createDirectory(at: share, withIntermediateDirectories: true)
        try manager.copyItem(
            atPath: Program.products.appendingPathComponent("attune").resolvingSymlinksInPath()
                .path,
            toPath: program)
        try manager.createSymbolicLink(
            at: share.appendingPathComponent("d3.min.js"),
            withDestinationURL: Program.repository.appendingPathComponent(".deps/js/d3.min.js"))
        for (index, event) in events.enumerated() {
            guard case .checkpoint(let checkpoint) = event else { continue }
            try write(
                beginning + events[(index + 1)...],
                "rest-" + Self.name(of: checkpoint.state))
        }
        try write(events, "all")
    }

    /// A file name for a state: of its text as it stands in the request, which escapes slashes.
    private static func name(of state: Data) -> String {
        let text = state.base64EncodedString().replacingOccurrences(of: "/", with: "\\/")
        return Digest.sha256(Array(text.utf8))
    }

    private func write(_ events: some Sequence<TrackingEvent>, _ name: String) throws {
        let bytes = try events.flatMap { try WireFormat.encode($0) }
        try Data(bytes).write(to: folder.appendingPathComponent(name))
    }

    /// What the vision process does when it is not asked to go on.
    enum Ending {
        case whole
        /// The program that started it is killed after so many events.
        case killed(after: Int)
        /// Nothing comes any more after so many events.
        case stuck(after: Int)
    }

    func analyze(_ output: URL, _ ending: Ending = .whole, _ more: [String] = []) throws -> Program
    {
        var tail = ""
        var wrapper: [String] = []
        var count = events.count
        switch ending {
        case .whole: break
        case .killed(let events):
            count = events
            tail = "sleep 0.1; kill -9 $PPID"
        case .stuck(let events):
            count = events
            tail = "exec sleep 60"
            // Long enough to begin a record.
            let patience = AddressSanitizer.isOn ? "30" : "3"
            wrapper = ["timeout", "--preserve-status", "-s", "INT", patience]
        }
        // What comes in the first half is old enough to be in the record before the second is there: the program
        // may have been slow to begin one.
        try write(Array(events.prefix(count / 2)), "first")
        try write(Array(events.prefix(count).dropFirst(count / 2)), "second")
        let script = """
            #!/bin/sh
            cd '\(folder.path)'
            IFS= read -r request
            case "$request" in
            *'"state":"'*) state=${request##*'"state":"'}; state=${state%%'"'*}
                exec cat "rest-$(printf %s "$state" | sha256sum | cut -d' ' -f1)" ;;
            esac
            cat first
            tries=0
            until [ -s '\(output.path)/session.partial.sqlite-wal' ] || [ $tries -gt 400 ]; do
                sleep 0.05; tries=$((tries + 1))
            done
            sleep 0.8
            cat second
            \(tail)
            """
        let vision = folder.appendingPathComponent("bin/attune-vision")
        try Data(script.utf8).write(to: vision)
        chmod(vision.path, 0o700)
        return try Program.run(
            wrapper + [
                program, "analyze", video, "--consent", Program.example("helle.consent.json"),
                "--output", output.path, "--progress", "none",
            ] + more)
    }
}
