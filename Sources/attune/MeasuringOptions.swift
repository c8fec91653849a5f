import ArgumentParser
import Base
import SessionModel
import VisionProtocol

/// How a recording or a camera is measured: what `analyze` and `live` have in common.
struct MeasuringOptions: ParsableArguments {
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
            "Arithmetic of the landmarks: fastest (the default: bf16 where the processor has it) or "
                + "f32.", valueName: "fastest|f32"))
    var precision: Precision?

    @OptionGroup var settings: SettingsOption
}

/// The file with settings.
struct SettingsOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Settings as in session.json, any part of them, or a session.json; options win over it.",
            valueName: "file"))
    var config: String?

    /// `nil` when none was given.
    func load() throws(Failure) -> SettingsFile? { try config.map(SettingsFile.load) }
}
