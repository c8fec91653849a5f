import Testing

@testable import attune_validate

@Suite struct CommandTests {
    func options(_ arguments: String...) throws -> ValidateOptions? {
        guard case .validate(let options) = try Command(arguments) else { return nil }
        return options
    }

    @Test func optionsAreRead() throws {
        let options = try #require(
            try options("--sessions", "50", "--minutes", "5", "--surrogates", "99", "--seed", "7"))
        #expect(options.sessions == 50)
        #expect(options.scale == 0.5)
        #expect(options.surrogates == 99)
        #expect(options.seed == 7)
    }

    @Test func whatIsNoOptionIsRefused() {
        #expect(throws: Command.Problem.self) { try options("--session", "5") }
        #expect(throws: Command.Problem.self) { try options("--sessions") }
        #expect(throws: Command.Problem.self) { try options("--sessions", "many") }
        #expect(throws: Command.Problem.self) { try options("--surrogates", "5") }
        #expect(throws: Command.Problem.self) { try options("--minutes", "-1") }
    }

    @Test func optionsOfScenariosAreRead() throws {
        guard case .scenarios(let options) = try Command(["scenarios", "--sessions", "9"]) else {
            Issue.record("not scenarios")
            return
        }
        #expect(options.sessions == 9)
        #expect(throws: Command.Problem.self) { try Command(["scenarios", "--state", "x"]) }
    }

    @Test func quickWritesNoPage() throws {
        let options = try #require(try options("--quick"))
        #expect(options.page.isEmpty)
        #expect(options.isQuick)
    }
}
