/// What the user asks for.
struct ValidateOptions: Sendable {
    /// Independent sessions of 10 and of 50 minutes, at least.
    var sessions = 400
    /// Surrogates of each session of movement.
    var surrogates = 199
    var seed: UInt64 = 1
    /// Shortens all sessions; 1 are the 10 and 50 minutes that are meant.
    var scale = 1.0
    var isQuick = false
    /// Where results are kept while it runs, to go on from.
    var state = ".build/validate-state.jsonl"
    /// Only conditions whose names begin with this are measured; the report is of what there is.
    var only = ""
    /// The page whose marked section is rewritten.
    var page = "docs/validation.md"

    /// A minute or two: shows that everything works, not that the figures are right.
    mutating func hurry() {
        isQuick = true
        sessions = 16
        surrogates = 39
        scale = 0.3
        state = ".build/validate-quick.jsonl"
        page = ""
    }
}
