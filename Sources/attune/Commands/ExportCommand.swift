import ArgumentParser
import Exports
import Workflows

/// `attune export`: files of a session folder from its record, without the video.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Makes the files of a session again from its record.",
        discussion: """
            Example:
              attune export results --format csv,eaf
              attune export results --format review
              attune export results --reviewed K1
              attune export results --share --output to-send

            The format eaf-template is an empty ELAN document for coders, coding.eaf.

            Reads session.sqlite in the folder and nothing else. Prints the files that were written. The
            format review is a clip of skeletons on black, to which both people must have agreed
            (review-clip). With --reviewed the files are made from a coder's review and lie beside the others, as
            reviewed-CODE.report.html. To use a consent signed later, run attune consent renew first.
            """)

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    @Option(
        help: ArgumentHelp("Which of \(ExportFormat.names), with commas.", valueName: "formats"))
    var format = ExportFormatList.standard

    @Option(
        help: ArgumentHelp(
            "Make the files from this coder's review (attune review lists them), not from what was measured.",
            valueName: "code"))
    var reviewed: String?

    @OptionGroup var language: LanguageOption

    @Option(help: "How the progress of a clip is shown: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    @Flag(help: "Replace files that differ.")
    var force = false

    @OptionGroup var confinement: ConfinementOption

    @OptionGroup(title: "Sharing outside your institution")
    var sharing: ShareOptions

    func run() async throws {
        confinement.apply()
        if sharing.share {
            guard reviewed == nil else {
                throw ValidationError("--share shares what was measured; leave --reviewed out.")
            }
            guard language.phrases.language == Phrases.english.language else {
                throw ValidationError("--share has no report; leave --language out.")
            }
            guard format.isStandard else {
                throw ValidationError("--share writes files of its own; leave --format out.")
            }
            let share = ShareExport(
                folder: folder, output: sharing.output, landmarks: sharing.landmarks,
                reporter: Console())
            for path in try share.write() { Terminal.say(path) }
            return
        }
        var export = SessionExport(
            folder, force: force, reviewedBy: reviewed, reporter: Console(progress: progress))
        export.language = language.phrases
        for path in try await export.write(format.formats) { Terminal.say(path) }
    }
}

/// `attune report`: the report of a session from its record.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Makes the report of a session again from its record.",
        discussion: """
            Example:
              attune report results
              attune report results --language de --force
            """)

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    @Option(
        help: ArgumentHelp(
            "Make it from this coder's review, not from what was measured.", valueName: "code"))
    var reviewed: String?

    @OptionGroup var language: LanguageOption

    @Flag(help: "Replace a report that differs.")
    var force = false

    func run() async throws {
        var export = SessionExport(
            folder, force: force, reviewedBy: reviewed, reporter: Console())
        export.language = language.phrases
        for path in try await export.write([.html]) { Terminal.say("report: \(path)") }
    }
}
