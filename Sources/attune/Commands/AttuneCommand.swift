import ArgumentParser
import Base

struct AttuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attune",
        abstract: "Measures postural mimicry between two people from video.",
        discussion: """
            Example:
              attune demo
              attune analyze session.mp4 --consent consent.json --output results
            """,
        version: AttuneVersion.current,
        subcommands: [
            DemoCommand.self, AnalyzeCommand.self, BatchCommand.self, CheckCommand.self,
            LiveCommand.self, OpenCommand.self, ScoreCommand.self, ExportCommand.self,
            ReportCommand.self, ReviewCommand.self,
            StudyCommand.self, CompareCommand.self, ConsentCommand.self, CamerasCommand.self,
            RecoverCommand.self, DoctorCommand.self,
        ])
}

/// Turns what the argument parser says into the one line that every error is.
enum UsageMessage {
    static func failure(from message: String) -> Failure {
        let line = message.split(separator: "\n").first.map(String.init) ?? "unusable arguments"
        let trimmed = line.hasSuffix(".") ? String(line.dropLast()) : line
        return Failure.usage(trimmed, remedy: remedy(trimmed))
    }

    private static func remedy(_ message: String) -> Remedy {
        if message.hasSuffix(" <time>'") || message.hasSuffix(" <time|auto>'") {
            return "\(ClockTime.forms)"
        }
        return message.hasSuffix(" <from-to>'")
            ? "give two times with a hyphen between, the later one last, such as 1:00-2:30"
            : "see `attune --help` for the usage"
    }
}
