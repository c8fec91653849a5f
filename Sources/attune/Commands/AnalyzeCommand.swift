import Archive
import ArgumentParser
import Base
import Consents
import Exports
import Foundation
import SessionModel
import VisionProtocol

struct AnalyzeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Turns a session video into a mimicry timeline.",
        discussion: """
            Example:
              attune analyze session.mp4 --consent consent.json --output results
              attune analyze therapist.mp4 client.mp4 --offset 1.5 --consent … --output …
              attune analyze session.mp4 --config lab.settings.json --consent … --output …

            Prints a sentence per episode and where the report is. Everything else is in the output
            folder.
            """)

    @Argument(
        help: ArgumentHelp(
            "The video of both people, or two videos with one person each.",
            valueName: "video"))
    var videos: [String]

    @Option(help: "Of two videos: how much later the second one started, seconds.")
    var offset: Double?

    @Option(help: "The consent file of the session.")
    var consent: String

    @Option(help: "The folder for the results; it is made when missing.")
    var output: String

    @Option(
        help: ArgumentHelp(
            "Names of the two seats, image left first (default: as in the consent file).",
            valueName: "name,name"))
    var seats: String?

    @OptionGroup var measuring: MeasuringOptions

    @Option(help: "How progress is shown: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    @Option(
        help: ArgumentHelp(
            "From this time on the two people are the other way round than was seen; repeatable.",
            valueName: "seconds"))
    var swapAt: [Double] = []

    @Flag(
        help:
            "Also make review.mp4: both people as skeletons on black, with the episodes as captions."
    )
    var reviewClip = false

    @Flag(
        inversion: .prefixedNo,
        help: "Score stretches in which the two people may have been confused, too (default: no).")
    var keepUncertain: Bool?

    @Flag(help: "Go on with a measurement that was interrupted.")
    var resume = false

    @Flag(help: "Replace results that are already in the folder.")
    var force = false

    func validate() throws {
        guard (1...2).contains(videos.count) else {
            throw ValidationError("Give one video with both people, or two with one person each.")
        }
        guard videos.count == 2 || offset == nil else {
            throw ValidationError("--offset is for two videos, and only one is given.")
        }
        guard offset?.isFinite ?? true, abs(offset ?? 0) < 86400 else {
            throw ValidationError("--offset takes seconds, less than a day.")
        }
        guard videos.count == 1 || measuring.layout ?? .auto == .auto else {
            throw ValidationError(
                "--layout is for one picture with both people, and two videos are given.")
        }
        guard swapAt.allSatisfy({ $0.isFinite && $0 >= 0 }), Set(swapAt).count == swapAt.count
        else { throw ValidationError("--swap-at takes different times in seconds, 0 or later.") }
    }

    func run() async throws {
        let agreement = try Consent.load(consent)
        let names = try agreement.seats(requested: seats.map(Consent.seats(option:)))
        try agreement.require(.analysis)
        if reviewClip { try agreement.require(.reviewClip) }
        let run = try runSettings()
        CodeWarnings.show(agreement.summary)
        for video in videos { try VideoFile.checkReadable(video) }
        let made = try ResultClock.now()
        let writers = try ExportFormat.standardWriters()
        let outputs = writers.map(\.fileName) + (reviewClip ? [ReviewClip.fileName] : [])
        let folder = try SessionFolder(output, force: force)
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        if !resume, !corrects { try MeasurementPlan.refuseExisting(outputs, in: folder) }
        try FolderConsent.read(output).requireSamePeople(as: agreement)
        folder.remark.map(Console.warning)
        Interruption.listen()

        let choice = MeasurementPlan(
            folder: folder,
            sources: try videos.map {
                .init(file: VideoFile.name(of: $0), sha256: try Digest.sha256(ofFile: $0))
            },
            request: .init(
                rate: run.rate.description, layout: run.layout.description,
                precision: run.precision.rawValue, offset: run.offset),
            resumes: resume, corrects: corrects, outputs: outputs)
        let (record, stopped) = try measure(choice, run, agreement.summary)
        // What was measured until then becomes results.
        if stopped?.kind == .interrupted { Interruption.met() }
        let session = try await analyze(
            record, run, names, agreement.summary, stopped, made: made)
        if stopped == nil || mayWriteHalf(choice) {
            // From here on the folder's results are this run's, and it may replace its own.
            var results = try SessionFolder(output, force: force || resume || corrects)
            results.isCancelled = { Interruption.isRequested }
            try results.write(session, with: writers)
            if record.path != choice.finalPath {
                try record.move(to: choice.finalPath)
            } else {
                try record.close()
            }
            ResultLines.show(session, in: folder)
            try finishClip(folder, isWhole: stopped == nil)
        }
        if let stopped { throw stopped }
    }

    /// Whether an option was given that changes only what follows from a measurement.
    private var corrects: Bool {
        !swapAt.isEmpty || keepUncertain != nil || seats != nil || measuring.settings.config != nil
    }

    /// The settings in force.
    private func runSettings() throws(Failure) -> RunSettings {
        let file = try measuring.settings.load()
        let run = try RunSettings(
            .init(measuring, offset: offset, swapAt: swapAt, keepUncertain: keepUncertain), file)
        try run.require(videos: videos.count, in: file)
        return run
    }

    /// The record of the whole video, and why it is not whole if it is not.
    private func measure(
        _ choice: MeasurementPlan, _ run: RunSettings, _ agreement: ConsentSummary
    ) throws -> (SessionRecord, Failure?) {
        var request = TrackingRequest(
            videos: videos, layout: run.layout, rate: run.rate.hertz, offset: run.offset,
            singlePrecision: run.precision == .f32)
        var measurement: Measurement
        switch try choice.way() {
        case .rescore(let record):
            let version = try record.header().attune
            Console.note(
                "attune: nothing is measured again: the results are made from \(record.path) "
                    + "(measured by attune \(version))")
            return (record, nil)
        case .resume(let record, let checkpoint):
            request.checkpoint = TrackingCheckpoint(time: checkpoint.time, state: checkpoint.state)
            let time = DecimalText.text(checkpoint.time, decimals: 1)
            Console.note("attune: going on with \(record.path) from \(time) s")
            try record.note(agreement)
            measurement = try Measurement(
                resuming: record, video: videos.joined(separator: " and "))
        case .measure:
            let header = RecordHeader(sources: choice.sources, request: choice.request)
            measurement = Measurement(
                header, video: videos.joined(separator: " and "), path: choice.unfinishedPath,
                consent: agreement)
        }
        let stopped: Failure?
        do {
            stopped = try measurement.run(request, progress: progress)
        } catch {
            // A record without a frame is of no use to anybody.
            if let record = measurement.record, try record.frameCount() == 0 {
                try? record.close()
                SessionRecord.remove(record.path)
            }
            throw error
        }
        guard let record = measurement.record else {
            throw Failure.software(
                "attune-vision said nothing", remedy: "run `make setup` and build again")
        }
        return (record, stopped)
    }

    /// Results from the record, which keeps them: what is written is what can be read back.
    private func analyze(
        _ record: SessionRecord, _ run: RunSettings, _ names: [String],
        _ agreement: ConsentSummary, _ stopped: Failure?, made: Date
    ) async throws -> Session {
        let header = try record.header()
        var settings = Settings(
            rate: header.request.rate, layout: header.request.layout,
            precision: header.arithmetic, confinement: header.confinement,
            offset: header.request.offset, swapAt: run.swapAt, keepUncertain: run.keepUncertain)
        settings.scoring = run.scoring
        let analysis = Analysis(
            record: record, video: videos.joined(separator: " and "), names: names,
            consent: agreement, settings: settings)
        do {
            var session = try await Interruption.cancelling { () async throws(Failure) in
                try await analysis.session()
            }
            session.origin = SessionOrigin(made: made, media: mediaFolders)
            try record.save(session, summary: SessionJSON.text(session))
            // Allowed when the run began, however long it took.
            return try record.session(for: nil)
        } catch {
            guard error.kind == .badInput else { throw error }
            // Of no use to anybody, unless it is damaged: then some of it can be recovered.
            if try !record.hasResults(), (try? record.checkAll()) != nil {
                try record.close()
                SessionRecord.remove(record.path)
            }
            throw stopped ?? error
        }
    }

    /// Makes the review clip when it was asked for; says so when one of earlier results is left.
    ///
    /// It comes after the results, which must not be lost to a disk that has no room for a clip.
    private func finishClip(_ folder: SessionFolder, isWhole: Bool) throws(Failure) {
        guard reviewClip, isWhole else {
            for (name, format) in [
                (ReviewClip.fileName, "review"), (SessionLandmarks.fileName, "landmarks"),
                (SessionExportJSON.fileName, "timeline-json"),
            ] where folder.has(name) {
                Console.warning(
                    "\(folder.path(of: name)) may be of earlier results: make it again with "
                        + "attune export \(folder.path) --format \(format) --force")
            }
            return
        }
        let clip = SessionExport(folder.path, force: force || resume || corrects)
        let paths = try clip.writeLocked { record, _ throws(Failure) in
            [ReviewClip(record: record, progress: progress)]
        }
        for path in paths { print("review clip: \(path)") }
    }

    /// Where the videos lie as seen from the session folder.
    private var mediaFolders: [String] {
        let start = URL(fileURLWithPath: output).resolvingSymlinksInPath().path
        return videos.map { video in
            let place = URL(fileURLWithPath: video).deletingLastPathComponent()
            return RelativePath.folder(place.resolvingSymlinksInPath().path, from: start)
        }
    }

    /// Half a result does not replace a whole one.
    private func mayWriteHalf(_ choice: MeasurementPlan) -> Bool {
        choice.isHalf || choice.outputs.allSatisfy { !choice.folder.has($0) }
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
    package init?(argument: String) { self.init(argument) }
}

/// Measured instants per second: a number of hertz, or every frame.
enum Rate: ExpressibleByArgument, CustomStringConvertible {
    case native
    case hertz(Double)

    /// Half of what cameras commonly give: episodes and correlations are those of every frame, at half
    /// the cost (docs/validation.md has the comparison).
    static let standard = Rate.hertz(12.5)

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
