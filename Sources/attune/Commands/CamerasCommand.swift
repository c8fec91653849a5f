import ArgumentParser
import Base
import Foundation
import VisionProtocol
import Workflows

struct CamerasCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cameras",
        abstract: "Lists the cameras, or watches the pictures of one arrive.",
        discussion: """
            Examples:
              attune cameras
              attune cameras --watch /dev/video0
              attune cameras --watch /dev/video0 --size 1280x720 --rate 15 --seconds 60

            Lists every camera with its formats, sizes and rates, what would be used, and why one cannot be \
            used. Without a usable camera the exit code is 69.

            Watching reads pictures and discards them; it prints a line a second with the rate, how many \
            were skipped, dropped or damaged, and the delay from the capture to the program.
            """)

    @Flag(help: "Print JSON: the list, or a line per picture.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Read pictures from this camera, or play this video as if it were one.",
            valueName: "device|video"))
    var watch: String?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("How long to watch.", valueName: "time"))
    var seconds = ClockTime(seconds: 10)

    @Option(help: ArgumentHelp("Requested size of the picture.", valueName: "WxH"))
    var size: PictureSize = .standard

    @Option(help: ArgumentHelp("Requested rate of the camera.", valueName: "frames/s"))
    var rate: Double = 30

    @OptionGroup var confinement: ConfinementOption

    func validate() throws {
        guard rate.isFinite, rate > 0, rate <= 1000 else {
            throw ValidationError("--rate must be more than 0 frames per second")
        }
        guard seconds.seconds > 0 else {
            throw ValidationError("--seconds must be more than 0")
        }
    }

    func run() throws {
        confinement.apply()
        Interruption.listen()
        if let watch {
            let request = CameraRequest.watch(
                path: watch, seconds: seconds.seconds, width: size.width, height: size.height,
                rate: rate)
            try CameraWatch(json: json).run(request, path: watch, seconds: seconds.seconds)
        } else {
            try list()
        }
    }

    private func list() throws {
        var cameras: [CameraReport] = []
        var process = try AnswerProcess<CameraAnswer>(.list)
        try process.run { answer in
            if case .cameras(let found) = answer { cameras = found }
        }
        if json {
            Terminal.say(json: try CameraListing.json(cameras))
        } else if !cameras.isEmpty {
            Terminal.say(text: CameraListing.text(cameras))
        }
        if let failure = CameraListing.failure(cameras) { throw failure }
    }
}
