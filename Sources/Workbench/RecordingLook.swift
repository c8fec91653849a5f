import Archive
import Base
import Consents

/// What the page sends to have recordings looked at before they are measured.
struct RecordingLook {
    let paths: [String]
    let filming: Filming
    /// Whether the pictures themselves are wanted; then both people have agreed to that.
    let showsPictures: Bool

    /// - Parameter library: knows the recordings.
    init(_ bytes: [UInt8], library: Library) throws(SessionForm.Refusal) {
        guard let value = JSONValue(parsing: bytes),
            let object = try? StrictObject(
                value, known: ["recordings", "filmed", "picture", "consent"],
                required: ["recordings"]),
            case .array(let ids)? = object["recordings"]
        else { throw .unreadable }
        let recordings = try SessionForm.recordings(ids, of: library)
        paths = recordings.map(\.path)
        filming = try Filming(object["filmed"], recordings: recordings.count)
        showsPictures = object["picture"] == .bool(true)
        guard showsPictures else { return }
        guard let content = object["consent"] else { throw .unreadable }
        let draft = try SessionForm.consent(content)
        try Self.requireVideo(draft)
        try Self.refuseRetraction(of: draft, in: [library.root] + paths.map(\.parentFolder))
    }

    private static func requireVideo(_ draft: Consent.Draft) throws(SessionForm.Refusal) {
        for (person, name) in zip(draft.participants, ["first", "second"])
        where !person.scope.contains(.video) || person.lapse(on: .today) != nil {
            throw .wrong(
                field: "\(name)-scopes",
                "The picture is shown only when both people have agreed to showing it. The drawing does without."
            )
        }
    }

    /// What a consent file of the same people takes back counts, as it does when they are measured.
    private static func refuseRetraction(
        of draft: Consent.Draft, in folders: [String]
    ) throws(SessionForm.Refusal) {
        let own = ConsentSummary(
            session: draft.session, participants: draft.participants, digest: "")
        let beside = ConsentsBeside(of: own, in: folders)
        do throws(Failure) {
            try beside.refuseRetraction(of: own, in: .file("what is filled in here"))
        } catch {
            throw .wrong(field: "form", "No picture is shown: \(error.what).")
        }
    }
}
