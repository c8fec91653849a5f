import Testing

@testable import Base

@Suite struct ShownTextTests {
    @Test func whatDrivesATerminalStandsAsItsNumber() {
        #expect("a\u{1B}]0;t\u{7}b".oneLine == #"a\u{1b}]0;t\u{7}b"#)
        #expect("\u{9B}31m\u{7F}\0".oneLine == #"\u{9b}31m\u{7f}\u{0}"#)
        #expect("a\r\nattune: error".oneLine == #"a\u{d}\u{a}attune: error"#)
    }

    @Test func codesThatLookAlikeAreFound() {
        for (code, other) in [
            ("S01", "Ѕ01"), ("S01", "SO1"), ("S01", "S0l"), ("S01", "S0I"), ("S01", "s01"),
            ("S01", "Ｓ０１"), ("S01", "𝐒01"), ("CAT", "САТ"), ("Xp-1", "Хр-1"), ("AB", "ΑΒ"),
            ("Ü1", "U\u{308}1"),
        ] {
            #expect(
                CodeText.lookalike(of: code, among: ["Q7", other]) == other, "\(code) \(other)")
            #expect(CodeText.lookalike(of: other, among: ["Q7", code]) == code, "\(code) \(other)")
        }
        for other in ["S02", "S10", "S011", "L01", "Ü01", "", "S-01", "話01"] {
            #expect(CodeText.lookalike(of: "S01", among: [other]) == nil, "\(other)")
        }
        // The very same is no other.
        #expect(CodeText.lookalike(of: "S01", among: ["s01", "S01"]) == nil)
    }

    @Test func whatTurnsOrHidesTextStandsAsItsNumber() {
        for scalar
            in "\u{202A}\u{202E}\u{2066}\u{2069}\u{200E}\u{200B}\u{FEFF}\u{AD}\u{E0041}\u{3164}\u{E000}"
            .unicodeScalars
        {
            #expect("a\(scalar)b".oneLine == "a\\u{\(String(scalar.value, radix: 16))}b")
        }
    }

    @Test func ordinaryTextStaysAsItIs() {
        for text in [
            "Grüße, naïve — “x” №1", "cafe\u{301}", "話 한국어 ไทยที่", "שָׁלוֹם", "العربية", "می‌خواهم",
            "👩‍⚕️ 👍🏽 1️⃣ 🏳️‍🌈", "क्‍ष", "ශ්‍රී", "a\u{A0}b\u{3000}c", "\u{600}12", "q̣̌̃",
        ] {
            #expect(text.oneLine == text)
            #expect(ShownText.withBreaks(text) == text)
        }
    }

    @Test func joinersThatJoinNothingAreShown() {
        #expect("cli\u{200D}ent".oneLine == #"cli\u{200d}ent"#)
        #expect("\u{200C}می".oneLine == #"\u{200c}می"#)
    }

    @Test func marksPileUpNoHigherThanAnyScriptNeeds() {
        let piled = "t" + String(repeating: "\u{301}", count: 60)
        let shown = piled.oneLine
        #expect(shown.unicodeScalars.count { $0 == "\u{301}" } == ShownText.mostMarks)
        #expect(shown.hasSuffix(#"\u{301}"#))
        #expect("\u{301}a".oneLine == #"\u{301}a"#)
        #expect("a \u{20DD}".oneLine == #"a \u{20dd}"#)
    }

    @Test func doneTwiceItIsTheSame() {
        for text in [
            "a\u{1B}\u{202E}b", #"\u{1b}"#,
            "t\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        ] { #expect(text.oneLine.oneLine == text.oneLine) }
    }

    @Test func jsonMeansTheSame() throws {
        let text = "{\n  \"a\": \"x\u{202E}\u{9B}\u{E0041}ä👩‍⚕️\"\n}"
        let shown = ShownText.json(text)
        #expect(shown.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isUnseen || $0.isJoiner })
        #expect(shown.contains(#"\u202e\u009b\udb40\udc41ä"#))
        #expect(
            try JSONParser.parse(Array(shown.utf8)) == JSONParser.parse(Array(text.utf8)))
    }

    @Test func ownLinesStayLines() {
        #expect(ShownText.lines("a\n\u{1B}b\n") == "a\n\\u{1b}b\n")
    }
}

@Suite struct CodeTextTests {
    @Test func aCodeIsSeenAndNoFormula() {
        for code in [
            "S01", "therapist", "Klientin", "話者", "مراجع", "a-b", "1+2", "T 1", "cafe\u{301}",
        ] {
            #expect(CodeText.fault(in: code) == nil, "\(code)")
        }
        for code in [
            "=1+2", "+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "＝1", "t\u{202E}", "t\u{200D}c", "a\nb",
            "",
            " x", "x ", "t" + String(repeating: "\u{301}", count: 7), "\u{301}",
            String(repeating: "x", count: 65), "\u{3164}", "cl\u{9B}31m",
        ] { #expect(CodeText.fault(in: code) != nil, "\(code.debugDescription)") }
    }
}

@Suite struct FormulaGuardTests {
    @Test func everyTextComesBackAndNoneIsAFormula() {
        let starts = ["=1+2", "+1", "-2+3", "@x", "\t=1", "\r=1", "＝1", "x", "7", "", "ä", "😀"]
        for apostrophes in 0..<4 {
            for start in starts {
                let text = String(repeating: "'", count: apostrophes) + start
                let cell = FormulaGuard.guarded(text)
                #expect(FormulaGuard.unguarded(cell) == text)
                #expect(cell.unicodeScalars.first.map(CodeText.formulaStarts.contains) != true)
            }
        }
        #expect(FormulaGuard.guarded("'tis") == "'tis")
        #expect(FormulaGuard.unguarded("'tis") == "'tis")
        #expect(FormulaGuard.guarded("=1") == "'=1")
    }
}
