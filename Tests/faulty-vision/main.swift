// faulty-vision FAULT FRAME < REQUEST
//
// attune-vision with a fault in its decoder: at that frame it crashes, hangs, or does what only a
// decoder that was taken over does. The tests put it in attune-vision's place.
import Foundation
import Vision
import VisionProtocol

Confinement.begin()
signal(SIGPIPE, SIG_IGN)

/// The frames of a file, up to the fault.
final class FaultySource: FrameSource {
    private let source: FileSource
    private let fault: () -> Void
    private var left: Int

    init(_ source: FileSource, after frames: Int, fault: @escaping () -> Void) {
        self.source = source
        self.fault = fault
        left = frames
    }

    var description: SourceDescription { source.description }
    var damaged: Int { source.damaged }

    func read(into frame: Frame) throws -> Double? {
        if left == 0 { fault() }
        left -= 1
        return try source.read(into: frame)
    }
}

func fault(_ name: String) -> (() -> Void)? {
    switch name {
    case "crash": { UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1 }
    case "hang": { while true { sched_yield() } }
    case "execute": { execv("/bin/true", [strdup("true"), nil]) }
    case "flood":
        {
            let noise = Data(repeating: 0xA5, count: 1 << 20)
            while (try? FileHandle.standardOutput.write(contentsOf: noise)) != nil {}
        }
    default: nil
    }
}

let words = CommandLine.arguments
guard words.count == 3, let fault = fault(words[1]), let frame = Int(words[2]),
    let (line, files) = RequestLine.read(from: STDIN_FILENO)
else { exit(64) }
let request = try JSONDecoder().decode(TrackingRequest.self, from: line)
try Tracking.run(
    request, files: RequestedFiles(files), confinement: Confinement(isRequired: false),
    decoder: { FaultySource($0, after: frame, fault: fault) }
) { try FileHandle.standardOutput.write(contentsOf: Data(WireFormat.encode($0))) }
_exit(0)
