extension ConsentSummary {
    /// Checks, from what the record keeps, that on that day both people's consent is in force and covers
    /// a use.
    ///
    /// - Parameter place: what the message names, such as the session folder.
    /// - Throws: ``ExitCode/noConsent``, naming the place and the first person for whom it is not so.
    public func require(
        _ scope: Consent.Scope, at place: String, on date: CalendarDate = .today
    ) throws(Failure) {
        for person in participants {
            guard let reason = person.reason(against: scope, on: date) else { continue }
            throw Failure(
                exitCode: ExitCode.noConsent,
                what: "\(place): \(person.id) (\(person.seat)) \(reason)",
                todo:
                    "do not use it so; once \(person.id) has agreed again, run attune consent renew "
                    + "FILE \(place)")
        }
    }
}

extension ConsentSummary.Participant {
    /// Why the person's consent does not allow a use, after their code; `nil` when it does.
    fileprivate func reason(against scope: Consent.Scope, on date: CalendarDate) -> String? {
        if let withdrawn, withdrawn <= date { return "withdrew consent on \(withdrawn)" }
        if let signed, signed > date { return "signed for \(signed), which is in the future" }
        if let expires, expires < date { return "consented until \(expires)" }
        return self.scope.contains(scope) ? nil : "did not agree to \(scope.rawValue)"
    }
}
