import SessionStore
import VisionLink

extension Failure {
    /// Exit codes that the vision process may ask for. It has read a stranger's file: its word is not
    /// taken for success, nor for a matter of consent.
    private static let told: Set<Int32> = [
        ExitCode.badInput, ExitCode.noInput, ExitCode.unavailable, ExitCode.software,
    ]

    /// What the vision process reports; with an exit code that is not its to give, the input is blamed.
    init(told failure: TrackingFailure) {
        self.init(
            exitCode: Self.told.contains(failure.exitCode) ? failure.exitCode : ExitCode.badInput,
            what: failure.safe.what, todo: failure.safe.todo)
    }
}
