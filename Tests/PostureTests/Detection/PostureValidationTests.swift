import Base
import Testing

@testable import Posture

@Suite struct PostureValidationTests {
    private func definition(_ validation: String) throws(JSONProblem) -> PostureDefinition {
        let text = """
            {"schema": 1, "postures": [{"name": "nod", "conditions": [
              {"signal": "head_nod", "direction": "below", "enter": -20, "leave": -10}]\(validation)}]}
            """
        return try PostureDefinition.load(text.utf8)[0]
    }

    private func message(_ validation: String) -> String {
        do {
            _ = try definition(validation)
            return ""
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        "", ", \"validation\": null", ", \"validation\": {\"note\": \"drawn figures\"}",
        ", \"validation\": {\"kappa\": null, \"seconds\": 3}", ", \"validation\": {\"kappa\": []}",
    ])
    func withoutKappaItIsNotValidated(_ validation: String) throws {
        #expect(try !definition(validation).isValidated)
    }

    @Test func whatItWasHeldAgainstIsReadAndWrittenBack() throws {
        let written = try definition(
            """
            , "validation": {"material": "four clips", "clips": 3, "seconds": 12.4, "coders_kappa": 0.87,
              "kappa": [0.8, 0.84], "note": "not human raters"}
            """)
        #expect(
            written.validation
                == PostureValidation(
                    material: "four clips", clips: 3, seconds: 12.4, codersKappa: 0.87,
                    kappa: [0.8, 0.84],
                    note: "not human raters"))
        #expect(written.isValidated)
        let file: JSONValue = ["schema": 1, "postures": .array([written.json])]
        #expect(try PostureDefinition.load(file.text().utf8) == [written])
    }

    @Test(arguments: [
        (", \"validation\": 3", "\"validation\" of posture 1 (\"nod\") is not an object"),
        (", \"validation\": {\"kapa\": [1]}", "unknown key \"kapa\""),
        (", \"validation\": {\"kappa\": [1.2]}", "out of range, give -1 to 1"),
        (", \"validation\": {\"kappa\": 0.8}", "is not a list"),
    ])
    func mistakesAreNamed(_ validation: String, _ words: String) {
        let said = message(validation).replacing("; ", with: ", ")
        #expect(said.contains(words), "\(said)")
    }

    /// They have no codings of real people to be held against.
    @Test(arguments: ["slumped", "shoulders_raised", "leaning_back"])
    func posturesWithoutCodingsAreNotValidated(_ name: String) throws {
        let definition = try #require(PostureDefinition.standard.first { $0.name == name })
        #expect(!definition.isValidated)
    }
}
