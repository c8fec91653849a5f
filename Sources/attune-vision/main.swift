// The process that touches pixels. Its only argument is what it is to do: `clip`, `check`, or `request`, which is a
// line of JSON on standard input.
// `attune` starts it; nobody needs to run it by hand.
import Foundation
import Vision

Confinement.begin()
signal(SIGPIPE, SIG_IGN)

do {
    guard CommandLine.arguments.count == 2, let work = VisionJob(CommandLine.arguments[1]) else {
        FileHandle.standardError.write(Data("attune-vision is started by attune\n".utf8))
        _exit(64)
    }
    // At once, without the libraries' clean-up: their resources end with the process.
    _exit(try work.run())
} catch {
    // The reader is gone: there is nobody to report to.
    _exit(70)
}
