/// Exit codes of `attune`, after BSD's `sysexits.h`.
public enum ExitCode {
    /// Done.
    public static let ok: Int32 = 0
    /// The command line is wrong.
    public static let usage: Int32 = 64
    /// Input is not what it must be: not a video, cut before any frame, no people, a malformed table.
    public static let badInput: Int32 = 65
    /// Input is missing or unreadable.
    public static let noInput: Int32 = 66
    /// The camera is missing, busy or lost for good.
    public static let unavailable: Int32 = 69
    /// A fault of the program or of its installation.
    public static let software: Int32 = 70
    /// Output cannot be written.
    public static let cannotCreate: Int32 = 73
    /// Consent is missing, malformed, expired, withdrawn, or does not cover this use.
    public static let noConsent: Int32 = 77
    /// Interrupted; what was measured is kept.
    public static let interrupted: Int32 = 130
}
