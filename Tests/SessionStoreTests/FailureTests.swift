import Testing

@testable import SessionStore

@Suite struct FailureTests {
    @Test func isOneLine() {
        let failure = Failure(exitCode: 66, what: "a\nb\u{1B}[31m\u{2028}c", todo: "d\r\ne")
        #expect(failure.description == "attune: error: a b [31m c; d  e")
        #expect(failure.exitCode == 66)
    }

    @Test func keepsNamesOfEveryLanguage() {
        #expect(Failure(exitCode: 66, what: "می‌خواهم 話 👩‍⚕️", todo: "").what == "می‌خواهم 話 👩‍⚕️")
    }
}
