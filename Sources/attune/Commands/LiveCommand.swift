import Posture
import Workflows
import Archive
import ArgumentParser
import Base
import Consents
import Exports
import Foundation
import LivePage
import Logging
import ServiceLifecycle
import SessionModel
import VisionProtocol

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

    @Option(help: "The consent file of the session.")
    var consent: String

    @Option(help: "The folder for the results; it is made when missing.")
    var output: String

    @Option(help: "Port of the page on 127.0.0.1; 0 takes any that is free.")
    var port = 0

    @Flag(help: "Show the camera's picture on the page; needs the consent `video` of both people.")
    var showVideo = false

    @Option(help: ArgumentHelp("End after so long.", valueName: "seconds"))
    var maxDuration: Double?

    @Option(
        help: ArgumentHelp(
            "Names of the two seats, image left first (default: as in the consent file).",
            valueName: "name,name"))
    var seats: String?

    @OptionGroup var measuring: MeasuringOptions

    @Option(help: ArgumentHelp("Wanted size of the camera's picture.", valueName: "wxh"))
    var size: PictureSize = .standard

    @Option(
        help: ArgumentHelp(
            "How long a camera that is lost or silent is waited for.", valueName: "seconds"))
    var wait = 120.0

    @Flag(help: "Replace results that are already in the folder.")
    var force = false

    func validate() throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("--port takes a number from 0 to 65535.")
        }
        guard maxDuration.map({ $0.isFinite && $0 > 0 }) ?? true else {
            throw ValidationError("--max-duration takes seconds, more than 0.")
        }
        guard wait.isFinite, wait >= 0 else {
            throw ValidationError("--wait takes seconds, 0 or more.")
        }
    }

    func run() async throws {
        let agreement = try Consent.load(consent)
        let names = try agreement.seats(requested: seats.map(Consent.seats(option:)))
        try agreement.require(.live)
        if showVideo { try agreement.require(.video) }
        let file = try measuring.settings.load()
        let run = try RunSettings(.init(measuring), file)
        try run.requireLive(in: file)
        CodeWarnings.show(agreement.summary)
        let isCamera = RegularFile.isDevice(camera)
        if !isCamera { try checkSource() }
        let writers = try ExportFormat.standardWriters() + [MarkersCSV()]
        let folder = try SessionFolder(output, force: force)
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        let unfinished = folder.path(of: SessionRecord.unfinishedName)
        try refuseExisting(folder, writers.map(\.fileName))
        try FolderConsent.read(output).requireSamePeople(as: agreement)
        folder.remark.map(Console.warning)
        // Whoever reads standard output may go away; the session goes on.
        signal(SIGPIPE, SIG_IGN)
        Interruption.listen()

        let plan = LiveMeasurement.Plan(
            header: RecordHeader(
                sources: [
                    .init(
                        file: isCamera ? camera : VideoFile.name(of: camera),
                        sha256: isCamera ? "" : try Digest.sha256(ofFile: camera))
                ],
                request: .init(
                    rate: run.rate.description, layout: run.layout.description,
                    precision: run.precision.rawValue),
                live: LiveHeader(seats: names, isCamera: isCamera, scoring: run.scoring)),
            consent: agreement.summary,
            request: TrackingRequest(
                videos: [camera], layout: run.layout, rate: run.rate.hertz,
                singlePrecision: run.precision == .f32,
                live: LiveRequest(
                    isCamera: isCamera, width: size.width, height: size.height,
                    pictures: showVideo)),
            path: unfinished, longest: maxDuration, patience: wait)
        SessionRecord.remove(unfinished)
        let page = PageRunner(names: names, port: port, showVideo: showVideo)
        try await page.serve { hub, switchboard in
            let outcome = try await DedicatedThread.run {
                try LiveMeasurement(plan, hub: hub, switchboard: switchboard).run()
            }
            try await conclude(outcome, folder, writers, hub)
        }
    }

    /// Makes the folder complete, and says what was found.
    private func conclude(
        _ outcome: LiveMeasurement.Outcome, _ folder: SessionFolder, _ writers: [any SessionWriter],
        _ hub: LiveHub
    ) async throws {
        Console.note("attune: \(outcome.performance)")
        let record = outcome.record
        let session: Session
        do {
            session = try await LiveResults.make(record)
        } catch {
            // Of no use to anybody: nobody was in it.
            if error.kind == .badInput {
                try record.close()
                SessionRecord.remove(record.path)
            }
            throw outcome.failure ?? error
        }
        var score = outcome.score
        for event in score.conclude(session.episodes) { hub.publish(event) }
        try folder.write(session, with: writers)
        try record.move(to: folder.path(of: SessionRecord.fileName))
        let end = session.features[0].times.last ?? 0
        hub.publish(.status(LiveStatus(.ended, time: end)))
        ResultLines.show(session, in: folder)
        if let failure = outcome.failure { throw failure }
    }

    private func checkSource() throws(Failure) {
        guard camera.hasPrefix("/dev/"), !FileManager.default.fileExists(atPath: camera) else {
            return try VideoFile.checkReadable(camera)
        }
        throw Failure.unavailable(
            "there is no camera at \(camera)",
            remedy: "plug it in, or choose one that `attune cameras` lists")
    }

    private func refuseExisting(_ folder: SessionFolder, _ outputs: [String]) throws(Failure) {
        guard !force else { return }
        if folder.has(SessionRecord.unfinishedName) {
            throw Failure.cannotCreate(
                "\(folder.path) holds a measurement that was not finished",
                remedy: "keep it with `attune report \(folder.path)`, choose another --output, or "
                    + "pass --force to replace it")
        }
        try folder.refuseExisting([SessionRecord.fileName] + outputs)
    }
}

/// Width and height of a picture, written `640x480`.
struct PictureSize: ExpressibleByArgument, CustomStringConvertible {
    var width: Int
    var height: Int

    static let standard = PictureSize(width: 640, height: 480)

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    init?(argument: String) {
        let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map {
            Int($0)
        }
        guard parts.count == 2, let width = parts[0], let height = parts[1],
            (16...8192).contains(width), (16...8192).contains(height)
        else { return nil }
        self.init(width: width, height: height)
    }

    var description: String { "\(width)x\(height)" }
    var defaultValueDescription: String { description }
}
