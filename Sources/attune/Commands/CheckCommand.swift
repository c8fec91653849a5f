import ArgumentParser
import Base
import Consents
import Posture
import VisionProtocol
import Workflows

/// `attune check`: what can be measured from where the camera stands.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says what can and cannot be measured from this camera, and what to change.",
        discussion: """
            Example:
              attune check test-recording.mp4
              attune check session.mp4 --seconds 30 --html camera.html --consent consent.json

            Looks at the first minute and keeps nothing of it, so that no consent file is needed. A page
            with a drawing is data of the people in it, and needs one. Exit code 0 when both people are
            found, 65 otherwise.
            """)

    @Argument(
        help: ArgumentHelp(
            "The video of both people, or two videos with one person each.", valueName: "video"))
    var videos: [String]

    @Option(help: ArgumentHelp("How much of it is looked at (default: 60).", valueName: "time"))
    var seconds: ClockTime?

    @Flag(help: "Print the check as JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Also write a page with a drawing of both people, made of landmarks alone.",
            valueName: "file"))
    var html: String?

    @Option(help: "The consent file of the session; needed for a page.")
    var consent: String?

    @Option(
        help: ArgumentHelp(
            "Names of the two seats, image left first (default: as in the consent file, or left and right).",
            valueName: "name,name"))
    var seats: String?

    @Option(
        help: ArgumentHelp(
            "Where the people are: auto (the default), side-by-side, or regions=x,y,w,h;x,y,w,h.",
            valueName: "layout"))
    var layout: Layout?

    @Option(
        help: ArgumentHelp(
            "Whose picture is mirrored: first, second or both seats (default: nobody's).",
            valueName: "first|second|both"))
    var mirrored: Mirroring?

    @Option(
        help: ArgumentHelp(
            "Of a file with several video streams: the number of the one to look at, from 1.",
            valueName: "number"))
    var stream: Int?

    @OptionGroup var settings: SettingsOption

    @OptionGroup var confinement: ConfinementOption

    @Flag(help: "Replace the page if it is already there.")
    var force = false

    @Option(help: "How progress is shown: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    func validate() throws {
        guard (1...3600).contains(length) else {
            throw ValidationError("--seconds takes 1 second to an hour.")
        }
        guard (1...99).contains(stream ?? 1) else {
            throw ValidationError("--stream takes the number of a video stream, from 1.")
        }
    }

    private var length: Double { seconds?.seconds ?? CameraCheck.standardLength }

    func run() throws {
        confinement.apply()
        let names = try names()
        let arguments = try FootageArguments(videos, chapters: nil)
        let file = try settings.load()
        var choices = RunSettings.Choices(layout: layout, mirrored: mirrored)
        choices.stream = stream
        let settings = try RunSettings(choices, file)
        try settings.requireMirroring(cameras: arguments.footage.count)
        if let html, !force, StagedFile.exists(html) { throw StagedFile.alreadyThere(html) }
        let report = try CheckWorkflow(
            footage: arguments.footage, seats: names, settings: settings, length: length,
            reporter: Console(progress: progress)
        ).run()
        if json {
            Terminal.say(json: report.json.text())
        } else {
            for line in CameraWords(report).lines { Terminal.say(line) }
        }
        if let html { try write(report, to: html) }
        guard report.isUsable else {
            throw Failure.badInput(
                "from this camera not both people can be measured",
                remedy: "change what is listed above; docs/camera.md shows where to put a camera")
        }
    }

    /// A page keeps landmarks of the two people: their consent must cover that.
    private func names() throws(Failure) -> [String] {
        guard let consent else {
            guard html == nil else {
                throw Failure.usage(
                    "a page with a drawing is data of the two people",
                    remedy: "give their consent file with \(.consent)")
            }
            return try requestedSeats(seats) ?? ["left", "right"]
        }
        let held = try Consent.load(consent)
        try held.require(.analysis)
        try Console().requireUpToDate(held, in: videos.map(VideoFile.folder(of:)))
        return try held.seats(requested: requestedSeats(seats))
    }

    private func write(_ report: CameraSurvey, to path: String) throws(Failure) {
        let file = try StagedFile(for: path)
        defer { file.discard() }
        try file.fill { writer throws(Failure) in try CameraPage(report).write(to: &writer) }
        try file.publish(replacing: force)
    }
}
