import ArgumentParser
import Foundation
import Mimicry
import Posture
import SessionStore
import Timeline
import VisionLink

struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Turns a session video into a mimicry timeline.",
        discussion: """
            Example:
              attune analyze session.mp4 --consent consent.json --output results

            Prints a sentence per episode and where the report is. Everything else is in the output
            folder.
            """)

    @Argument(help: "The video of both people.")
    var video: String

    @Option(help: "The consent file of the session.")
    var consent: String

    @Option(help: "The folder for the results; it is made when missing.")
    var output: String

    @Option(
        help: ArgumentHelp(
            "Names of the two seats, image left first (default: as in the consent file).",
            valueName: "name,name"))
    var seats: String?

    @Option(help: ArgumentHelp("Measured instants per second.", valueName: "hz|native"))
    var rate: Rate = .native

    @Option(
        help: ArgumentHelp(
            "Where the people are: auto, side-by-side, or regions=x,y,w,h;x,y,w,h.",
            valueName: "layout"))
    var layout: Layout = .auto

    @Option(
        help: ArgumentHelp(
            "Arithmetic of the landmarks: fastest (bf16 where the processor has it) or f32.",
            valueName: "fastest|f32"))
    var precision: Precision = .fastest

    @Option(help: "How progress is shown: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    @Flag(help: "Replace results that are already in the folder.")
    var force = false

    func run() throws {
        let agreement = try Consent.load(consent)
        let names = try agreement.seats(requested: seats.map(Consent.seats(option:)))
        try agreement.require(.analysis)
        try Self.checkReadable(video)
        let writers: [any SessionWriter] = [
            FeaturesCSV(), PosturesCSV(), EpisodesCSV(), SynchronyCSV(), TimelineCSV(),
            try ReportHTML(libraryAt: Installation.plottingLibrary), SessionJSON(),
        ]
        let folder = try SessionFolder(output, force: force)
        try folder.refuseExisting(writers.map(\.fileName))
        Interruption.listen()

        let request = TrackingRequest(
            videos: [video], layout: layout, rate: rate.hertz,
            singlePrecision: precision == .f32)
        let digest = try Digest.sha256(ofFile: video)
        let measurement = try Measurement.take(request, progress: progress)
        let session = try Analysis(
            measurement: measurement, digest: digest, names: names, consent: agreement.summary,
            settings: Settings(
                rate: rate.description, layout: layout.description,
                precision: measurement.precision)
        ).session()
        if let stopped = measurement.stopped, force {
            // Half a result does not replace a whole one.
            guard (try? SessionFolder(output).refuseExisting(writers.map(\.fileName))) != nil else {
                throw stopped
            }
        }
        try folder.write(session, with: writers)
        report(session, in: folder)
        if let stopped = measurement.stopped { throw stopped }
    }

    private func report(_ session: Session, in folder: SessionFolder) {
        for warning in session.warnings { Console.warning(warning) }
        for episode in session.episodes {
            print(EpisodeSentence(episode, seats: session.seats))
        }
        if session.episodes.isEmpty { print("No episode of mimicry was found.") }
        print("report: \(folder.path(of: ReportHTML.fileName))")
    }

    private static func checkReadable(_ path: String) throws(Failure) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure(
                exitCode: SessionStore.ExitCode.noInput, what: "\(path) does not exist",
                todo: "give the path of a video file")
        }
        let type = try? FileManager.default.attributesOfItem(
            atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)[.type]
        guard type as? FileAttributeType == .typeRegular,
            FileManager.default.isReadableFile(atPath: path)
        else {
            let reason =
                isFolder.boolValue
                ? "is a folder"
                : type as? FileAttributeType == .typeRegular ? "may not be read" : "is not a file"
            throw Failure(
                exitCode: SessionStore.ExitCode.noInput, what: "\(path) \(reason)",
                todo: "give the path of a video file that you may read")
        }
    }
}

/// Arithmetic of the landmarks.
enum Precision: String, ExpressibleByArgument, CaseIterable {
    /// What the processor computes fastest: `bf16` where it is native, `f32` elsewhere.
    case fastest
    /// Single precision everywhere, so that two machines differ in the last digits only.
    case f32
}

extension Layout: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// Measured instants per second: a number of hertz, or every frame.
enum Rate: ExpressibleByArgument, CustomStringConvertible {
    case native
    case hertz(Double)

    init?(argument: String) {
        if argument == "native" {
            self = .native
        } else if let value = Double(argument), value.isFinite, value >= 1, value <= 1000 {
            self = .hertz(value)
        } else {
            return nil
        }
    }

    var hertz: Double? { if case .hertz(let value) = self { value } else { nil } }

    var description: String {
        switch self {
        case .native: "native"
        case .hertz(let value): value == value.rounded() ? "\(Int(value))" : "\(value)"
        }
    }

    var defaultValueDescription: String { description }
}
