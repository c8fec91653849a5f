import Testing

@testable import Exports

@Suite struct TextEscapingTests {
    @Test func xmlKeepsWhatItCanHold() {
        #expect(XMLText.escape("ä \"q\" & <b> 🙂") == "ä &quot;q&quot; &amp; &lt;b&gt; 🙂")
        #expect(XMLText.escape("a\tb\nc\r\nd") == "a&#9;b&#10;c&#13;&#10;d")
    }

    @Test func xmlReplacesWhatItCannotHold() {
        #expect(XMLText.escape("a\u{0}b\u{1B}c\u{FFFE}") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
    }

    @Test func aCueNeverHoldsMarkupOrAnEmptyLine() {
        #expect(WebVTTText.escape("a & <i> --> b") == "a &amp; &lt;i&gt; --&gt; b")
        #expect(WebVTTText.escape("a\r\nb\rc") == "a\nb\nc")
        #expect(WebVTTText.escape("\na\n\n\nb\n") == "&#10;a\n&#10;&#10;b&#10;")
        #expect(WebVTTText.oneLine("a --> b\n\nc") == "a → b c")
    }

    @Test func praatDoublesQuotes() {
        #expect(PraatText.quote("say \"x\"\nü") == "\"say \"\"x\"\"\nü\"")
        #expect(PraatText.oneLine("a\r\nb") == "a b")
    }
}
