import Archive
import Base
import Consents
import Foundation

/// What the page sends to have a session measured: `{"recordings": [ID], "consent": {…}, "filmed": {…}, "exchanged": false,
/// "accepted": false, "replaces": false, "preset": NAME}`, the consent as in a consent file, ``Filming`` as it reads it.
struct SessionForm {
    /// Bytes.
    static let longest = 16 << 10

    /// Why a form is not taken, in words for the person who filled it in.
    enum Refusal: Error, Equatable {
        /// - Parameter field: the one that is wrong, as the page calls it: `session`, `second-id`, `recordings`.
        case wrong(field: String, String)
        /// Codes look personal; whoever says that they are not may send it again, `accepted`.
        case doubtful(String)
        /// There is another consent for the session, under which nothing was measured; it may be sent again, `replaces`.
        case other(String)

        static let unreadable = wrong(
            field: "form", "The form is not what the page sends; reload it.")
    }

    let recordings: [String]
    let filming: Filming
    /// Of the two in the order of their seats: whoever is left in the picture, or in the first recording, is first.
    let draft: Consent.Draft
    private let replaces: Bool
    private let preset: String?

    private static let people = ["first", "second"]

    /// - Parameter library: knows the recordings.
    init(_ bytes: [UInt8], library: Library) throws(Refusal) {
        let known = [
            "recordings", "consent", "filmed", "exchanged", "accepted", "replaces", "preset",
        ]
        guard let value = JSONValue(parsing: bytes),
            let object = try? StrictObject(
                value, known: known, required: ["recordings", "consent"]),
            case .array(let ids)? = object["recordings"], let content = object["consent"]
        else { throw .unreadable }
        let recordings = try Self.recordings(ids, of: library).map(\.name)
        try self.init(object, content, of: recordings, library, for: [.analysis])
    }

    /// Of a session that is measured while it happens: the same without recordings.
    init(live bytes: [UInt8], library: Library, showsVideo: Bool) throws(Refusal) {
        let known = ["source", "shows_video", "consent", "accepted", "replaces", "preset"]
        guard let value = JSONValue(parsing: bytes),
            let object = try? StrictObject(value, known: known, required: ["source", "consent"]),
            let content = object["consent"]
        else { throw .unreadable }
        try self.init(
            object, content, of: [], library, for: showsVideo ? [.live, .video] : [.live])
    }

    /// - Parameter uses: what both must have agreed to.
    private init(
        _ object: StrictObject, _ content: JSONValue, of recordings: [String], _ library: Library,
        for uses: [Consent.Scope]
    ) throws(Refusal) {
        self.recordings = recordings
        replaces = object["replaces"] == .bool(true)
        preset = try Self.preset(object["preset"], of: library)
        var people = try Self.consent(content, for: uses)
        try Self.check(people, isAccepted: object["accepted"] == .bool(true))
        filming =
            recordings.isEmpty
            ? Filming() : try Filming(object["filmed"], recordings: recordings.count)
        if !recordings.isEmpty, object["exchanged"] == .bool(true) { people.participants.reverse() }
        draft = people
    }

    /// The consent in a form, the first person first.
    ///
    /// - Parameter uses: what both must have agreed to.
    static func consent(
        _ content: JSONValue, for uses: [Consent.Scope] = [.analysis]
    ) throws(Refusal) -> Consent.Draft {
        try check(content, for: uses)
        do throws(Failure) { return try Consent.Draft(content).composed } catch {
            throw .wrong(field: "form", error.sentences { _ in "the form" })
        }
    }

    /// The recordings that the page asks for by these ids.
    static func recordings(
        _ ids: [JSONValue], of library: Library
    ) throws(Refusal) -> [Recordings.Recording] {
        guard (1...2).contains(ids.count), Set(ids.compactMap(\.asText)).count == ids.count else {
            throw .wrong(
                field: "recordings",
                "Choose one recording of both people, or two with one person each\(ids.count > 2 ? "; \(ids.count) are chosen" : "")."
            )
        }
        let known = Recordings(library: library).all()
        let found = ids.compactMap { id in known.first { $0.id == id.asText } }
        guard found.count == ids.count else {
            throw .wrong(
                field: "recordings",
                "A recording that was chosen is no longer in the folder: it was moved, renamed or deleted. Reload the page."
            )
        }
        return found
    }

    private static func preset(
        _ value: JSONValue?, of library: Library
    ) throws(Refusal) -> String? {
        guard let value, value != .null else { return nil }
        guard let name = value.asText, Presets(library: library).names.contains(name) else {
            throw .wrong(
                field: "preset", "These settings are no longer in the folder. Reload the page.")
        }
        return name
    }

    // MARK: Fields

    /// What people leave out or mistype, field by field, before the consent is read as a whole.
    private static func check(_ consent: JSONValue, for uses: [Consent.Scope]) throws(Refusal) {
        let session = (consent["session"]?.asText ?? "").precomposedStringWithCanonicalMapping
        guard CodeText.isFolderName(session) else {
            throw .wrong(
                field: "session",
                "The session needs a code of letters, digits, points, hyphens and underscores, such as S01."
            )
        }
        guard case .array(let entries)? = consent["participants"], entries.count == people.count
        else {
            throw .wrong(field: "form", "A session has two people.")
        }
        for (person, entry) in zip(people, entries) { try check(entry, person, uses) }
    }

    private static func check(
        _ entry: JSONValue, _ person: String, _ uses: [Consent.Scope]
    ) throws(Refusal) {
        for (name, words) in [("seat", "a seat, such as therapist"), ("id", "a code, such as C01")]
        {
            let text = entry[name]?.asText ?? ""
            guard !text.isEmpty else {
                throw .wrong(field: "\(person)-\(name)", "Each person needs \(words).")
            }
            if let fault = CodeText.fault(in: text) {
                throw .wrong(
                    field: "\(person)-\(name)", "“\(text.oneLine)” \(fault.what): \(fault.remedy).")
            }
        }
        let days = ["signed", "expires"].map { ($0, entry[$0]?.asText.flatMap(CalendarDate.init)) }
        for (name, day) in days where day == nil {
            throw .wrong(
                field: "\(person)-\(name)",
                name == "signed"
                    ? "Say on which day each person signed."
                    : "Say until which day the consent holds.")
        }
        guard let signed = days[0].1, let expires = days[1].1 else { return }
        guard signed <= .today else {
            throw .wrong(field: "\(person)-signed", "The day of signing is still to come.")
        }
        guard expires >= .today, signed <= expires else {
            let code = (entry["id"]?.asText ?? "").oneLine
            throw .wrong(
                field: "\(person)-expires",
                "The consent of \(code) does not hold any more: it ends on \(expires).")
        }
        guard case .array(let scope)? = entry["scope"],
            uses.allSatisfy({ scope.contains(.string($0.rawValue)) })
        else { throw .wrong(field: "\(person)-scopes", words(for: uses)) }
    }

    private static func words(for uses: [Consent.Scope]) -> String {
        if uses.contains(.video) {
            return
                "The picture is shown only when both people have agreed to that, and to being measured while the session runs."
        }
        return uses.contains(.live)
            ? "People are measured while a session runs only when both have agreed to it."
            : "Recordings are measured only when both people have agreed to it."
    }

    private static func check(_ draft: Consent.Draft, isAccepted: Bool) throws(Refusal) {
        let codes: [(text: String, use: PseudonymCheck.Use, field: String)] =
            [(draft.session, .sessionOrSeat, "session")]
            + zip(draft.participants, people).flatMap { person, name in
                [
                    (person.id, .person, "\(name)-id"),
                    (person.seat, .sessionOrSeat, "\(name)-seat"),
                ]
            }
        var doubts: [String] = []
        for code in codes {
            switch PseudonymCheck.verdict(on: code.text, for: code.use) {
            case .fine: break
            case .personal(let why):
                throw .wrong(
                    field: code.field,
                    "“\(code.text)” \(why): use a code, such as C01, and keep the list of names elsewhere."
                )
            case .doubtful(let why): doubts.append("“\(code.text)” \(why)")
            }
        }
        let ids = draft.participants.map(\.id)
        if ids.count == 2, CodeText.lookalike(of: ids[1], among: [ids[0]]) != nil {
            throw .wrong(
                field: "second-id",
                "\(ids[1]) looks like \(ids[0]), the other person’s code: use one that nobody takes for it."
            )
        }
        guard doubts.isEmpty || isAccepted else {
            throw .doubtful(doubts.joined(separator: "; ") + ".")
        }
    }

    // MARK: The session

    /// Writes the consent into the library's folder, or takes the one that is there when it says the same.
    ///
    /// - Throws: ``Refusal``, ``Failure``.
    func session(in library: Library) throws -> NewSession {
        let name = draft.session
        let folder = "\(library.root)/\(name)"
        guard [0, S_IFDIR].contains(FolderWalk.kind(of: folder)) else {
            throw Refusal.wrong(
                field: "session", "\(name) is there already, and no folder: use another code.")
        }
        if let other = library.code(alike: name) {
            throw Refusal.wrong(
                field: "session",
                "\(name) looks like \(other), which is in the folder: use a code that nobody takes for it."
            )
        }
        guard !StagedFile.exists("\(folder)/\(StudyFile.summary.name)") else {
            throw Refusal.wrong(
                field: "session", "\(name) is a study already: use another code.")
        }
        let records = [SessionRecord.fileName, SessionRecord.unfinishedName]
        guard !records.contains(where: { StagedFile.exists("\(folder)/\($0)") }) else {
            throw Refusal.wrong(
                field: "session",
                "\(name) is measured already, or in part: use another code, or go on with it on the list of sessions."
            )
        }
        let path = library.consentPath(of: name)
        if StagedFile.exists(path) {
            guard let there = try? Consent.load(path) else {
                throw Refusal.wrong(
                    field: "session",
                    "The consent file of \(name) that is there cannot be read: move it away, or use another code."
                )
            }
            let isSame =
                Consent.Draft(session: there.session, participants: there.participants) == draft
            if isSame { return newSession }
            try refuseWithdrawn(there)
            guard replaces else { throw Refusal.other(words(there)) }
        }
        _ = try draft.write(to: path, replacing: replaces)
        return newSession
    }

    /// What somebody has taken back stays so, unless they have signed since.
    private func refuseWithdrawn(_ consent: Consent) throws(Refusal) {
        for person in consent.participants {
            guard let day = person.withdrawn else { continue }
            let again = draft.participants.first { $0.id == person.id }?.signed
            guard again.map({ $0 > day }) ?? false else {
                throw .wrong(
                    field: "session",
                    "\(person.id) took the consent for \(draft.session) back on \(day): use another code for another recording, or the day on which they have signed since."
                )
            }
        }
    }

    private var newSession: NewSession {
        NewSession(
            name: draft.session, folder: draft.session, recordings: recordings,
            filming: filming, preset: preset)
    }

    /// What the consent that is there says.
    private func words(_ consent: Consent) -> String {
        let start = "There is a consent for \(draft.session) already, which"
        guard consent.participants != draft.participants.reversed() else {
            return
                "\(start) says the same with the two the other way round: who is where would be exchanged."
        }
        let people = consent.participants.map { person in
            let days = [person.signed, person.expires].map { $0.map(\.description) ?? "?" }
            let scope = person.scope.map(\.rawValue).joined(separator: ", ")
            return "\(person.id) (\(person.seat)), signed \(days[0]), until \(days[1]): \(scope)"
                + (person.withdrawn.map { ", taken back on \($0)" } ?? "")
        }
        return "\(start) says: \(people.joined(separator: "; "))."
    }
}
