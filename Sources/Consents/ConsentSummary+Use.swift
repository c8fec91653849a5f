package import Base

extension ConsentSummary {
    /// Checks, from what the record keeps, that on that day both people's consent is in force and covers
    /// a use.
    ///
    /// - Parameter folder: the session folder.
    /// - Throws: ``Failure/Kind/noConsent``, naming the folder and the first person for whom it is not so.
    package func require(
        _ scope: Consent.Scope, at folder: String, on date: CalendarDate = .today
    ) throws(Failure) {
        try require([scope], on: date, in: .folder(folder))
    }
}
