import Testing

@testable import Base

@Suite struct EscapingTests {
    @Test func xmlKeepsWhatItCanHold() {
        #expect(Escaping.xml("ä \"q\" & <b> 🙂") == "ä &quot;q&quot; &amp; &lt;b&gt; 🙂")
        #expect(Escaping.xml("a\tb\nc\r\nd") == "a&#9;b&#10;c&#13;&#10;d")
    }

    @Test func xmlReplacesWhatItCannotHold() {
        #expect(Escaping.xml("a\u{0}b\u{1B}c\u{FFFE}") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
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
