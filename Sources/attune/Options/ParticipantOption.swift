import Base
import Consents

/// The value of `--participant`: `seat=therapist,id=T01,scope=analysis+live,signed=2026-01-05,…`.
enum ParticipantOption {
    private static let fields = ["seat", "id", "scope", "signed", "expires"]

    /// - Throws: ``Failure/Kind/usage`` when a field is missing, unknown, or given twice.
    static func read(
        _ option: String, today: CalendarDate = .today
    ) throws(Failure) -> Consent.Participant {
        let values = try values(option)
        for name in fields where values[name] == nil && name != "signed" {
            throw usage("--participant \(option) has no \(name)=", "add it")
        }
        return Consent.Participant(
            seat: values["seat"] ?? "", id: values["id"] ?? "",
            scope: try scope(values["scope"] ?? ""),
            signed: try values["signed"].map(date) ?? today,
            expires: try date(values["expires"] ?? ""))
    }

    /// Texts by field; a piece without `=` continues the scope before it, so that scopes may be separated by
    /// commas, too.
    private static func values(_ option: String) throws(Failure) -> [String: String] {
        var values: [String: String] = [:]
        var last = ""
        for piece in option.split(separator: ",", omittingEmptySubsequences: false) {
            guard let sign = piece.firstIndex(of: "=") else {
                guard last == "scope" else {
                    throw usage("“\(piece)” in --participant is not a field", "write NAME=VALUE")
                }
                values["scope", default: ""] += "+\(piece)"
                continue
            }
            last = String(piece[..<sign]).trimmingBlanks
            guard fields.contains(last), values[last] == nil else {
                throw usage(
                    "“\(last)” in --participant is unknown or given twice",
                    "use each of \(fields.joined(separator: ", ")) once")
            }
            values[last] = String(piece[piece.index(after: sign)...]).trimmingBlanks
        }
        return values
    }

    /// Scopes with plus signs or blanks between them.
    static func scope(_ text: String) throws(Failure) -> [Consent.Scope] {
        var scopes: [Consent.Scope] = []
        for name in text.split(whereSeparator: { "+ ,".contains($0) }) {
            guard let scope = Consent.Scope(rawValue: String(name)) else {
                throw usage("there is no scope “\(name)”", "use \(ConsentText.scopes)")
            }
            if !scopes.contains(scope) { scopes.append(scope) }
        }
        return scopes
    }

    static func date(_ text: String) throws(Failure) -> CalendarDate {
        guard let date = CalendarDate(text) else {
            throw usage("“\(text)” is not a day", "write it as YYYY-MM-DD")
        }
        return date
    }

    private static func usage(_ what: String, _ remedy: Remedy) -> Failure {
        Failure.usage(what, remedy: remedy)
    }
}

extension String {
    /// Without the blanks at both ends.
    var trimmingBlanks: String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
