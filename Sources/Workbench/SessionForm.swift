import Base
import Consents
import Foundation

/// What the page sends to have a session measured: `{"recordings": [ID], "consent": {…}, "accepted": false}`, the
/// consent as in a consent file.
struct SessionForm {
    /// Bytes.
    static let longest = 16 << 10

    /// Why a form is not taken, for the person who filled it in.
    enum Refusal: Error, Equatable {
        case wrong(String)
        /// Codes look personal; whoever says that they are not may send it again, `accepted`.
        case doubtful(String)
    }

    let recordings: [String]
    let draft: Consent.Draft

    /// - Parameter library: knows the recordings.
    init(_ bytes: [UInt8], library: Library) throws(Refusal) {
        guard let value = JSONValue(parsing: bytes),
            let object = try? StrictObject(
                value, known: ["recordings", "consent", "accepted"],
                required: ["recordings", "consent"]),
            case .array(let ids)? = object["recordings"], let content = object["consent"]
        else { throw .wrong("The form is not what the page sends.") }
        recordings = try Self.recordings(ids, of: library)
        do throws(Failure) { draft = try Consent.Draft(content) } catch {
            throw .wrong("\(error.what); \(error.remedy)")
        }
        try check(isAccepted: object["accepted"] == .bool(true))
    }

    /// The paths of the recordings that the page asks for by these ids.
    static func recordings(
        _ ids: [JSONValue], of library: Library
    ) throws(Refusal) -> [String] {
        let known = Recordings(library: library).all()
        let paths = ids.prefix(3).compactMap { id in known.first { $0.id == id.asText }?.path }
        guard paths.count == ids.count, (1...2).contains(ids.count),
            Set(paths).count == ids.count
        else { throw .wrong("Choose one recording of both people, or two with one person each.") }
        return paths
    }

    private func check(isAccepted: Bool) throws(Refusal) {
        guard CodeText.isFolderName(draft.session) else {
            throw .wrong(
                "The session's code names its folder: use letters, digits, points, hyphens and underscores, such as "
                    + "S01.")
        }
        let codes: [(String, PseudonymCheck.Use)] =
            [(draft.session, .sessionOrSeat)] + draft.participants.map { ($0.id, .person) }
            + draft.participants.map { ($0.seat, .sessionOrSeat) }
        var doubts: [String] = []
        for (code, use) in codes {
            switch PseudonymCheck.verdict(on: code, for: use) {
            case .fine: break
            case .personal(let why):
                throw .wrong(
                    "“\(code)” \(why); use a code, such as C01, and keep the list of names elsewhere."
                )
            case .doubtful(let why): doubts.append("“\(code)” \(why)")
            }
        }
        guard doubts.isEmpty || isAccepted else {
            throw .doubtful(doubts.joined(separator: "; ") + ".")
        }
    }

    /// Writes the consent into the library's folder, or takes the one that is there when it says the same.
    ///
    /// - Throws: ``Failure``.
    func session(in root: String) throws(Failure) -> NewSession {
        let path = "\(root)/\(draft.session).consent.json"
        let folder = "\(root)/\(draft.session)"
        // In a folder that somebody sent, a link may lead anywhere.
        guard [0, S_IFDIR].contains(FolderWalk.kind(of: folder)) else {
            throw Failure.cannotCreate(
                "\(draft.session) is there already, and no folder",
                remedy: "use another code for the session")
        }
        try ConsentSummary(session: draft.session, participants: draft.participants, digest: "")
            .require([.analysis], in: .file(path))
        let consent: Consent
        if StagedFile.exists(path) {
            consent = try Consent.load(path)
            guard
                Consent.Draft(session: consent.session, participants: consent.participants) == draft
            else {
                throw Failure.cannotCreate(
                    "\(draft.session).consent.json is there already, and says something else",
                    remedy: "use another code for the session, or what that file says")
            }
        } else {
            consent = try draft.write(to: path)
        }
        return NewSession(
            name: draft.session, recordings: recordings, consent: consent,
            folder: folder)
    }
}
