import Posture
import Archive
import Base
package import Consents
package import Exports
import Foundation
import LivePage
import SessionModel
import VisionProtocol

/// Measures a session while it happens, shows it on a page of this computer, and leaves the same folder
/// of results as a recording does.
package struct LiveWorkflow: Sendable {
    /// A device, or a video to be played.
    package var source: String
    package var consent: Consent
    /// Names of the first and the second seat.
    package var seats: [String]
    package var settings: RunSettings
    /// The folder of the results.
    package var output: String
    /// Port of the page; 0 takes any that is free.
    package var port = 0
    /// Whether the page shows the camera's picture.
    package var showsVideo = false
    /// Seconds; `nil` for no end.
    package var longest: Double?
    /// Wanted size of the camera's picture, pixels.
    package var width = 640
    package var height = 480
    /// How long to wait for a camera that is lost or silent, seconds.
    package var cameraTimeout = 120.0
    /// Whether results in the folder may be replaced.
    package var replaces = false
    /// The language of the report.
    package var language: Phrases = .english
    package var reporter: any Reporter
    /// Whether the program does nothing else: then it takes signals, and outlives its terminal.
    var isAlone = true
    /// What pauses and ends it.
    var control = LiveSessionControl()

    package init(
        source: String, consent: Consent, seats: [String], settings: RunSettings, output: String,
        reporter: any Reporter
    ) {
        self.source = source
        self.consent = consent
        self.seats = seats
        self.settings = settings
        self.output = output
        self.reporter = reporter
    }

    private var isCamera: Bool { RegularFile.isDevice(source) }

    /// - Parameter announce: gets the address of the page, once it can be opened.
    /// - Throws: ``Failure``; of a session that ended early, after what was measured has become results.
    package func run(announce: @escaping @Sendable (_ address: String) -> Void) async throws {
        try consent.require(.live)
        if showsVideo { try consent.require(.video) }
        reporter.warnOfPersonalCodes(consent.summary)
        let file = try isCamera ? nil : openSource()
        let writers =
            try ExportFormat.standardWriters().reporting(in: language) + [MarkersCSV()]
        let folder = try SessionFolder(output, force: replaces)
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        try refuseExisting(folder, writers.map(\.fileName))
        try FolderConsent.read(output).requireSamePeople(as: consent)
        try reporter.requireUpToDate(
            consent, in: [output] + (isCamera ? [] : [VideoFile.folder(of: source)]))
        if let remark = folder.remark { reporter.warning(remark) }
        // Terminal and readers of standard output may go away; the session goes on.
        if isAlone { Interruption.listen(outlivesTerminal: true) }

        let plan = try plan(file, recordingTo: folder.path(of: SessionRecord.unfinishedName))
        SessionRecord.remove(plan.path)
        let page = PageRunner(names: seats, port: port, showVideo: showsVideo, announce: announce)
        let control = control
        try await page.serve(control) { hub in
            let outcome = try await DedicatedThread.run {
                try LiveMeasurement(plan, hub: hub, control: control, reporter: reporter).run()
            }
            try await conclude(outcome, folder, writers, hub)
        }
    }

    private func plan(
        _ recording: OpenRecording?, recordingTo path: String
    ) throws(Failure) -> LiveMeasurement.Plan {
        let isCamera = recording == nil
        var request = TrackingRequest(
            videos: [source], layout: settings.layout, rate: settings.rate.hertz,
            singlePrecision: settings.precision == .f32,
            live: LiveRequest(
                isCamera: isCamera, width: width, height: height, pictures: showsVideo))
        request.mirrored = settings.mirrored
        request.breathing = consent.summary.covers(.breathing, seats: seats)
        return LiveMeasurement.Plan(
            header: RecordHeader(
                sources: [
                    .init(
                        file: isCamera ? source : VideoFile.name(of: source),
                        sha256: try recording?.digest() ?? "")
                ],
                request: .init(
                    rate: settings.rate.description, layout: settings.layout.description,
                    precision: settings.precision.rawValue, mirrored: settings.mirrored),
                live: LiveHeader(seats: seats, isCamera: isCamera, scoring: settings.scoring)),
            request: request, recording: recording, path: path, consent: consent.summary,
            longest: longest,
            cameraTimeout: cameraTimeout)
    }

    /// Makes the folder complete, and reports what was found.
    private func conclude(
        _ outcome: LiveMeasurement.Outcome, _ folder: SessionFolder, _ writers: [any SessionWriter],
        _ hub: LiveHub
    ) async throws(Failure) {
        reporter.note(outcome.performance)
        let record = outcome.record
        let session: Session
        do {
            session = try await LiveResults.make(record)
        } catch {
            // Nobody was in it: of no use to anybody.
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
        reporter.found(session, report: folder.path(of: ReportHTML.fileName))
        if let failure = outcome.failure { throw failure }
    }

    private func openSource() throws(Failure) -> OpenRecording {
        guard source.hasPrefix("/dev/"), !FileManager.default.fileExists(atPath: source) else {
            return try OpenRecording(source)
        }
        throw Failure.unavailable(
            "there is no camera at \(source)",
            remedy: "plug it in, or choose one that \(.listCameras) lists")
    }

    private func refuseExisting(_ folder: SessionFolder, _ outputs: [String]) throws(Failure) {
        guard !replaces else { return }
        if folder.has(SessionRecord.unfinishedName) {
            throw Failure.cannotCreate(
                "\(folder.path) holds a measurement that was not finished",
                remedy:
                    "keep it with \(.report(folder: folder.path)), choose another \(.output), or "
                    + "pass \(.force) to replace it")
        }
        try folder.refuseExisting([SessionRecord.fileName] + outputs)
    }
}

/// Work that blocks, on a thread of its own: the pool that runs tasks must not be blocked.
private enum DedicatedThread {
    static func run<Value>(_ work: @escaping @Sendable () throws -> sending Value) async throws
        -> sending Value
    {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result { try work() }) }
            // As much as the main thread has: SQLite and the scorer may go deep.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }
}
