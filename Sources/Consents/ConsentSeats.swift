package import Base

extension Consent {
    /// The session's two seats, first seat first.
    ///
    /// Without a request they are the file's own, in its order: the person named first is at the left
    /// of the picture. With one they are the requested names in the requested order, and must be the
    /// file's two seats.
    ///
    /// - Parameter requested: the names given with `--seats`, see ``seats(option:)``.
    /// - Throws: ``Failure/Kind/noConsent`` when the file is about other seats.
    package func seats(requested: [String]?) throws(Failure) -> [String] {
        let own = participants.map(\.seat)
        guard let requested else { return own }
        guard Set(requested) == Set(own), requested.count == own.count else {
            throw Failure.noConsent(
                "\(path) holds the consent of \(own.joined(separator: " and ")), "
                    + "not of \(requested.joined(separator: " and "))",
                remedy: "name the same seats with \(.seats), or leave \(.seats) out")
        }
        return requested
    }

    /// The two names in a list, such as `therapist,client`.
    ///
    /// - Throws: ``Failure/Kind/usage`` unless there are two different ones.
    package static func seats(option value: String) throws(Failure) -> [String] {
        let names = value.split(separator: ",", omittingEmptySubsequences: false).map { name in
            String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard names.count == 2, names[0] != names[1], !names.contains("") else {
            throw Failure.usage(
                "\"\(value)\" does not name two seats",
                remedy:
                    "give two different names with a comma between them, such as therapist,client")
        }
        return names
    }
}
