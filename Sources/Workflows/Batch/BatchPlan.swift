import Archive
import Base
import Consents
import Exports
import SessionModel
import Study
import VisionProtocol

/// What a batch does with one session.
struct BatchPlan: Sendable {
    let source: StudyManifest.Row
    /// As the table has it at the start.
    let row: BatchTable.Row
    /// Whether there is something to measure.
    let isToDo: Bool
    private let folder: String
    private let resumes: Bool
    private let replaces: Bool

    /// - Parameters:
    ///   - earlier: the digest of the row that results in the folder are of; `nil` when no run of a batch made them.
    ///   - replaces: whether results of another row are made anew.
    ///   - always: the session is to do even if it is done: from its record, where that is of these recordings.
    init(
        _ source: StudyManifest.Row, in output: String, earlier: String?, _ replaces: Bool,
        always: Bool = false
    ) {
        self.source = source
        folder = "\(output)/\(source.session)"
        var row = BatchTable.Row(session: source.session)
        let isMeasured = StagedFile.exists("\(folder)/\(SessionRecord.fileName)")
        resumes = StagedFile.exists("\(folder)/\(SessionRecord.unfinishedName)")
        let isOfOther = isMeasured && earlier != nil && earlier != "" && earlier != source.digest
        let isWhole =
            isMeasured && !resumes && Self.isWhole(folder, isKnown: earlier == source.digest)
        if isOfOther, !replaces {
            row.state = .changed
            row.failure = Failure.badInput(
                "its results are of another recording, offset or settings than line \(source.line) says",
                remedy:
                    "run the command again with \(.force) to measure it anew, or put the line back")
            row.digest = earlier ?? ""
        } else if isWhole, !isOfOther, !always {
            (row.state, row.share, row.digest) = (.done, 1, source.digest)
        }
        self.row = row
        isToDo = row.state == .waiting
        self.replaces = isMeasured
    }

    /// Whether the results in a folder reach the recording's end.
    ///
    /// - Parameter isKnown: an earlier run has noted that they do; then the record, which may be large, is not opened.
    private static func isWhole(_ folder: String, isKnown: Bool) -> Bool {
        if isKnown { return true }
        guard let record = try? SessionRecord.open("\(folder)/\(SessionRecord.fileName)") else {
            return false
        }
        defer { try? record.close() }
        return (try? record.state()) == .complete
    }

    /// Measures the session, or scores its series.
    ///
    /// - Throws: ``Failure`` of whatever kind, when that cannot be done as its row says.
    func run(config: String?, language: Phrases, reporter: any Reporter) async throws {
        let file = try (source.config ?? config).map { path throws(Failure) in
            try SettingsFile.load(path)
        }
        guard source.series.isEmpty else {
            var scoring = try scoring(file, reporter)
            scoring.language = language
            let results = try await scoring.run()
            reporter.found(results.session, report: results.report)
            return
        }
        var measuring = try measuring(file, reporter)
        measuring.language = language
        _ = try await measuring.run()
    }

    private func measuring(
        _ file: SettingsFile?, _ reporter: any Reporter
    ) throws(Failure) -> AnalyzeWorkflow {
        guard let consent = try consent() else {
            throw Failure.noConsent("no consent file is given", remedy: "give its path")
        }
        let arguments = try FootageArguments(source.recordings, chapters: nil)
        for doubt in arguments.doubts { reporter.warning(doubt) }
        var choices = RunSettings.Choices()
        choices.offset = source.offset
        guard choices.offset == nil || arguments.footage.count == 2 else {
            throw Failure.badInput(
                "line \(source.line) has an offset and one camera",
                remedy: "give both recordings, with a semicolon between, or leave the offset out")
        }
        let settings = try RunSettings(choices, file)
        try settings.require(videos: arguments.footage.count, in: file)
        try settings.requireMirroring(cameras: arguments.footage.count)
        return AnalyzeWorkflow(
            footage: arguments.footage, consent: consent,
            seats: try consent.seats(requested: try seats()),
            settings: settings, output: folder, resumes: resumes, replaces: replaces,
            reporter: reporter)
    }

    private func scoring(
        _ file: SettingsFile?, _ reporter: any Reporter
    ) throws(Failure) -> ScoreWorkflow {
        ScoreWorkflow(
            series: source.series, output: folder, rate: source.rate, seats: try seats(),
            settings: file, consent: try consent(), replaces: replaces, reporter: reporter)
    }

    private func seats() throws(Failure) -> [String]? {
        try source.seats.map { text throws(Failure) in try Consent.seats(option: text) }
    }

    private func consent() throws(Failure) -> Consent? {
        guard let path = source.consent else { return nil }
        let consent = try Consent.load(path)
        guard consent.session == source.session else {
            throw Failure.noConsent(
                "\(path) is of session \(consent.session)",
                remedy: "give the consent of session \(source.session) in line \(source.line)")
        }
        return consent
    }
}
