import Archive
import Base
import Foundation

/// What the page sends to have a study made: `{"name": …, "sessions": [ID], "reviewer": CODE, "table": ID, "leaves_out": …,
/// "recombines": …, "simulates": …, "replaces": …}`.
struct StudyForm {
    /// Bytes: ids of a thousand sessions and more.
    static let longest = 64 << 10
    /// Bytes: rows of many thousand sessions.
    static let longestTable = 16 << 20
    /// As the command takes.
    static let fewest = 2

    /// Why a form is not taken.
    struct Refusal: Error, Equatable {
        /// The field, as the page calls it: `name`, `sessions`, `reviewer`, `table`, `replaces`.
        var field: String
        var why: String
    }

    let study: NewStudy
    let name: String

    init(_ bytes: [UInt8], library: Library) throws(Refusal) {
        let known = [
            "name", "sessions", "reviewer", "table", "leaves_out", "recombines", "simulates",
            "replaces",
        ]
        guard let value = JSONValue(parsing: bytes),
            let object = try? StrictObject(value, known: known, required: ["name", "sessions"]),
            let name = object["name"]?.asText, case .array(let ids)? = object["sessions"]
        else {
            throw Refusal(field: "form", why: "The form is not what the page sends; reload it.")
        }
        guard CodeText.isFolderName(name) else {
            throw Refusal(
                field: "name",
                why:
                    "The study needs a name of letters, digits, points, hyphens and underscores, such as pilot."
            )
        }
        let folder = "\(library.root)/\(name)"
        try Self.check(folder, name, replaces: object["replaces"] == .bool(true))
        var study = NewStudy(sessions: try Self.sessions(ids, library), folder: folder)
        study.reviewer = try Self.reviewer(object["reviewer"])
        study.table = try Self.table(object["table"], library)
        study.leavesOut = object["leaves_out"] == .bool(true)
        study.recombines = object["recombines"] == .bool(true)
        study.simulates = object["simulates"] == .bool(true)
        study.replaces = object["replaces"] == .bool(true)
        self.study = study
        self.name = name
    }

    /// Nothing but a study may be in the place.
    private static func check(
        _ folder: String, _ name: String, replaces: Bool
    ) throws(Refusal) {
        guard [0, S_IFDIR].contains(FolderWalk.kind(of: folder)) else {
            throw Refusal(
                field: "name", why: "\(name) is there already, and no folder: use another name.")
        }
        let records = [SessionRecord.fileName, SessionRecord.unfinishedName, Withdrawal.fileName]
        guard !records.contains(where: { StagedFile.exists("\(folder)/\($0)") }) else {
            throw Refusal(
                field: "name", why: "\(name) is the folder of a session: use another name.")
        }
        guard replaces || !StagedFile.exists("\(folder)/\(StudyFile.summary.name)") else {
            throw Refusal(field: "replaces", why: "There is a study \(name) already.")
        }
    }

    private static func sessions(
        _ ids: [JSONValue], _ library: Library
    ) throws(Refusal) -> [String] {
        let asked = ids.compactMap(\.asText)
        guard asked.count == ids.count, Set(asked).count >= fewest else {
            throw Refusal(
                field: "sessions", why: "A study takes \(fewest) sessions or more: choose them.")
        }
        let known = Dictionary(
            StudyChoices(library: library).sessions.map { ($0.id, $0.path) },
            uniquingKeysWith: { own, _ in own })
        let found = Set(asked).compactMap { known[$0] }
        guard found.count == Set(asked).count else {
            throw Refusal(
                field: "sessions",
                why:
                    "A session that was chosen is no longer there, or cannot be used any more. Reload the page."
            )
        }
        return found.sorted { $0.localizedStandardCompare($1) == .orderedAscending }
    }

    private static func reviewer(_ value: JSONValue?) throws(Refusal) -> String? {
        guard let value, value != .null else { return nil }
        guard let code = value.asText, CodeText.fault(in: code) == nil else {
            throw Refusal(field: "reviewer", why: "There is no such coder.")
        }
        return code
    }

    /// The table as it is now; no link is followed to it.
    private static func table(
        _ value: JSONValue?, _ library: Library
    ) throws(Refusal) -> NewStudy.Table? {
        guard let value, value != .null else { return nil }
        let found = StudyChoices(library: library).tables.first { $0.id == value.asText }
        guard let found, let file = HeldFile(found.name, in: library.root) else {
            throw Refusal(
                field: "table", why: "The table is no longer in the folder. Reload the page.")
        }
        guard file.size <= longestTable else {
            throw Refusal(field: "table", why: "The table is too large to be one of sessions.")
        }
        do throws(HeldFile.Changed) {
            return NewStudy.Table(path: found.path, bytes: try file.contents())
        } catch {
            throw Refusal(
                field: "table", why: "The table is being written to: try again when it is done.")
        }
    }
}
