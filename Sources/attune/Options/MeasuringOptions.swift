import ArgumentParser
import Base
import Consents
import Posture
import SessionModel
import VisionProtocol
import Workflows

/// Whose session it is, how it is measured and where its results go: what `analyze` and `live` have in
/// common.
struct MeasuringOptions: ParsableArguments {
    @Option(help: "The consent file of the session.")
    var consent: String

    @OptionGroup var results: OutputOptions

    @Option(
        help: ArgumentHelp(
            "Names of the two seats, image left first (default: as in the consent file).",
            valueName: "name,name"))
    var seats: String?

    @Option(
        help: ArgumentHelp(
            "Measured instants per second, live at most (default: \(Rate.standard)).",
            valueName: "hz|native"))
    var rate: Rate?

    @Option(
        help: ArgumentHelp(
            "Where the people are: auto (the default), side-by-side, or regions=x,y,w,h;x,y,w,h.",
            valueName: "layout"))
    var layout: Layout?

    @Option(
        help: ArgumentHelp(
            "Whose picture is mirrored, as one's own in a video call may be: first, second or both "
                + "seats (default: nobody's).", valueName: "first|second|both"))
    var mirrored: Mirroring?

    @Option(
        help: ArgumentHelp(
            "Arithmetic of the landmarks: fastest (the default: bf16 where that is faster, else f32) or "
                + "f32.", valueName: "fastest|f32"))
    var precision: Precision?

    @OptionGroup var settings: SettingsOption

    /// The consent, and the names of the first and the second seat.
    func people() throws(Failure) -> (consent: Consent, seats: [String]) {
        let consent = try Consent.load(consent)
        return (consent, try consent.seats(requested: requestedSeats(seats)))
    }

    var choices: RunSettings.Choices {
        .init(rate: rate, layout: layout, mirrored: mirrored, precision: precision)
    }
}

/// Where results go.
struct OutputOptions: ParsableArguments {
    @Option(help: "The folder for the results; it is made when missing.")
    var output: String

    @Flag(help: "Replace results that are already in the folder.")
    var force = false
}

/// What a user says who trusts a video more than the kernel can confine it.
struct ConfinementOption: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Look at the video even where the kernel lacks what confines its decoder: only for recordings "
                + "that you trust (docs/confinement.md)."))
    var unconfined = false

    /// Holds for everything that the command does from here on.
    func apply() { if unconfined { VisionProcess.allowUnconfined() } }
}

/// The file with settings.
struct SettingsOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Settings as in session.json, any part of them, or a session.json; options take precedence.",
            valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "When both people sat at rest, against which leans and turns are told (default: found in "
                + "the whole session).", valueName: "from-to"))
    var rest: RestOption?

    /// `nil` when none was given.
    func load() throws(Failure) -> SettingsFile? {
        var file: SettingsFile? =
            if let config { try SettingsFile.load(config) } else { nil }
        if let config, file?.isOfEarlierMethod == true {
            Console().warning(
                "\(config) is of a session that was compared with chance in an earlier way: with the same "
                    + "settings, p-values and percentiles differ (CHANGELOG.md, schema 2)")
        }
        if let rest {
            file = file ?? SettingsFile(path: "")
            file?.scoring.rest = rest.span
        }
        return file
    }

    /// Whether anything was given.
    var isGiven: Bool { config != nil || rest != nil }
}

/// A stretch of time, such as `1:00-2:30`.
struct StretchOption: ExpressibleByArgument {
    let span: TimeSpan

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let start = ClockTime(String(ends[0]))?.seconds,
            let end = ClockTime(String(ends[1]))?.seconds, end - start >= Self.shortest
        else { return nil }
        span = TimeSpan(start: start, end: end)
    }

    /// Seconds: less is no stretch, but a slip of the pen.
    private static let shortest = 0.1
}

/// A stretch of at least 5 s.
struct RestOption: ExpressibleByArgument {
    let span: TimeSpan

    init?(argument: String) {
        guard let given = StretchOption(argument: argument)?.span,
            given.duration >= ScoringSettings.shortestRest
        else { return nil }
        span = given
    }
}

/// What else happened in a session that is over.
struct CovariateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A stretch that counts as unknown of both people; may be repeated.",
            valueName: "from-to"))
    var exclude: [StretchOption] = []

    @Option(
        help: ArgumentHelp(
            "Events that hit both people at once, such as a knock: a table (time, duration), .eaf or "
                + "TextGrid. No adoption is claimed for 10 s after each.", valueName: "file"))
    var events: String?

    @Option(
        help: ArgumentHelp(
            "Who speaks when: a table (speaker, onset, offset), .eaf, TextGrid or RTTM.",
            valueName: "file"))
    var turns: String?

    @Option(
        help: ArgumentHelp(
            "What a speaker of --turns or a tier of --events stands for, such as SPEAKER_00=client or "
                + "Tier1=events; may be repeated.", valueName: "name=seat"))
    var map: [String] = []

    func validate() throws {
        guard map.allSatisfy({ $0.contains("=") }) else {
            throw ValidationError("--map takes NAME=SEAT, such as SPEAKER_00=client.")
        }
        guard map.isEmpty || events != nil || turns != nil else {
            throw ValidationError("--map says who is who in --turns or --events.")
        }
    }

    var files: CovariateFiles {
        CovariateFiles(
            excluded: exclude.map(\.span), events: events, turns: turns,
            map: map.map { text in
                let place = text.lastIndex(of: "=") ?? text.startIndex
                return (String(text[..<place]), String(text[place...].dropFirst()))
            })
    }
}

/// The names in the value of `--seats`; `nil` when none was given.
func requestedSeats(_ option: String?) throws(Failure) -> [String]? {
    if let option { try Consent.seats(option: option) } else { nil }
}

extension Rate: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }

    package var defaultValueDescription: String { description }
}

/// Its options have the value name `time`, by which ``UsageMessage`` says what to write, and take what
/// follows them whatever it begins with, as a time may be negative.
extension ClockTime: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }

    package var defaultValueDescription: String { description }
}

extension Precision: ExpressibleByArgument {}

extension Mirroring: ExpressibleByArgument {}

extension Scene: ExpressibleByArgument {}

extension Layout: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
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
