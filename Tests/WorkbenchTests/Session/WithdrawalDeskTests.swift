import Foundation
import TestSupport
import Testing

@testable import Archive
@testable import Base
@testable import Consents
@testable import Workbench

/// A consent is taken back on the page: it says what will be erased, and erases that and nothing else.
@Suite struct WithdrawalDeskTests {
    /// The library of the form's tests, a study of both sessions, and one of others.
    private static func library(_ root: URL) throws -> Library {
        let library = try StudyFormTests.library(root)
        for (name, sessions) in [("pilot", ["S01", "S02"]), ("other", ["S02"])] {
            let folder = root.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            let parts = sessions.map { code in
                "{\"session\": \"\(code)\", \"participants\": [\"T01\", \"C\(code.dropFirst())\"]}"
            }
            try Data(
                "{\"schema\": 2, \"attune\": \"1.0.0\", \"sessions\": [\(parts.joined(separator: ", "))], \"dyads\": []}"
                    .utf8
            ).write(to: folder.appendingPathComponent("study.json"))
        }
        return library
    }

    private static func desk(_ library: Library, _ name: String) throws -> WithdrawalDesk {
        let entry = try #require(library.entries().first { $0.name == name })
        return WithdrawalDesk(library: library, entry: entry, words: { "\($0)" })
    }

    private static func names(_ value: JSONValue?) -> [String] {
        guard case .array(let list)? = value else { return [] }
        return list.compactMap { $0["name"]?.stringValue ?? $0.stringValue }
    }

    @Test func thePlanChangesNothing() throws {
        try TemporaryFolder.with { root in
            let library = try Self.library(root)
            let plan = try Self.desk(library, "S01").plan("C01")
            #expect(Self.names(plan["folders"]) == ["S01", "pilot"])
            #expect(Self.names(plan["recordings"]) == ["sitting.mp4"])
            #expect(Self.names(plan["others"]).isEmpty)
            #expect(plan["consent"] == .null)
            #expect(StagedFile.exists("\(root.path)/S01/session.sqlite"))
            #expect(StagedFile.exists("\(root.path)/pilot/study.json"))
            // The therapist has more sessions, which are named and kept.
            let others = try Self.desk(library, "S01").plan("T01")
            #expect(Self.names(others["others"]) == ["S02", "S03"])
            #expect(throws: Failure.self) { try Self.desk(library, "S01").plan("C02") }
        }
    }

    @Test func whatWasShownIsErased() throws {
        try TemporaryFolder.with { root in
            let library = try Self.library(root)
            _ = try Consent.Draft(
                session: "S01", participants: try StudyFormTests.consent(1).participants
            ).write(to: "\(root.path)/S01.consent.json")
            let done = try Self.desk(library, "S01").carryOut("C01")
            #expect(done["complete"] == .bool(true), "\(done)")
            #expect(!StagedFile.exists("\(root.path)/S01/session.sqlite"))
            #expect(!StagedFile.exists("\(root.path)/pilot/study.json"))
            #expect(StagedFile.exists("\(root.path)/S01/withdrawal.json"))
            #expect(StagedFile.exists("\(root.path)/other/study.json"))
            #expect(StagedFile.exists("\(root.path)/S02/session.sqlite"))
            let consent = try Consent.load("\(root.path)/S01.consent.json")
            #expect(consent.participants[1].withdrawn == .today)
            #expect(consent.participants[0].withdrawn == nil)
            // The other one can do so, too, and nothing is there any more.
            let again = try Self.desk(library, "S01").carryOut("T01")
            #expect(again["complete"] == .bool(true))
        }
    }

    @Test func aFolderThatIsBeingWrittenTo() throws {
        try TemporaryFolder.with { root in
            let library = try Self.library(root)
            let lock = try FolderLock("\(root.path)/pilot")
            #expect(throws: Failure.self) { try Self.desk(library, "S01").carryOut("C01") }
            #expect(StagedFile.exists("\(root.path)/S01/session.sqlite"))
            #expect(!StagedFile.exists("\(root.path)/S01/withdrawal.json"))
            withExtendedLifetime(lock) {}
        }
    }
}
