// The process that touches pixels: takes a TrackingRequest as JSON in its only argument and writes
// TrackingEvents to standard output; or a CameraRequest, which it answers with lines of JSON. `attune`
// starts it; nobody needs to run it by hand.
import Foundation
import Vision
import VisionLink

signal(SIGPIPE, SIG_IGN)

func emit(_ event: TrackingEvent) throws {
    try FileHandle.standardOutput.write(contentsOf: Data(WireFormat.encode(event)))
}

func emit(_ answer: CameraAnswer) throws {
    try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(answer) + Data("\n".utf8))
}

/// Answers when the argument is about cameras; false when it is not.
func answersAboutCameras() throws -> Bool {
    guard CommandLine.arguments.count == 2,
        let request = try? JSONDecoder().decode(
            CameraRequest.self, from: Data(CommandLine.arguments[1].utf8))
    else { return false }
    try Cameras.answer(request, emit: emit)
    return true
}

do {
    if try answersAboutCameras() { exit(0) }
} catch {
    exit(70)
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
