import Testing

@testable import Base

@Suite struct EscapingTests {
    @Test func xmlKeepsWhatItCanHold() {
        #expect(Escaping.xml("ä \"q\" & <b> 🙂") == "ä &quot;q&quot; &amp; &lt;b&gt; 🙂")
        #expect(Escaping.xml("a\tb\nc\r\nd") == "a&#9;b&#10;c&#13;&#10;d")
    }

    @Test func xmlReplacesWhatItCannotHold() {
        #expect(Escaping.xml("a\u{0}b\u{1B}c\u{FFFE}") == #"a\u{0}b\u{1b}c\u{fffe}"#)
    }

    @Test func nothingReadsOtherwiseThanItIs() {
        let text = "t\u{202E}4pm\u{2066}\u{9B}31m"
        let shown = #"t\u{202e}4pm\u{2066}\u{9b}31m"#
        #expect(Escaping.html(text) == shown)
        #expect(Escaping.xml(text) == shown)
        #expect(Escaping.webVTT(text) == shown)
        #expect(Escaping.webVTTLine(text) == shown)
        #expect(Escaping.praat(text) == "\"\(shown)\"")
        let json = JSONValue.string(text)
        #expect(json.text() == #""t\u202e4pm\u2066\u009b31m""#)
        // No letters at all, and of nobody's choosing.
        #expect(JSONValue.string("a\u{FFFE}b\u{E000}").text() == #""a\ufffeb\ue000""#)
        #expect(JSONValue(parsing: Array(json.text().utf8)) == json)
        #expect(
            JSONValue(parsing: Array(json.text(.compact, embeddable: true).utf8)) == .string(shown))
    }

    @Test func aCueNeverHoldsMarkupOrAnEmptyLine() {
        #expect(Escaping.webVTT("a & <i> --> b") == "a &amp; &lt;i&gt; --&gt; b")
        #expect(Escaping.webVTT("a\r\nb\rc") == "a\nb\nc")
        #expect(Escaping.webVTT("\na\n\n\nb\n") == "&#10;a\n&#10;&#10;b&#10;")
        #expect(Escaping.webVTTLine("a --> b\n\nc") == "a → b c")
    }

    @Test func praatDoublesQuotes() {
        #expect(Escaping.praat("say \"x\"\nü") == "\"say \"\"x\"\"\nü\"")
    }
}
