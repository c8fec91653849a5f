import ArgumentParser
import Base
import Posture
import VisionProtocol
import Workflows

/// `attune analyze`: from recordings to a session folder.
struct AnalyzeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Turns a session video into a mimicry timeline.",
        discussion: """
            Example:
              attune analyze session.mp4 --consent consent.json --output results
              attune analyze therapist.mp4 client.mp4 --offset auto --consent … --output …
              attune analyze GH010042.MP4 GH020042.MP4 GH030042.MP4 --consent … --output …
              attune analyze session.mp4 --config lab.settings.json --consent … --output …

            Prints a sentence per episode and where the report is. Everything else is in the output
            folder.
            """)

    @Argument(
        help: ArgumentHelp(
            "The video of both people; two videos with one person each; or the chapters of one "
                + "recording, in order. a1.mp4+a2.mp4 b1.mp4+b2.mp4 are two cameras.",
            valueName: "video"))
    var videos: [String]

    @Flag(
        inversion: .prefixedNo,
        help: "Two videos are chapters of one recording, or two cameras (default: by their names).")
    var chapters: Bool?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Of two videos: how much later the second one started, or auto: their sound tells it.",
            valueName: "time|auto"))
    var offset: OffsetOption?

    @Option(
        help: ArgumentHelp(
            "Of a file with several video streams: the number of the one to measure, from 1 (default: "
                + "the one that players show).", valueName: "number"))
    var stream: Int?

    @OptionGroup var measuring: MeasuringOptions

    @Option(
        help: ArgumentHelp(
            "What the two do: seated (the default), or walking, which tells their steps (gait.csv).",
            valueName: "seated|walking"))
    var scene: Scene?

    @OptionGroup var language: LanguageOption

    @OptionGroup var confinement: ConfinementOption

    @OptionGroup(title: "What else happened") var covariates: CovariateOptions

    @Option(help: "How progress is shown: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Swap the two people from this time on, where they were mixed up; may be repeated.",
            valueName: "time"))
    var swapAt: [ClockTime] = []

    @Flag(
        help:
            "Also make review.mp4: both people as skeletons on black, with the episodes as captions."
    )
    var reviewClip = false

    @Flag(
        inversion: .prefixedNo,
        help: "Also score stretches in which the two people may have been mixed up (default: no).")
    var keepUncertain: Bool?

    @Flag(help: "Resume a measurement that was interrupted.")
    var resume = false

    func validate() throws {
        // What is wrong with the files themselves, the run says.
        guard let arguments = try? FootageArguments(videos, chapters: chapters) else { return }
        let cameras = arguments.footage.count
        guard cameras == 2 || offset == nil else {
            throw ValidationError(
                videos.count == 1
                    ? "--offset is for two videos, and only one is given."
                    : "--offset is for two cameras, and these are chapters of one; "
                        + "--no-chapters says that two videos are two cameras.")
        }
        if case .seconds(let seconds) = offset?.offset, abs(seconds) >= RecordingOffset.tooMuch {
            throw ValidationError("--offset takes less than a day.")
        }
        guard (1...99).contains(stream ?? 1) else {
            throw ValidationError("--stream takes the number of a video stream, from 1.")
        }
        guard cameras == 1 || measuring.layout ?? .auto == .auto else {
            throw ValidationError(
                "--layout is for one picture with both people, and two videos are given.")
        }
        let swaps = swapAt.map(\.seconds)
        guard swaps.allSatisfy({ $0 >= 0 }), Set(swaps).count == swaps.count else {
            throw ValidationError("--swap-at takes different times, 0 or later.")
        }
    }

    func run() async throws {
        confinement.apply()
        let (consent, seats) = try measuring.people()
        let arguments = try FootageArguments(videos, chapters: chapters)
        let settings = try settings(cameras: arguments.footage.count)
        let console = Console(progress: progress)
        if let understanding = arguments.understanding { console.note(understanding) }
        for doubt in arguments.doubts { console.warning(doubt, remedy: nil) }
        var workflow = AnalyzeWorkflow(
            footage: arguments.footage, consent: consent, seats: seats, settings: settings,
            covariates: covariates.files, output: measuring.results.output, makesClip: reviewClip,
            resumes: resume,
            corrects: corrects, replaces: measuring.results.force, reporter: console)
        workflow.language = language.phrases
        if let clip = try await workflow.run() { Terminal.say("review clip: \(clip)") }
    }

    private func settings(cameras: Int) throws -> RunSettings {
        let file = try measuring.settings.load()
        var choices = measuring.choices
        choices.offset = offset?.offset
        choices.stream = stream
        choices.scene = scene
        choices.swapAt = swapAt.map(\.seconds)
        choices.keepUncertain = keepUncertain
        let settings = try RunSettings(choices, file)
        try settings.require(videos: cameras, in: file)
        try settings.requireMirroring(cameras: cameras)
        return settings
    }

    /// Whether an option was given that changes only what follows from a measurement.
    private var corrects: Bool {
        !swapAt.isEmpty || keepUncertain != nil || measuring.seats != nil
            || measuring.settings.isGiven || !covariates.files.isEmpty
    }
}

/// When the second of two recordings started: a time, or `auto`.
struct OffsetOption: ExpressibleByArgument {
    var offset: RecordingOffset

    init?(argument: String) {
        if argument == "auto" {
            offset = .sound
        } else if let time = ClockTime(argument) {
            offset = .seconds(time.seconds)
        } else {
            return nil
        }
    }
}
