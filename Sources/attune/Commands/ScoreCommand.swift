import Mimicry
import Archive
import ArgumentParser
import Base
import Consents
import Exports
import Foundation
import Imports
import ReferenceStatistics
import SessionModel

struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores series that other tools have measured.",
        discussion: """
            Example:
              attune score features.csv --output results
              attune score features.csv --config lab.settings.json --output results
              attune score S01.txt --format mea --rate 25 --output results
              attune score S01.txt --format mea --rate 25 --output results \\
                --like rmea --window 30 --step 10 --max-lag 5 --smooth 0.5 --scale sd

            One dyad per call: a features.csv, a table of motion energy (or two with one column each), \
            a folder of OpenPose's files, or a table of MediaPipe's landmarks or of keypoints.
            """)

    @Argument(help: "The series of both people.")
    var series: [String]

    @Option(help: "The folder for the results; it is made when missing.")
    var output: String

    @Option(
        help: ArgumentHelp(
            "What the series are: attune, mea, openpose, mediapipe or keypoints (default: as they look).",
            valueName: "format"))
    var format: SeriesFormat?

    @Option(
        help: ArgumentHelp(
            "Samples per second, 0.1 to 1000; needed by mea, openpose and keypoints.",
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

    @OptionGroup var settings: SettingsOption

    @Option(help: "The consent file of the session, if there is one.")
    var consent: String?

    @Flag(help: "Replace results that are already in the folder.")
    var force = false

    @OptionGroup(title: "Statistics of other packages")
    var likeOptions: LikeOptions

    func run() async throws {
        let recipe = try likeOptions.recipe()
        let requested = try seats.map(Consent.seats(option:))
        let agreement = try consent.map(Consent.load)
        try agreement?.require(.analysis)
        let summary = try SeriesConsent.inForce(for: series, given: agreement)
        summary.map(CodeWarnings.show)
        let file = try settings.load()
        let pixelAspect = try pixelAspect(file)
        let rate = rate?.hertz ?? file?.sampleRate
        let format = try format ?? SeriesFormat.detect(series[0])
        // Motion energy has no postures: a file of them would say that there were none.
        let plain =
            try ExportFormat.tables + ExportFormat.report + [SessionJSON()]
            + (format == .mea ? [] : ExportFormat.forOtherPrograms)
        let made = try ResultClock.now()
        let likeNames = recipe == nil ? [] : [LikeJSON.fileName, MatrixCSV.fileName]
        try refuseOutput(plain.map(\.fileName) + likeNames, of: summary)

        let scoring = file?.scoring ?? ScoringSettings()
        let reader = SeriesReader(
            format: format, rate: rate, pixelAspect: pixelAspect, features: scoring.features)
        var recording = try reader.read(series)
        let names = try seatNames(&recording, requested: requested, agreement)
        try SeriesConsent.require(names, in: summary)
        try Self.checkLength(recording, scoring.synchrony.window)
        warn(of: file, format)
        var writers = plain
        var score: PeerScore?
        if let recipe {
            let channel = try likeOptions.channel(of: recording.measured)
            let result = try PeerComparison(recipe: recipe, channel: channel, rate: rate)
                .score(recording, names: names)
            writers += [LikeJSON(result, channel: channel), MatrixCSV(result.matrix)]
            score = result
        }
        var session = try await SeriesAnalysis(
            recording: recording, names: names, consent: summary,
            rate: rate, pixelAspect: pixelAspect, scoring: scoring
        ).session()
        session.origin = SessionOrigin(made: made)
        let folder = try SessionFolder(output, force: force)
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        try refuseOutput(writers.map(\.fileName), of: summary)
        folder.remark.map(Console.warning)
        try folder.write(session, with: writers)
        report(session, recording, score, in: folder)
    }

    /// Names of first and second seat; turns the people round when they were asked for the other way.
    private func seatNames(
        _ recording: inout SeriesRecording, requested: [String]?, _ agreement: Consent?
    ) throws(Failure) -> [String] {
        let wanted = try agreement?.seats(requested: requested) ?? requested
        guard let wanted else { return recording.names ?? ["left", "right"] }
        guard recording.format == .attune, let own = recording.names else { return wanted }
        guard Set(own) == Set(wanted) else {
            throw Failure.badInput(
                "\(series[0]) has the seats \(own.joined(separator: " and ")), "
                    + "not \(wanted.joined(separator: " and "))",
                remedy: "name the same seats, or leave --seats out")
        }
        if own != wanted { recording.tracks.reverse() }
        return wanted
    }

    /// Motion energy shorter than a window has nothing to be said about; postures need no window.
    private static func checkLength(
        _ recording: SeriesRecording, _ window: Double
    ) throws(Failure) {
        guard recording.format == .mea, recording.duration < window else { return }
        throw Failure.badInput(
            "the series are \(DecimalText.text(recording.duration, decimals: 2, atLeast: 0)) s "
                + "long, shorter than one window of "
                + "\(DecimalText.text(window, decimals: 3, atLeast: 0)) s",
            remedy: "give longer series, or check --rate")
    }

    /// That of the command line, of the file, or of square pixels.
    private func pixelAspect(_ file: SettingsFile?) throws(Failure) -> Double {
        guard let pixelAspect else { return file?.series?.pixelAspect ?? 1 }
        guard pixelAspect.isFinite, pixelAspect > 0.1, pixelAspect < 10 else {
            throw Failure.usage(
                "--pixel-aspect \(pixelAspect) is out of range",
                remedy: "give width ÷ height of a pixel, such as 1.094")
        }
        return pixelAspect
    }

    /// Says which keys of a settings file are part of the series already.
    private func warn(of file: SettingsFile?, _ format: SeriesFormat) {
        guard let file else { return }
        let past = file.past(hasChannels: format == .attune || format == .mea)
        guard !past.isEmpty else { return }
        Console.warning(
            "\(past.map { "\"\($0)\"" }.joined(separator: ", ")) of \(file.path) say how a recording "
                + "is measured, and change nothing in series that are measured already")
    }

    /// Scores take the place of earlier ones of the same people, and of no measured session.
    private func refuseOutput(
        _ names: [String], of consent: ConsentSummary?
    ) throws(Failure) {
        guard FileManager.default.fileExists(atPath: output) else { return }
        let folder = try SessionFolder(output, force: force)
        for record in [SessionRecord.fileName, SessionRecord.unfinishedName]
        where folder.has(record) {
            throw Failure.cannotCreate(
                "\(output) holds a measured session (\(record))",
                remedy: "choose another --output for the scores")
        }
        try folder.refuseExisting(names)
        try FolderConsent.read(output).requireSamePeople(
            as: consent, in: self.consent ?? series[0],
            remedy:
                "choose another --output, or give the consent file of that session with --consent"
        )
    }

    private func report(
        _ session: Session, _ recording: SeriesRecording, _ score: PeerScore?,
        in folder: SessionFolder
    ) {
        for warning in session.warnings { Console.warning(warning) }
        for episode in session.episodes {
            print(EpisodeSentence(episode, seats: session.seats))
        }
        if session.episodes.isEmpty, recording.format != .mea {
            print("No episode of mimicry was found.")
        }
        if let score { print(PeerSentence(score)) }
        print("report: \(folder.path(of: ReportHTML.fileName))")
    }
}

extension SeriesFormat: ExpressibleByArgument {}

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
