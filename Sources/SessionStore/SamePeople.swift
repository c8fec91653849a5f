/// Whose session it is does not change by a file: another consent may take the place of one only when
/// it is of the same session, with the same codes in the same seats.
extension ConsentSummary {
    /// Such as `session S01 of T01 (therapist) and C01 (client)`.
    public var label: String {
        "session \(session) of " + participants.map(\.label).joined(separator: " and ")
    }

    /// Whether the other is of the same session and people, whatever it covers.
    public func isOfSamePeople(as other: ConsentSummary) -> Bool {
        session == other.session && people == other.people
    }

    private var people: Set<[String]> { Set(participants.map { [$0.seat, $0.id] }) }
}

extension FolderConsent {
    /// Checks that what the folder holds, as far as it tells whose it is, is of these people.
    ///
    /// - Parameters:
    ///   - consent: of those in question; `nil` when nobody knows whose data they are.
    ///   - name: where that consent stands, for the message.
    ///   - todo: what can be done about it.
    /// - Throws: ``ExitCode/noConsent``.
    public func requireSamePeople(
        as consent: ConsentSummary?, in name: String, todo: String
    ) throws(Failure) {
        for own in summaries where !(consent?.isOfSamePeople(as: own) ?? false) {
            throw Failure(
                exitCode: ExitCode.noConsent,
                what: "\(folder) holds \(own.label), and \(name) "
                    + (consent == nil
                        ? "does not tell whose it is" : "is of other people or another session"),
                todo: todo)
        }
    }

    /// The same for a folder that is to be written to, with what `--consent` gave.
    ///
    /// - Throws: ``ExitCode/noConsent``.
    public func requireSamePeople(as consent: Consent) throws(Failure) {
        try requireSamePeople(
            as: consent.summary, in: consent.path,
            todo: "choose another --output, or give the consent file of that session")
    }
}
