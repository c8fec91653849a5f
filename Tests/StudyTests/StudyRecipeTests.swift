import Base
import Foundation
import TestSupport
import Testing

@testable import Study

/// What a study was made of, as far as its file says; the file may be anybody's.
@Suite struct StudyRecipeTests {
    private static func recipe(_ text: String) -> StudyRecipe? {
        JSONValue(parsing: Array(text.utf8)).flatMap(StudyRecipe.init)
    }

    @Test func whatWasAskedForIsTold() throws {
        let recipe = try #require(
            Self.recipe(
                """
                {"sessions": [{"session": "S02"}, {"session": "S01", "more": 1}], "reviewed": "K1",
                "recombined": {}, "multiverse": null}
                """))
        #expect(recipe.sessions == ["S02", "S01"])
        #expect(recipe.reviewer == "K1")
        #expect(recipe.isRecombined && !recipe.hasMultiverse && !recipe.hasPower)
    }

    @Test(arguments: [
        "{}", "[]", "{\"sessions\": []}", "{\"sessions\": 3}", "{\"sessions\": [{}]}",
        "{\"sessions\": [{\"session\": 1}]}", "{\"sessions\": [\"S01\"]}",
        "{\"sessions\": [{\"session\": \"S01\"}, {\"session\": \"S01\"}]}",
    ])
    func whatIsNone(_ text: String) { #expect(Self.recipe(text) == nil) }

    @Test func aFileThatCannotBeRead() throws {
        try TemporaryFolder.with { root in
            #expect(throws: Failure.self) { try StudyRecipe.read(root.path) }
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent("study.json"), withIntermediateDirectories: false)
            #expect(throws: Failure.self) { try StudyRecipe.read(root.path) }
        }
    }
}
