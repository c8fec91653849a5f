import Base
import Foundation

/// Reads a consent file, strictly: what it does not understand it refuses, since a word that is
/// overlooked may be the one that says no.
struct ConsentReader {
    let path: String

    /// Far more than any consent file needs.
    private static let maxBytes = 1 << 20

    func read() throws(Failure) -> Consent { try consent(try contents()) }

    /// The consent that such a file holds.
    func consent(_ bytes: [UInt8]) throws(Failure) -> Consent {
        let root = try members(
            of: try parse(bytes), in: "the file", required: ["schema", "session", "participants"])
        guard root["schema"] == .integer(1) else {
            throw malformed(
                "\"schema\" is not 1",
                "write \"schema\": 1, or use the version of attune that made the file")
        }
        let session = try code(root["session"], "\"session\"")
        guard case .array(let list)? = root["participants"], list.count == 2 else {
            throw malformed(
                "\"participants\" is not a list of two people",
                "write one entry for each of the two people")
        }
        var participants: [Consent.Participant] = []
        for (index, entry) in list.enumerated() {
            participants.append(try participant(entry, number: index + 1))
        }
        try refuseDoubles(participants)
        return Consent(
            path: path, session: session, participants: participants, digest: Digest.sha256(bytes))
    }

    // MARK: The file

    private func contents() throws(Failure) -> [UInt8] {
        do { return try RegularFile.contents(of: path, upTo: Self.maxBytes) } catch {
            switch error {
            case .unreadable(let reason):
                throw Failure.noConsent(
                    "cannot read the consent file \(path) (\(reason))",
                    remedy: "give the one that says what both people signed; "
                        + "\(.newConsent) \(path) writes it")
            case .folder, .special:
                throw malformed(error.text, "give a consent file, not a folder, pipe or device")
            case .tooLarge:
                throw malformed("it is larger than 1 MB", "give a consent file, not the recording")
            }
        }
    }

    private func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        do { return try JSONParser.parse(bytes) } catch {
            throw malformed(
                "line \(error.line), column \(error.column): \(error.what)",
                "correct it to valid JSON")
        }
    }

    // MARK: One person

    private func participant(
        _ entry: JSONValue, number: Int
    ) throws(Failure) -> Consent.Participant {
        let place = "participant \(number)"
        let fields = try members(
            of: entry, in: place, required: ["seat", "id", "scope", "signed", "expires"],
            optional: ["withdrawn"])
        let seat = try code(fields["seat"], "\"seat\" of \(place)")
        guard !seat.contains(",") else {
            throw malformed("\"seat\" of \(place) holds a comma", "leave the comma out")
        }
        let id = try code(fields["id"], "\"id\" of \(place)")
        let person = "\(id) (\(seat))"
        let signed = try date(fields["signed"], "\"signed\" of \(person)")
        let expires = try date(fields["expires"], "\"expires\" of \(person)")
        guard signed <= expires else {
            throw malformed(
                "the consent of \(person) expires on \(expires), before it is signed on \(signed)",
                "correct the dates")
        }
        var withdrawn: CalendarDate?
        if let field = fields["withdrawn"], field != .null {
            withdrawn = try date(field, "\"withdrawn\" of \(person)")
        }
        return Consent.Participant(
            seat: seat, id: id, scope: try scope(fields["scope"], of: person), signed: signed,
            expires: expires, withdrawn: withdrawn)
    }

    private func scope(
        _ value: JSONValue?, of person: String
    ) throws(Failure) -> [Consent.Scope] {
        let known = Consent.Scope.allCases.map(\.rawValue).joined(separator: ", ")
        guard case .array(let entries)? = value else {
            throw malformed(
                "\"scope\" of \(person) is not a list", "list what they agreed to, out of \(known)")
        }
        var scopes: [Consent.Scope] = []
        for entry in entries {
            guard case .string(let name) = entry else {
                throw malformed(
                    "\"scope\" of \(person) holds something other than texts", "use \(known)")
            }
            guard let scope = Consent.Scope(rawValue: name) else {
                throw malformed("unknown scope \"\(name)\" of \(person)", "use \(known)")
            }
            guard !scopes.contains(scope) else {
                throw malformed("scope \"\(name)\" of \(person) is there twice", "keep one of them")
            }
            scopes.append(scope)
        }
        return scopes
    }

    private func refuseDoubles(_ participants: [Consent.Participant]) throws(Failure) {
        guard Set(participants.map(\.seat)).count == participants.count else {
            throw malformed(
                "both people have the seat \"\(participants[0].seat)\"",
                "give each a seat of their own")
        }
        guard Set(participants.map(\.id)).count == participants.count else {
            throw malformed(
                "both people have the id \"\(participants[0].id)\"", "give each an id of their own")
        }
    }

    // MARK: Fields

    /// The members by name: all the required ones, none but these and the optional ones.
    private func members(
        of value: JSONValue, in place: String, required: [String], optional: [String] = []
    ) throws(Failure) -> [String: JSONValue] {
        guard case .object(let members) = value else {
            throw malformed(
                "\(place) is not an object in braces", "write it as docs/formats.md shows")
        }
        let known = required + optional
        for member in members where !known.contains(member.name) {
            throw malformed(
                "unknown field \"\(member.name)\" in \(place)",
                "remove it; known are \(known.joined(separator: ", "))")
        }
        var fields: [String: JSONValue] = [:]
        for member in members { fields[member.name] = member.value }
        for name in required where fields[name] == nil {
            throw malformed("\"\(name)\" of \(place) is missing", "add it")
        }
        return fields
    }

    /// A short text that can stand in a table and in a message: 1 to 64 characters as Unicode counts
    /// them, none that is not seen, no blank at either end.
    private func code(_ value: JSONValue?, _ field: String) throws(Failure) -> String {
        guard case .string(let text)? = value else {
            throw malformed("\(field) is not a text", "write it in quotes")
        }
        guard !text.unicodeScalars.contains(where: \.isUnseen) else {
            throw malformed(
                "\(field) holds a character that is not seen (a control or formatting character)",
                "type it anew, on one line")
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, text.unicodeScalars.count <= 64, trimmed == text else {
            throw malformed(
                "\(field) is empty, too long, or has blanks around it",
                "use 1 to 64 characters on one line")
        }
        return text
    }

    private func date(_ value: JSONValue?, _ field: String) throws(Failure) -> CalendarDate {
        guard case .string(let text)? = value, let date = CalendarDate(text) else {
            throw malformed("\(field) is not a date", "write the day as \"YYYY-MM-DD\"")
        }
        return date
    }

    private func malformed(_ what: String, _ remedy: Remedy) -> Failure {
        Failure.noConsent("consent file \(path): \(what)", remedy: remedy)
    }
}
