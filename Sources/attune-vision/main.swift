// The process that touches pixels: takes a TrackingRequest as JSON in its only argument and writes
// TrackingEvents to standard output; with --check, says what it can do here. `attune` starts it; nobody needs to run it by hand.
import Foundation
import Vision
import VisionLink

Confinement.begin()
signal(SIGPIPE, SIG_IGN)

func emit(_ event: TrackingEvent) throws {
    try FileHandle.standardOutput.write(contentsOf: Data(WireFormat.encode(event)))
}

if CommandLine.arguments == [CommandLine.arguments[0], VisionCheck.argument] {
    let check = Checking.run(confinement: Confinement())
    FileHandle.standardOutput.write(try JSONEncoder().encode(check))
    _exit(0)
}
guard CommandLine.arguments.count == 2,
    let request = try? JSONDecoder().decode(
        TrackingRequest.self, from: Data(CommandLine.arguments[1].utf8))
else {
    FileHandle.standardError.write(Data("attune-vision is started by attune\n".utf8))
    exit(64)
}
do {
    try Tracking.run(request, confinement: Confinement(), emit: emit)
} catch {
    // The reader has gone away: nothing is left to say, and nobody to say it to.
    _exit(70)
}
// At once: what the libraries would tidy up goes with the process.
_exit(0)
