// The process that touches pixels. Its only argument is what it is to do: `clip`, `check`, or `request`, which is a
// line of JSON on standard input; `unconfined` after it leaves the confinement out where the kernel has none.
// `attune` starts it; nobody needs to run it by hand.
import Foundation
import Vision
import VisionProtocol

Confinement.begin()
signal(SIGPIPE, SIG_IGN)

do {
    let words = CommandLine.arguments.dropFirst()
    let isWaived = words.dropFirst() == [ConfinementReport.waiver]
    guard let task = words.first, words.count == 1 || isWaived, let work = VisionJob.read(task)
    else {
        FileHandle.standardError.write(Data("attune-vision is started by attune\n".utf8))
        _exit(64)
    }
    // At once, without the libraries' clean-up: their resources end with the process.
    _exit(try work.job.run(work.files, .init(isConfinementRequired: !isWaived)))
} catch {
    // The reader is gone: there is nobody to report to.
    _exit(70)
}
