import Foundation
import Testing

@testable import Base

@Suite struct FailureTests {
    @Test func aFailureIsOneLine() {
        let failure = Failure.badInput("a\nb\u{1B}[31m c", remedy: "d\u{2028} e")
        #expect(failure.what == #"a\u{a}b\u{1b}[31m c"#)
        #expect(failure.description == #"a\u{a}b\u{1b}[31m c; d\u{2028} e"#)
    }

    @Test func namesOfEveryLanguageStay() {
        let name = "می‌خواهم 話 👩‍⚕️"
        #expect(Failure.noInput(name, remedy: "").what == name)
    }

    @Test func aBidirectionalOverrideDoesNotReachTheTerminal() {
        let failure = Failure.badInput("\u{202E}4pm.evas", remedy: "x")
        #expect(!failure.description.unicodeScalars.contains("\u{202E}"))
    }

    @Test func exitCodesAreThoseOfTheContract() {
        let kinds: [Failure.Kind] = [
            .usage, .badInput, .noInput, .unavailable, .software, .cannotCreate, .noConsent,
            .interrupted,
        ]
        #expect(kinds.map(\.rawValue) == [64, 65, 66, 69, 70, 73, 77, 130])
    }

    @Test func aRemedyNamesActionsAndNotOptions() throws {
        let folder = "a\u{1B}b"
        let remedy: Remedy = "choose another \(.output), or run \(.recover(folder: folder))"
        func words(_ action: Remedy.Action) -> String {
            switch action {
            case .output: "--out"
            case .recover(let folder): "fix \(folder)"
            default: "?"
            }
        }
        #expect(remedy.text(words) == "choose another --out, or run fix a\u{1B}b")
        let safe = Failure.noInput("x", remedy: remedy).remedy
        #expect(safe.text(words) == "choose another --out, or run fix a\\u{1b}b")
        let copy = try JSONDecoder().decode(Remedy.self, from: JSONEncoder().encode(remedy))
        #expect(copy == remedy)
        #expect((Remedy("a") + "b \(.force)").text { _ in "!" } == "ab !")
    }

    /// As of a table whose heading somebody made.
    @Test func aMessageIsNoLongerThanAPersonReads() {
        let heading = String(repeating: "a\u{19}ä", count: 5000)
        let failure = Failure.badInput(
            "t.csv has no column timestamp, only \(heading) and z",
            remedy: "give one of \(heading), or leave it")
        #expect(failure.description.utf8.count < 2000)
        #expect(failure.what.hasPrefix("t.csv has no column timestamp, only a"))
        #expect(failure.what.hasSuffix(" and z") && failure.what.contains("…"))
        #expect("\(failure.remedy)".hasSuffix(", or leave it"))
        let short = String(repeating: "ä", count: 475)
        #expect(Failure.badInput(short, remedy: "x").what == short)
        #expect(short.withoutMiddle(longerThan: 100).utf8.count <= 100)
    }
}
