import Testing

@testable import Base

@Suite struct OfflinePageTests {
    private let page = OfflinePage(
        template: Array("<p>{{policy}}</p>{{style}}|{{script}}|{{data}}|{{script}}".utf8),
        style: Array("b{}".utf8), scripts: ["script": "{{data}}"], allowing: ["img-src data:"])

    @Test func placesAreFilledOnce() throws {
        let bytes = try FileWriter.bytes { output throws(Failure) in
            try page.write(to: &output) { "<\($0) {{style}}>" }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasSuffix("</p>b{}|{{data}}|<data {{style}}>|{{data}}"))
        #expect(page.text.hasSuffix("</p>b{}|{{data}}||{{data}}"))
    }

    @Test func thePolicyAllowsItsOwnStyleAndScriptsAndNothingElse() {
        #expect(
            page.policy
                == "default-src 'none'; img-src data:; "
                + "style-src 'sha256-\(Digest.sha256Base64("b{}"))'; "
                + "script-src 'sha256-\(Digest.sha256Base64("{{data}}"))'; "
                + "base-uri 'none'; form-action 'none'")
    }

    @Test func aScriptCannotEndItsElement() {
        let text = OfflinePage.scriptText
        #expect(text("a='</script>';b='</SCRIPT'") == "a='<\\/script>';b='<\\/SCRIPT'")
        #expect(text("a\r\nb\rc\n") == "a\nb\nc\n")
        #expect(text("i</re/.length") == "i</re/.length")
    }

    @Test func aTableEscapesItsCells() {
        let table = HTML.table(head: ["a & b"], rows: [["<x>", "'1'"]])
        #expect(table.contains("<th scope=\"col\">a &amp; b</th>"))
        #expect(table.contains("<th scope=\"row\">&lt;x&gt;</th><td>&#39;1&#39;</td>"))
    }
}
