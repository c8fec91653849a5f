import Base
import Consents
import Foundation

/// Consent files of the people in a stored session: T01 (therapist) and C01 (client).
enum ConsentFile {
    static func make(
        _ folder: URL, _ name: String = "consent.json", session: String = "S01",
        client: String = "C01", scope: [Consent.Scope] = [.analysis], signed: String = "2026-01-05"
    ) throws -> Consent {
        func person(_ seat: String, _ id: String) throws -> Consent.Participant {
            Consent.Participant(
                seat: seat, id: id, scope: scope, signed: CalendarDate(signed) ?? .today,
                expires: CalendarDate("2098-01-05") ?? .today)
        }
        let draft = Consent.Draft(
            session: session,
            participants: [try person("therapist", "T01"), try person("client", client)])
        return try draft.write(to: folder.appendingPathComponent(name).path, replacing: false)
    }
}
