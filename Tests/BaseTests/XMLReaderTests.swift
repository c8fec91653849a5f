import Testing

@testable import Base

@Suite struct XMLReaderTests {
    private func events(_ text: String) throws -> [XMLReader.Event] {
        try events(Array(text.utf8))
    }

    private func events(_ bytes: [UInt8]) throws -> [XMLReader.Event] {
        var reader = try XMLReader(bytes)
        var events: [XMLReader.Event] = []
        while let event = try reader.next() { events.append(event) }
        return events
    }

    private func refusal(_ text: String) -> XMLReader.SyntaxError? { refusal(Array(text.utf8)) }

    private func refusal(_ bytes: [UInt8]) -> XMLReader.SyntaxError? {
        do { _ = try events(bytes) } catch { return error as? XMLReader.SyntaxError }
        return nil
    }

    @Test func elementsAttributesAndText() throws {
        let text = """
            \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>
            <!-- a < b --><?style x?>
            <a b="1" c = '"&lt;ü&#10;&#x1F642;'><d/>x &amp; y<![CDATA[<&]]></a >

            """
        #expect(
            try events(text) == [
                .start("a", ["b": "1", "c": "\"<ü\n🙂"]), .start("d", [:]), .end("d"),
                .text("x & y"), .text("<&"), .end("a"),
            ])
    }

    @Test func lineBreaksAsXMLHasThem() throws {
        #expect(
            try events("<a b='x\r\ny\tz'>1\r\n2\r3</a>") == [
                .start("a", ["b": "x y z"]), .text("1\n2\n3"), .end("a"),
            ])
    }

    @Test func noEntityCanBeDefined() throws {
        var bomb = "<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">"
        for level in 1...9 {
            let before = String(repeating: "&lol\(level - 1);", count: 10)
            bomb += "<!ENTITY lol\(level) \"\(before)\">"
        }
        let problem = try #require(refusal("<?xml version=\"1.0\"?>\n" + bomb + "]><a>&lol9;</a>"))
        #expect(problem.what.contains("document type") && problem.line == 2)
        let outside = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"
        #expect(try #require(refusal(outside)).what.contains("document type"))
        #expect(try #require(refusal("<a>&xxe;</a>")).what.contains("&xxe;"))
    }

    @Test func depthIsBounded() throws {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(try #require(refusal(deep)).what.contains("nested"))
    }

    @Test(arguments: [
        "", "text", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "<a b=1/>", "<a b='1' b='2'/>",
        "<a b='<'/>", "<a b='1'c='2'/>", "<a b/>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>& b</a>",
        "<a>&#-1;</a>", "<a>&#+65;</a>", "<a>\u{1}</a>", "<a><!-- </a>", "<a><![CDATA[ </a>",
        "< a/>",
        "<a", "<a b", "<a b=", "<a b='", "</a>", "<?xml version='1.0'", "<![CDATA[x]]><a/>",
    ])
    func whatIsNotXMLIsRefused(text: String) {
        #expect(refusal(text) != nil)
    }

    @Test func onlyUTF8IsRead() throws {
        #expect(try #require(refusal([0xFF, 0xFE, 0x3C, 0x00])).what.contains("UTF-16"))
        #expect(try #require(refusal(Array("<a>".utf8) + [0xE4])).what.contains("not UTF-8"))
        let latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a/>"
        #expect(try #require(refusal(latin)).what.contains("ISO-8859-1"))
    }

    @Test func noBeginningOfADocumentIsTakenForAWholeOne() throws {
        let whole = Array("<?xml version='1.0'?><a b='&amp;'><!-- c --><d>ü&#10;</d><e/></a>".utf8)
        #expect(refusal(whole) == nil)
        for count in 0..<whole.count {
            #expect(refusal(Array(whole[..<count])) != nil, "\(count)")
        }
    }

    @Test func aFileOfManyMegabytesIsReadInOneGo() throws {
        let text = "<a>" + String(repeating: "<b c='d'>e</b>", count: 100_000) + "</a>"
        #expect(try events(text).count == 300_002)
    }
}
