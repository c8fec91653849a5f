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

    /// Checks that nobody signed this one earlier than the one in a folder, as far as the days are
    /// known: it may cover what was taken back since.
    ///
    /// - Throws: ``ExitCode/noConsent``.
    public func requireNotEarlier(
        than own: ConsentSummary, of folder: String, in path: String
    ) throws(Failure) {
        for person in participants {
            guard let signed = person.signed,
                let last = own.participants.first(where: { $0.seat == person.seat })?.signed,
                signed < last
            else { continue }
            throw Failure(
                exitCode: ExitCode.noConsent,
                what: "the consent of \(person.label) in \(path) is signed on \(signed), earlier "
                    + "than the one in \(folder), of \(last)",
                todo: "give the later one; attune consent renew --force goes back to an earlier one"
            )
        }
    }
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

    /// The same for a folder that is to be written to, with what `--consent` gave, which must not have
    /// been signed earlier than what the folder goes by.
    ///
    /// - Throws: ``ExitCode/noConsent``.
    public func requireSamePeople(as consent: Consent) throws(Failure) {
        try requireSamePeople(
            as: consent.summary, in: consent.path,
            todo: "choose another --output, or give the consent file of that session")
        for own in summaries {
            try consent.summary.requireNotEarlier(than: own, of: folder, in: consent.path)
        }
    }
}
