// The process that touches pixels: takes a TrackingRequest as JSON in its only argument and writes
// TrackingEvents to standard output; or, with the argument `clip`, draws what ClipMessages on standard
// input say, and writes one event at the end. `attune` starts it; nobody needs to run it by hand.
import Foundation
import Vision
import VisionLink

signal(SIGPIPE, SIG_IGN)

func emit(_ event: TrackingEvent) throws {
    try FileHandle.standardOutput.write(contentsOf: Data(WireFormat.encode(event)))
}

/// Draws a clip; 0 when it is complete.
func drawClip() throws -> Int32 {
    var reader = ClipReader()
    var rendering = ClipRendering()
    do {
        while case let data = FileHandle.standardInput.availableData, !data.isEmpty {
            for message in try reader.append(data) where try rendering.take(message) {
                try emit(
                    .end(TrackingEnd(videos: [], measured: rendering.frames, damaged: 0, people: 0))
                )
                return 0
            }
        }
    } catch let failure as TrackingFailure {
        try emit(.failure(failure))
    }
    // Whoever sends has gone away.
    return 70
}

if CommandLine.arguments.dropFirst() == [ClipMessage.argument] {
    exit((try? drawClip()) ?? 70)
}

guard CommandLine.arguments.count == 2,
    let request = try? JSONDecoder().decode(
        TrackingRequest.self, from: Data(CommandLine.arguments[1].utf8))
else {
    FileHandle.standardError.write(Data("attune-vision is started by attune\n".utf8))
    exit(64)
}
do {
    try Tracking.run(request, emit: emit)
} catch {
    // The reader has gone away: nothing is left to say, and nobody to say it to.
    exit(70)
}
