import ArgumentParser
import Base
import Foundation
import Workflows

/// `attune live`: measures a session while it happens, and shows it on a page.
struct LiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "live",
        abstract: "Measures a session while it happens, and shows it on a page.",
        discussion: """
            Example:
              attune live --camera /dev/video0 --consent consent.json --output results
              attune live --camera session.mp4 --consent … --output …    (played in real time)
              attune live --config lab.settings.json --consent … --output …

            Prints the address of the page, which this computer alone can open. Ctrl-C, the page's stop
            button, --max-duration and the end of a video end the session and leave the same folder as
            attune analyze. Needs the consent `live` of both people.
            """)

    @Option(help: ArgumentHelp("A camera, or a video to be played.", valueName: "device|video"))
    var camera = "/dev/video0"

    @Option(help: "Port of the page on 127.0.0.1; 0 takes any that is free.")
    var port = 0

    @Flag(help: "Show the camera's picture on the page; needs the consent `video` of both people.")
    var showVideo = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("End after this long.", valueName: "time"))
    var maxDuration: ClockTime?

    @OptionGroup var measuring: MeasuringOptions

    @OptionGroup var language: LanguageOption

    @OptionGroup var confinement: ConfinementOption

    @Option(help: ArgumentHelp("Requested size of the camera's picture.", valueName: "WxH"))
    var size: PictureSize = .standard

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How long to wait for a camera that is lost or silent.", valueName: "time"))
    var wait = ClockTime(seconds: 120)

    func validate() throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("--port takes a number from 0 to 65535.")
        }
        guard maxDuration?.seconds ?? 1 > 0 else {
            throw ValidationError("--max-duration takes a time longer than 0.")
        }
        guard wait.seconds >= 0 else {
            throw ValidationError("--wait takes a time of 0 or more.")
        }
    }

    func run() async throws {
        confinement.apply()
        let (consent, seats) = try measuring.people()
        let file = try measuring.settings.load()
        let settings = try RunSettings(measuring.choices, file)
        try settings.requireLive(in: file)
        try settings.requireMirroring(cameras: 1)
        var workflow = LiveWorkflow(
            source: camera, consent: consent, seats: seats, settings: settings,
            output: measuring.results.output, reporter: Console())
        workflow.language = language.phrases
        workflow.port = port
        workflow.showsVideo = showVideo
        workflow.longest = maxDuration?.seconds
        workflow.width = size.width
        workflow.height = size.height
        workflow.cameraTimeout = wait.seconds
        workflow.replaces = measuring.results.force
        try await workflow.run { address in
            Terminal.say("listening on \(address)")
            fflush(nil)
        }
    }
}
