package import Base
import Archive

/// What a study was made of, as its `study.json` says: enough to make it again from the records of its sessions.
package struct StudyRecipe: Sendable, Equatable {
    /// Codes of the sessions, in their order.
    package let sessions: [String]
    /// The coder whose reviewed episodes were counted.
    package let reviewer: String?
    package let isRecombined: Bool
    package let hasMultiverse: Bool
    package let hasPower: Bool

    /// More than any study has (``StudyManifest``).
    private static let mostSessions = 100_000
    private static let mostBytes = 256 << 20

    /// Reads the file of a study's folder.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when it is none of this program's.
    package static func read(_ folder: String) throws(Failure) -> (
        recipe: StudyRecipe, summary: JSONValue
    ) {
        let path = "\(folder)/\(StudyFile.summary.name)"
        guard let bytes = try? RegularFile.contents(of: path, upTo: mostBytes),
            let summary = JSONValue(parsing: bytes), let recipe = StudyRecipe(summary)
        else {
            throw Failure.badInput(
                "\(path) does not say what the study was made of", remedy: "make the study again")
        }
        return (recipe, summary)
    }

    /// - Parameter summary: `study.json`; `nil` when it does not name its sessions.
    package init?(_ summary: JSONValue) {
        guard case .array(let entries)? = summary[StudyFolder.Key.sessions],
            entries.count <= Self.mostSessions
        else { return nil }
        let codes = entries.compactMap { $0[StudyFolder.Key.session]?.stringValue }
        guard codes.count == entries.count, !codes.isEmpty, Set(codes).count == codes.count else {
            return nil
        }
        func has(_ key: String) -> Bool { summary[key].map { $0 != .null } ?? false }
        sessions = codes
        reviewer = summary["reviewed"]?.stringValue
        isRecombined = has("recombined")
        hasMultiverse = has("multiverse")
        hasPower = has("power")
    }

    /// Figures of a study that follow from its sessions alone.
    private static let figures = [
        "seats", "dyads", StudyFolder.Key.sessions, "flips", "mirroring", "activity", "combined",
        "episodes", "channels", "postures", "leadership",
    ]

    /// Names of the parts of a `study.json` that are not what the study has now.
    package static func differences(_ summary: JSONValue, from study: StudyAnalysis) -> [String] {
        // As it would be read: a number without decimals is a whole one.
        let now = JSONValue(parsing: Array(StudyJSON.value(study).text(.compact).utf8))
        return figures.filter { summary[$0] != now?[$0] }
    }
}
