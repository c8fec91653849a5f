extension Consent {
    /// The session's two seats, first seat first.
    ///
    /// Without a request they are the file's own, in its order: the person named first is at the left
    /// of the picture. With one they are the requested names in the requested order, and must be the
    /// file's two seats.
    ///
    /// - Parameter requested: the names given with `--seats`, see ``seats(option:)``.
    /// - Throws: ``ExitCode/noConsent`` when the file is about other seats.
    public func seats(requested: [String]?) throws(Failure) -> [String] {
        let own = participants.map(\.seat)
        guard let requested else { return own }
        guard Set(requested) == Set(own), requested.count == own.count else {
            throw Failure(
                exitCode: ExitCode.noConsent,
                what: "\(path) holds the consent of \(own.joined(separator: " and ")), "
                    + "not of \(requested.joined(separator: " and "))",
                todo: "name the same seats with --seats, or leave --seats out")
        }
        return requested
    }

    /// The two names in the value of `--seats`, such as `therapist,client`.
    ///
    /// - Throws: ``ExitCode/usage`` unless there are two different ones.
    public static func seats(option value: String) throws(Failure) -> [String] {
        let names = value.split(separator: ",", omittingEmptySubsequences: false).map { name in
            String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard names.count == 2, names[0] != names[1], !names.contains("") else {
            throw Failure(
                exitCode: ExitCode.usage, what: "--seats \(value) does not name two seats",
                todo: "give two different names with a comma between them, such as therapist,client"
            )
        }
        return names
    }
}
