import ArgumentParser
import Exports
import Workflows

/// The value of `--format`: names with commas between them.
struct ExportFormatList: ExpressibleByArgument {
    let formats: [ExportFormat]

    static let standard = ExportFormatList(formats: ExportFormat.standard)

    init(formats: [ExportFormat]) { self.formats = formats }

    init?(argument: String) {
        formats = argument.split(separator: ",", omittingEmptySubsequences: false).compactMap {
            name in ExportFormat.all.first { $0.name == name }
        }
        guard
            formats.count == argument.split(separator: ",", omittingEmptySubsequences: false).count
        else { return nil }
    }

    /// Whether these are the formats that are written when none is named.
    var isStandard: Bool { formats.map(\.name) == Self.standard.formats.map(\.name) }

    var defaultValueDescription: String { formats.map(\.name).joined(separator: ",") }
}

/// In which language the report is.
struct LanguageOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The language of the report: "
                + Phrases.all.map { "\($0.language) (\($0.name))" }.joined(separator: ", ")
                + "; everything else is in English.",
            valueName: "code"))
    var language = ReportLanguage(phrases: .english)

    var phrases: Phrases { language.phrases }
}

/// The value of `--language`.
struct ReportLanguage: ExpressibleByArgument {
    let phrases: Phrases

    init(phrases: Phrases) { self.phrases = phrases }

    init?(argument: String) {
        guard let phrases = Phrases.of(argument) else { return nil }
        self.phrases = phrases
    }

    var defaultValueDescription: String { phrases.language }

    static let allValueStrings = Phrases.all.map(\.language)
}

/// Options of `attune export` for sharing outside your institution.
struct ShareOptions: ParsableArguments {
    @Flag(help: "Write what may be shared, of those who agreed to it, under random codes.")
    var share = false

    @Option(
        help: ArgumentHelp(
            "With --share: the folder for it, new or empty (default: share-CODE beside the session's).",
            valueName: "dir"))
    var output: String?

    @Flag(help: "With --share: landmarks, too, by which people can be recognised.")
    var landmarks = false

    func validate() throws {
        guard share || (output == nil && !landmarks) else {
            throw ValidationError("--output and --landmarks belong to --share.")
        }
    }
}
