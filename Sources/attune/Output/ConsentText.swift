import Base
import Consents

/// A consent in words, for standard output.
enum ConsentText {
    /// All scopes, for messages.
    static let scopes = Consent.Scope.allCases.map(\.rawValue).joined(separator: ", ")

    /// A line per person with what is covered and until when, and a line with what both agreed to.
    static func lines(_ consent: ConsentSummary, on date: CalendarDate) -> [String] {
        var lines = ["session \(consent.session)"]
        for person in consent.participants { lines.append(line(person, on: date)) }
        let both = Consent.Scope.allCases.filter { scope in
            consent.participants.allSatisfy {
                $0.lapse(on: date) == nil && $0.scope.contains(scope)
            }
        }
        lines.append(
            "both agreed to: " + (both.isEmpty ? "nothing" : names(both)))
        return lines
    }

    static func say(_ consent: ConsentSummary, on date: CalendarDate) {
        for line in lines(consent, on: date) { Terminal.say(line) }
    }

    private static func line(
        _ person: Consent.Participant, on date: CalendarDate
    ) -> String {
        let scope = person.scope.isEmpty ? "nothing" : names(person.scope)
        let until = person.expires.map { "until \($0)" } ?? "for an unknown time"
        switch person.lapse(on: date) {
        case nil: return "\(person.label): \(scope), \(until)"
        case .withdrawn(let day): return "\(person.label): nothing, withdrawn on \(day)"
        case .notYetSigned(let day): return "\(person.label): nothing yet, signed on \(day)"
        case .expired(let day): return "\(person.label): nothing any more, expired on \(day)"
        }
    }

    private static func names(_ scopes: [Consent.Scope]) -> String {
        scopes.map(\.rawValue).joined(separator: ", ")
    }
}
