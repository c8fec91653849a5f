// The process that touches pixels: takes a TrackingRequest as JSON in its only argument and writes
// TrackingEvents to standard output; live, it takes orders on standard input. Or a CameraRequest, which
// it answers with lines of JSON. `attune` starts it; nobody needs to run it by hand.
import Foundation
import Vision
import VisionLink

signal(SIGPIPE, SIG_IGN)

@Sendable func emit(_ event: TrackingEvent) throws {
    try FileHandle.standardOutput.write(contentsOf: Data(WireFormat.encode(event)))
}

/// The next order; bytes that are none are passed over.
@Sendable func order() -> LiveOrder? {
    var byte: UInt8 = 0
    while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 1, let order = LiveOrder(rawValue: byte) { return order }
        if count == 0 || count < 0 && errno != EINTR { return nil }
    }
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
    if request.live == nil {
        try Tracking.run(request, emit: emit)
    } else {
        // Ctrl-C reaches this process too; when to end is for the one that started it to say.
        signal(SIGINT, SIG_IGN)
        try LiveTracking.run(request, orders: order, emit: emit)
    }
} catch {
    // The reader has gone away: nothing is left to say, and nobody to say it to.
    exit(70)
}
