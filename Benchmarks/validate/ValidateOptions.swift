/// The options of a validation.
struct ValidateOptions: Sendable {
    /// Independent sessions of 10 and of 50 minutes, at least.
    var sessions = 400
    /// Surrogates of each session of movement.
    var surrogates = 199
    var seed: UInt64 = 1
    /// Factor of the sessions' lengths; 1 for the intended 10 and 50 minutes.
    var scale = 1.0
    var isQuick = false
    /// The file that keeps results, so that a stopped run can resume.
    var state = ".build/validate-state.jsonl"
    /// Only conditions whose names begin with this are measured; the report covers all results.
    var only = ""
    /// The page whose marked section is replaced; empty for none.
    var page = "docs/validation.md"

    /// Settings for a run of a minute or two, which shows that everything works, not that figures are right.
    mutating func hurry() {
        isQuick = true
        sessions = 16
        surrogates = 39
        scale = 0.3
        state = ".build/validate-quick.jsonl"
        page = ""
    }
}
