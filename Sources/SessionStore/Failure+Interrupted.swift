extension Failure {
    /// The user asked to stop (SIGINT, SIGTERM); `what` was going on.
    public static func interrupted(
        _ what: String, todo: String = "run the command again"
    ) -> Failure {
        Failure(exitCode: ExitCode.interrupted, what: "interrupted while \(what)", todo: todo)
    }
}
