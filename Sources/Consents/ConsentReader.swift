import Base
import Foundation

/// Reads a consent file, strictly: it refuses what it does not understand, since a word that is
/// overlooked may be the one that says no.
struct ConsentReader {
    let path: String

    /// Far more than any consent file needs.
    private static let maxBytes = 1 << 20

    func read() throws(Failure) -> Consent { try consent(try contents()) }

    /// The consent in a file with this content.
    func consent(_ bytes: [UInt8]) throws(Failure) -> Consent {
        do {
            let (session, participants) = try content(try JSONParser.parseFile(bytes))
            return Consent(
                path: path,
                summary: ConsentSummary(
                    session: session, participants: participants, digest: Digest.sha256(bytes)))
        } catch {
            throw malformed(error.what, error.remedy)
        }
    }

    private func content(
        _ root: JSONValue
    ) throws(JSONProblem) -> (session: String, participants: [Consent.Participant]) {
        let keys = ["schema", "session", "participants"]
        let file = try StrictObject(root, known: keys, required: keys)
        try file.requireSchema()
        let session = try code(file, "session")
        guard case .array(let list)? = file["participants"], list.count == 2 else {
            throw JSONProblem(
                "\"participants\" is not a list of two people",
                remedy: "write one entry for each of the two people")
        }
        var participants: [Consent.Participant] = []
        for (index, entry) in list.enumerated() {
            participants.append(try participant(entry, number: index + 1))
        }
        try refuseDoubles(participants)
        return (session, participants)
    }

    // MARK: The file

    private func contents() throws(Failure) -> [UInt8] {
        do { return try RegularFile.contents(of: path, upTo: Self.maxBytes) } catch {
            switch error {
            case .unreadable(let reason):
                throw Failure.noConsent(
                    "cannot read the consent file \(path) (\(reason))",
                    remedy: "give the file that says what both people signed; "
                        + "\(.newConsent) \(path) writes it")
            case .folder, .special:
                throw malformed(error.text, "give a consent file, not a folder, pipe or device")
            case .tooLarge:
                throw malformed("it is larger than 1 MB", "give a consent file, not the recording")
            }
        }
    }

    private func malformed(_ what: String, _ remedy: Remedy) -> Failure {
        Failure.noConsent("consent file \(path): \(what)", remedy: remedy)
    }

    // MARK: One person

    private func participant(
        _ entry: JSONValue, number: Int
    ) throws(JSONProblem) -> Consent.Participant {
        let required = ["seat", "id", "scope", "signed", "expires"]
        let known = required + ["withdrawn"]
        let place = "participant \(number)"
        let object = try StrictObject(entry, .entry(place), known: known, required: required)
        let seat = try code(object, "seat")
        guard !seat.contains(",") else {
            throw JSONProblem(
                "\(object.named("seat")) holds a comma", remedy: "leave the comma out")
        }
        let id = try code(object, "id")
        // From here on messages name the person.
        let label = "\(id) (\(seat))"
        let person = try StrictObject(entry, .entry(label), known: known)
        let signed = try date(person, "signed")
        let expires = try date(person, "expires")
        guard signed <= expires else {
            throw JSONProblem(
                "the consent of \(label) expires on \(expires), before it is signed on \(signed)",
                remedy: "correct the dates")
        }
        let isWithdrawn = person["withdrawn"] ?? .null != .null
        return Consent.Participant(
            seat: seat, id: id, scope: try scope(person, of: label), signed: signed,
            expires: expires, withdrawn: isWithdrawn ? try date(person, "withdrawn") : nil)
    }

    private func scope(
        _ person: StrictObject, of label: String
    ) throws(JSONProblem) -> [Consent.Scope] {
        let known = Consent.Scope.allCases.map(\.rawValue).joined(separator: ", ")
        guard case .array(let entries)? = person["scope"] else {
            throw JSONProblem(
                "\(person.named("scope")) is not a list",
                remedy: "list what they agreed to, out of \(known)")
        }
        var scopes: [Consent.Scope] = []
        for entry in entries {
            guard let name = entry.asText else {
                throw JSONProblem(
                    "\(person.named("scope")) holds something other than texts",
                    remedy: "use \(known)")
            }
            guard let scope = Consent.Scope(rawValue: name) else {
                throw JSONProblem(
                    "unknown scope \(StrictObject.shown(name)) of \(label)",
                    remedy: "use \(known)")
            }
            guard !scopes.contains(scope) else {
                throw JSONProblem(
                    "scope \"\(name)\" of \(label) is there twice", remedy: "keep one of them")
            }
            scopes.append(scope)
        }
        return scopes
    }

    private func refuseDoubles(_ participants: [Consent.Participant]) throws(JSONProblem) {
        guard Set(participants.map(\.seat)).count == participants.count else {
            throw JSONProblem(
                "both people have the seat \"\(participants[0].seat)\"",
                remedy: "give each a seat of their own")
        }
        guard Set(participants.map(\.id)).count == participants.count else {
            throw JSONProblem(
                "both people have the id \"\(participants[0].id)\"",
                remedy: "give each an id of their own")
        }
    }

    // MARK: Values

    /// A short text that can stand in a table and in a message, see ``Base/CodeText``.
    private func code(_ object: StrictObject, _ key: String) throws(JSONProblem) -> String {
        let name = object.named(key)
        guard let text = object[key]?.asText else {
            throw JSONProblem("\(name) is not a text", remedy: "write it in quotes")
        }
        if let fault = CodeText.fault(in: text) {
            throw JSONProblem("\(name) \(fault.what)", remedy: fault.remedy)
        }
        return text
    }

    private func date(_ object: StrictObject, _ key: String) throws(JSONProblem) -> CalendarDate {
        guard let date = object[key]?.asText.flatMap(CalendarDate.init) else {
            throw JSONProblem(
                "\(object.named(key)) is not a date", remedy: "write the day as \"YYYY-MM-DD\"")
        }
        return date
    }
}
