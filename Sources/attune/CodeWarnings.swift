import Consents

/// Tells, on standard error, which codes of a consent look like names: they go into every result.
enum CodeWarnings {
    static func show(_ consent: ConsentSummary) {
        for (code, why) in PseudonymCheck.remarks(on: consent) { show(code, why) }
    }

    static func show(_ code: String, _ why: String) {
        Console.warning("“\(code)” \(why): use a code, such as C01")
    }
}
