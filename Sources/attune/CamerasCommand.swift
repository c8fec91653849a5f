import ArgumentParser
import Foundation
import SessionStore
import VisionLink

struct CamerasCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cameras",
        abstract: "Lists the cameras, or watches how the pictures of one come.",
        discussion: """
            Examples:
              attune cameras
              attune cameras --watch /dev/video0

            The list has every camera with its formats, sizes and rates, what would be used, and why \
            one cannot be. Without a usable camera the exit code is 69.

            Watching reads pictures and throws them away: a line a second with the rate, how many were \
            skipped, dropped or damaged, and the delay from the capture to the program.
            """)

    @Flag(help: "Print JSON: the list, or a line per picture.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Read pictures from this camera, or play this video as if it were one.",
            valueName: "device|video"))
    var watch: String?

    @Option(help: ArgumentHelp("How long to watch.", valueName: "seconds"))
    var seconds: Double = 10

    func validate() throws {
        guard seconds.isFinite, seconds > 0 else {
            throw ValidationError("--seconds must be more than 0")
        }
    }

    func run() throws {
        Interruption.listen()
        if let watch {
            try CameraWatch(json: json).run(path: watch, seconds: seconds)
        } else {
            try list()
        }
    }

    private func list() throws {
        var cameras: [CameraReport] = []
        try CameraProcess(.list).run { answer in
            if case .cameras(let found) = answer { cameras = found }
        }
        print(json ? try CameraListing.json(cameras) : CameraListing.text(cameras), terminator: "")
        if let failure = CameraListing.failure(cameras) { throw failure }
    }
}
