import ArgumentParser
import Base
import Consents
import Imports
import Posture
import ReferenceStatistics
import SessionModel
import Workflows

/// `attune score`: series of other tools to a session folder.
struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores series that other tools measured.",
        discussion: """
            Example:
              attune score features.csv --output results
              attune score features.csv --config lab.settings.json --output results
              attune score S01.txt --format mea --rate 25 --output results
              attune score belts.csv --format belts --rate 100 --columns therapist,client --output results
              attune score S01.txt --format mea --rate 25 --output results \\
                --like rmea --window 30 --step 10 --max-lag 5 --smooth 0.5 --scale sd

            One dyad per call: a features.csv, a table of motion energy or of belts around the chest (or two with one \
            column each), \
            keypoints of OpenPose, AlphaPose or MMPose, tables of OpenFace or Py-Feat (one with both faces or two), \
            or a table of MediaPipe's landmarks or of keypoints.
            """)

    @Argument(help: "The series of both people.")
    var series: [String]

    @OptionGroup var results: OutputOptions

    @OptionGroup var language: LanguageOption

    @Option(
        help: ArgumentHelp(
            "What the series are: \(SeriesFormat.allCases.map(\.rawValue).joined(separator: ", ")) "
                + "(default: as they look).",
            valueName: "format"))
    var format: SeriesFormat?

    @Option(
        help: ArgumentHelp(
            "Samples per second, 0.1 to 1000; needed where the series have no times: mea, belts, openpose, "
                + "alphapose, mmpose, keypoints.",
            valueName: "hz"))
    var rate: SampleRate?

    @Option(
        help: ArgumentHelp(
            "Names of the two seats, first seat first (default: as in the series, or left,right).",
            valueName: "name,name"))
    var seats: String?

    @Option(
        help: ArgumentHelp(
            "Width of a pixel ÷ its height, for landmarks of a picture whose pixels are not square "
                + "(default: 1).",
            valueName: "ratio"))
    var pixelAspect: Double?

    @Option(
        help: ArgumentHelp(
            "mea and belts with more than two columns: those of the first and of the second person, by number or "
                + "name; several are added up.",
            valueName: "A+B,C+D"))
    var columns: String?

    @Option(
        help: ArgumentHelp(
            "mea: samples in which both jump far above everything else, as where a video is cut: auto (the "
                + "default) leaves them out, but not from --like; drop, keep.",
            valueName: "auto|drop|keep"))
    var spikes: SeriesReading.Spikes = .auto

    @Option(
        help: ArgumentHelp(
            "Keypoints that are shares of the picture (0…1 or -1…1): its size in pixels.",
            valueName: "width x height"))
    var frameSize: String?

    @Option(
        help: ArgumentHelp(
            "The order of the keypoints: \(skeletons) (default: as they look).",
            valueName: "name"))
    var skeleton: String?

    @OptionGroup var settings: SettingsOption

    @OptionGroup(title: "What else happened") var covariates: CovariateOptions

    @Option(help: "The consent file of the session, if there is one.")
    var consent: String?

    @OptionGroup(title: "Statistics of other packages")
    var likeOptions: LikeOptions

    func run() async throws {
        let recipe = try likeOptions.recipe()
        let consent = try consent.map(Consent.load)
        let console = Console()
        var workflow = try ScoreWorkflow(
            series: series, output: results.output, format: format, rate: rate?.hertz,
            seats: requestedSeats(seats), pixelAspect: checkedPixelAspect(), reading: reading(),
            settings: settings.load(), covariates: covariates.files, consent: consent,
            replaces: results.force, recipe: recipe,
            peerChannel: likeOptions.channel, reporter: console)
        workflow.language = language.phrases
        let found = try await workflow.run()
        console.found(
            found.session, report: found.report, hasPostures: found.hasPostures,
            extra: found.peer.map(PeerSentence.init)?.description)
    }

    private static let skeletons = Skeleton.allCases.map(\.rawValue).joined(separator: ", ")

    private func reading() throws(Failure) -> SeriesReading {
        var reading = SeriesReading()
        reading.columns = try columns.map { text throws(Failure) in try PersonColumns(text) }
        reading.spikes = spikes
        if let text = frameSize {
            guard let size = FrameSize(text) else {
                throw Failure.usage(
                    "--frame-size \(text) is not a size",
                    remedy: "give width x height, such as 1920x1080")
            }
            reading.frameSize = size
        }
        if let text = skeleton {
            guard let skeleton = Skeleton(named: text) else {
                throw Failure.usage(
                    "--skeleton \(text) is not known",
                    remedy: "give one of \(Self.skeletons)")
            }
            reading.skeleton = skeleton
        }
        return reading
    }

    private func checkedPixelAspect() throws(Failure) -> Double? {
        guard let pixelAspect else { return nil }
        guard pixelAspect.isFinite, pixelAspect > 0.1, pixelAspect < 10 else {
            throw Failure.usage(
                "--pixel-aspect \(pixelAspect) is out of range",
                remedy: "give width ÷ height of a pixel, such as 1.094")
        }
        return pixelAspect
    }
}

extension SeriesFormat: ExpressibleByArgument {}

extension SeriesReading.Spikes: ExpressibleByArgument {}

/// Samples per second, a number.
struct SampleRate: ExpressibleByArgument {
    var hertz: Double

    init?(argument: String) {
        guard let value = Double(argument), value.isFinite, value >= 0.1, value <= 1000 else {
            return nil
        }
        hertz = value
    }
}
